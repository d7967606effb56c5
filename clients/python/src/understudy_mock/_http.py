"""Requests to the mock's own endpoints, and what can come of them."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from datetime import datetime, timedelta
from http.client import HTTPException, HTTPResponse
from typing import Any, cast

from . import types as t

__tracebackhide__ = True  # pytest shows the line of the test


class UnderstudyError(Exception):
    """The mock refused something, or does not answer. The text says what was wrong and what to do."""

    def __init__(self, message: str, status: int = 0, problem: t.Problem | None = None) -> None:
        super().__init__(message)
        #: The status of the answer; 0 if there was none.
        self.status = status
        #: The refusal as the mock wrote it (RFC 9457), if it did.
        self.problem = problem


def plain(value: object) -> object:
    """Write times as RFC 3339 and durations as Go does; json.dumps asks for what it does not know."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise UnderstudyError(f"{value!r} has no time zone; give it one, such as tzinfo=timezone.utc")
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value // timedelta(microseconds=1)}us"
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{value!r} cannot be written as JSON")


class Http:
    """Talks to one mock. It is safe to use from several threads, and holds no connection between requests."""

    def __init__(self, token: str | None, timeout: float) -> None:
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._timeout = timeout
        # No proxy of the environment stands between a test and its mock.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def open(
        self,
        method: str,
        url: str,
        *,
        query: Mapping[str, object] | None = None,
        body: bytes | Mapping[str, object] | None = None,
        wait: float = 0,
    ) -> HTTPResponse:
        """Send a request and return its answer, which the caller closes. Refusals are raised."""
        asked = {k: _text(v) for k, v in (query or {}).items() if v is not None}
        if asked:
            url += "?" + urllib.parse.urlencode(asked)
        headers = dict(self._headers)
        if isinstance(body, Mapping):
            body, headers["Content-Type"] = json.dumps(body, default=plain).encode(), "application/json"
        request = urllib.request.Request(url, body, headers, method=method)
        try:
            return cast(HTTPResponse, self._opener.open(request, timeout=self._timeout + wait))
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise _refused(method, url, refusal) from None
        except (OSError, HTTPException) as e:
            raise UnderstudyError(f"{method} {url}: no mock answers there ({e}); is it still running?") from e

    def json(self, method: str, url: str, **how: Any) -> Any:
        """Send a request and return the JSON of its answer; None where that is empty."""
        with self.open(method, url, **how) as answer:
            text = answer.read()
        return json.loads(text) if text else None


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refused(method: str, url: str, refusal: urllib.error.HTTPError) -> UnderstudyError:
    text = refusal.read().decode(errors="replace")
    try:
        problem = cast("t.Problem", json.loads(text))
        detail = problem.get("detail") or text
    except (ValueError, AttributeError):
        return UnderstudyError(f"{method} {url}: {refusal.code} {refusal.reason}: {text[:500]}", refusal.code)
    return UnderstudyError(f"{method} {url}: {refusal.code} {refusal.reason}: {detail}", refusal.code, problem)
