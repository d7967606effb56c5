"""The world of a test, which the contract is kept in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import types as t
from .client import Mock

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .client import World

__tracebackhide__ = True  # pytest shows the line of the test


class Namespace(Mock):
    """The world of a test. What its requests break of the contract fails the test."""

    def __init__(self, made: Mock) -> None:
        super().__init__(made._root, namespace=made.name)
        self._http = made._http
        self._allowed: set[str] = set()
        self._reported: set[tuple[str, str]] = set()
        self._before_reset: list[tuple[str, str]] = []

    def allow_violation(self, rule: str) -> None:
        """Say that requests of this test break a rule on purpose, such as ``body.type``."""
        self._allowed.add(self.rule(rule)["id"])

    def reset(self, **options: Unpack[World]) -> t.ResetResult:
        """Go back to the beginning. What broke the contract before still counts."""
        self._before_reset += self._fresh()
        return super().reset(**options)

    def _news(self) -> list[str]:
        """What was broken since the last call, but for what is allowed."""
        broken, self._before_reset = self._before_reset + self._fresh(), []
        return [text for rule, text in broken if rule not in self._allowed]

    def _fresh(self) -> list[tuple[str, str]]:
        """Rules with what was broken of them and was not here before."""
        fresh = []
        for v in self.violations():
            key = v["request_id"], told(v)
            if key not in self._reported:
                self._reported.add(key)
                fresh.append((v["rule"], key[1]))
        return fresh


def told(v: t.RecordedViolation) -> str:
    """Write a violation in a line."""
    where = " ".join(part for part in (v["in"], v["name"], v["pointer"]) if part)
    return (
        f"{v['method']} {v['path']}, answered with {v['status']}, broke {v['rule']} (request {v['request_id']}): "
        f"{where}: got {v['got']}, expected {v['expected']}; {v['fix']}"
    )
