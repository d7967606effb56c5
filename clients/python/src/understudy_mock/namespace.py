"""The world of a test, which the contract is kept in."""

from __future__ import annotations

from . import types as t
from .client import Mock

__tracebackhide__ = True  # pytest shows the line of the test


class Namespace(Mock):
    """The world of a test. What its requests break of the contract fails the test."""

    def __init__(self, made: Mock) -> None:
        super().__init__(made._root, namespace=made.name)
        self._http = made._http
        self._allowed: set[str] = set()
        self._reported: set[tuple[str, str]] = set()

    def allow_violation(self, rule: str) -> None:
        """Say that requests of this test break a rule on purpose, such as ``body.type``."""
        self._allowed.add(self.rule(rule)["id"])

    def _news(self) -> list[str]:
        """What was broken since the last call, but for what is allowed."""
        news = []
        for v in self.violations():
            key = v["request_id"], told(v)
            if v["side"] == "request" and v["rule"] not in self._allowed and key not in self._reported:
                self._reported.add(key)
                news.append(key[1])
        return news


def told(v: t.RecordedViolation) -> str:
    """Write a violation in a line."""
    where = " ".join(part for part in (v["in"], v["name"], v["pointer"]) if part)
    return (
        f"{v['method']} {v['path']}, answered with {v['status']}, broke {v['rule']} (request {v['request_id']}): "
        f"{where}: got {v['got']}, expected {v['expected']}; {v['fix']}"
    )
