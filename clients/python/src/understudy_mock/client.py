"""What a test asks of a running mock: its world, clock, faults, journal and contract."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, cast
from urllib.parse import quote

from . import types as t
from ._http import Http, UnderstudyError, plain

if TYPE_CHECKING:
    from typing import Literal

    from typing_extensions import Unpack

__tracebackhide__ = True  # pytest shows the line of the test

#: The mock itself bounds how long an expectation waits.
_LONGEST_WAIT = 600.0

Event = dict[str, Any]


class World(TypedDict, total=False):
    """What a namespace holds and how it answers. What is left out is as ``serve`` has it."""

    seed: int
    scenario: str
    events: int
    now: str | datetime
    auth: Literal["strict", "any", "off"]
    strict: bool
    misbehave: str
    variants: list[str]
    plan: t.TrackingPlan


class JournalFilter(TypedDict, total=False):
    """Which requests of the journal. Without a ``limit`` the latest hundred."""

    operation: str
    method: str
    status: int | str
    event: str
    violation: str
    fault: str
    text: str
    since: str
    limit: int


class ExpectationError(AssertionError):
    """The requests that were expected did not come, or too many did."""

    def __init__(self, message: str, result: t.ExpectationResult) -> None:
        super().__init__(message)
        self.result = result


class FaultCounts(NamedTuple):
    """How many requests a fault matched, and how many of them it hit."""

    seen: int
    hit: int


class Mock:
    """A mock, or one namespace of it. It is safe to use from several threads.

    ``url`` is the base URL for the client of your app.
    """

    def __init__(self, url: str, *, namespace: str | None = None, control_token: str | None = None, timeout: float = 30) -> None:
        self._root = url.rstrip("/")
        self._http = Http(control_token, timeout)
        self.name = namespace or "default"
        self.url = f"{self._root}/~{namespace}" if namespace else self._root
        self.clock = Clock(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url!r})"

    def _own(self, path: str) -> str:
        return f"{self.url}/__understudy/{path}"

    def _ask(self, method: str, path: str, **how: Any) -> Any:
        return self._http.json(method, self._own(path), **how)

    # Worlds

    def namespace(self, name: str, **options: Unpack[World]) -> Mock:
        """Make a namespace, a mock of its own on the same server, or make it anew."""
        made = Mock(self._root, namespace=name)
        made._http = self._http
        self._http.json("PUT", f"{self._root}/__understudy/namespaces/{quote(name, safe='')}", body=options)
        return made

    def delete(self, *, judged: bool = False) -> None:
        """Forget this namespace with all that it holds. The default one is made anew.

        If ``judged``, what broke the contract in it does not count for ``exec`` and ``serve --fail-on-violation`` any more.
        """
        self._http.json("DELETE", f"{self._root}/__understudy/namespaces/{self.name}", query={"judged": judged or None})

    def reset(self, **options: Unpack[World]) -> t.ResetResult:
        """Go back to the beginning; options, if some are given, take the place of all that were given before."""
        return cast("t.ResetResult", self._ask("POST", "reset", body=options or None))

    def events(self, api: str, *, tracked: bool = False) -> Iterator[Event]:
        """Go through the events of an API, oldest first; only those that were written since the reset if ``tracked``."""
        query = {"api": api, "tracked": tracked or None}
        return _lines(self._http.open("GET", self._own("events"), query=query))

    def import_events(self, api: str, events: Iterable[Mapping[str, object]]) -> t.ImportResult:
        """Store events beside those that are there: all, or none if one of them is bad."""
        lines = "".join(json.dumps(event, default=plain) + "\n" for event in events)
        return cast("t.ImportResult", self._ask("POST", "events", query={"api": api}, body=lines.encode()))

    def snapshot(self, name: str) -> Snapshot:
        """Remember data, clock and faults under a name."""
        self._ask("PUT", f"snapshots/{quote(name, safe='')}")
        return Snapshot(self, name)

    # Failures

    def fault(self, **fault: Unpack[t.NewFault]) -> Fault:
        """Have requests fail: ``mock.fault(match={"operation": "TrackEvent"}, when={"first": 2}, status=503)``."""
        return Fault(self, cast("t.Fault", self._ask("POST", "faults", body=fault))["id"])

    def faults(self) -> list[t.Fault]:
        """List the faults, the oldest first."""
        return cast("t.FaultList", self._ask("GET", "faults"))["faults"]

    def clear_faults(self) -> None:
        """Remove all faults."""
        self._ask("DELETE", "faults")

    # Journal

    def expect(self, **expectation: Unpack[t.Expectation]) -> list[t.Exchange]:
        """Wait for requests, and return them: ``mock.expect(operation="TrackEvent", exactly=1, within="2s")``.

        Raises ExpectationError, which names the requests that came nearest and where they differ.
        """
        try:
            result = self._ask("POST", "journal/expect", body=expectation, wait=_LONGEST_WAIT)
        except UnderstudyError as e:
            if e.status != 409:
                raise
            result = e.problem
        result = cast("t.ExpectationResult", result)
        if not result["met"]:
            raise ExpectationError(self._told(result, expectation), result)
        return [self.exchange(request) for request in result["matched"]]

    def _told(self, result: t.ExpectationResult, expectation: object) -> str:
        told = [result["detail"], f"  expectation: {json.dumps(expectation, default=plain)}"]
        told += [f"  matches: {self._named(request)}" for request in result["matched"]]
        for near in result["nearest"]:
            told.append(f"  near: {self._named(near['id'])}")
            for d in near["differences"]:
                got = json.dumps(d["got"]) if "got" in d else "nothing"
                told.append(f"    {d['pointer']}: expected {json.dumps(d['expected'])}, got {got}")
        return "\n".join(told)

    def _named(self, request_id: str) -> str:
        try:
            exchange = self.exchange(request_id)
        except UnderstudyError:  # it has left the journal
            return f"request {request_id}"
        return f"{exchange['method']} {exchange['path']}, answered with {exchange['status']} (request {request_id}, {exchange['at']})"

    def journal(self, **which: Unpack[JournalFilter]) -> list[t.Exchange]:
        """List the latest requests with their answers, the newest last."""
        return cast("t.ExchangeList", self._ask("GET", "journal", query=which))["exchanges"]

    def exchange(self, request_id: str) -> t.Exchange:
        """Get one request with its answer, by the header ``Understudy-Request-Id`` of that."""
        return cast("t.Exchange", self._ask("GET", f"journal/{quote(request_id, safe='')}"))

    def explain(self, request_id: str) -> t.Explanation:
        """Tell why a list or a query held what it held."""
        return cast("t.Explanation", self._ask("GET", f"journal/{quote(request_id, safe='')}/explain"))

    def clear_journal(self) -> None:
        """Forget all requests. Violations and data stay."""
        self._ask("DELETE", "journal")

    def stream(self, **which: Unpack[JournalFilter]) -> Iterator[t.Exchange]:
        """Go through requests as they come, from this call on, or behind that of ``since``."""
        return _server_sent(self._http.open("GET", self._own("journal/stream"), query=which))

    # Contract

    def violations(self, *, all: bool = False) -> list[t.RecordedViolation]:
        """List what broke the contract since the latest reset; ``all`` has what is only noted, and what was wrong on purpose, too."""
        found = cast("t.ViolationList", self._ask("GET", "violations"))["violations"]
        return found if all else [v for v in found if not v["advisory"] and not v["on_purpose"]]

    def coverage(self) -> t.Coverage:
        """Tell which parts of the APIs requests have used since the latest reset."""
        return cast("t.Coverage", self._ask("GET", "coverage"))

    def rule(self, id: str) -> t.Rule:
        """Tell why a rule matters and how to keep it."""
        return cast("t.Rule", self._ask("GET", f"rules/{quote(id, safe='')}"))

    def plan(self, plan: t.TrackingPlan | None = None) -> t.TrackingPlan:
        """Hold tracked events to a plan from now on, and show the plan that they are held to."""
        return cast("t.TrackingPlan", self._ask("GET", "plan") if plan is None else self._ask("PUT", "plan", body=plan))


class Clock:
    """The time of a namespace. Durations are timedeltas, or texts such as ``24h``; times have a zone."""

    def __init__(self, mock: Mock) -> None:
        self._mock = mock

    def get(self) -> t.Clock:
        """Tell the time, and how it goes on."""
        return cast("t.Clock", self._mock._ask("GET", "clock"))

    def freeze(self, at: str | datetime | None = None) -> t.Clock:
        """Stand still at an instant, or where it is."""
        return self._put(now=self.get()["now"] if at is None else at)

    def run(self, *, now: str | datetime | None = None, speed: float = 1) -> t.Clock:
        """Go on from an instant, or from where it is, so many times as fast as the machine's."""
        return self._put(speed=speed) if now is None else self._put(now=now, speed=speed)

    def real(self) -> t.Clock:
        """Show the machine's time again."""
        return self._put(mode="real")

    def advance(self, by: str | timedelta) -> t.Clock:
        """Move a clock that is frozen or runs forward."""
        return cast("t.Clock", self._mock._ask("POST", "clock/advance", body={"by": by}))

    def _put(self, **change: object) -> t.Clock:
        return cast("t.Clock", self._mock._ask("PUT", "clock", body=change))


class Fault:
    """A fault that was added. ``with`` removes it at the end."""

    def __init__(self, mock: Mock, id: str) -> None:
        self._mock, self.id = mock, id

    def counts(self) -> FaultCounts:
        """Tell how many requests it matched, and how many it hit."""
        for fault in self._mock.faults():
            if fault["id"] == self.id:
                return FaultCounts(fault["seen"], fault["hit"])
        raise UnderstudyError(f"there is no fault {self.id} any more; it was removed, or the namespace reset")

    def remove(self) -> None:
        """Remove it; nothing happens if it is gone."""
        self._mock._ask("DELETE", f"faults/{self.id}")

    def __enter__(self) -> Fault:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


class Snapshot:
    """What was remembered under a name."""

    def __init__(self, mock: Mock, name: str) -> None:
        self._mock, self.name = mock, name

    def _path(self, of: str = "") -> str:
        return f"snapshots/{quote(self.name, safe='')}{of}"

    def restore(self) -> None:
        """Go back to it, as often as you like."""
        self._mock._ask("POST", self._path("/restore"))

    def diff(self, api: str | None = None) -> list[Event]:
        """List the events that came since."""
        return list(_lines(self._mock._http.open("GET", self._mock._own(self._path("/diff")), query={"api": api})))

    def changes(self, api: str | None = None, limit: int | None = None) -> t.SnapshotChanges:
        """Tell what became of all that clients write since: events, definitions of them, conversations and feedback."""
        return cast("t.SnapshotChanges", self._mock._ask("GET", self._path("/changes"), query={"api": api, "limit": limit}))

    def forget(self) -> None:
        """Forget it; nothing happens if there is none."""
        self._mock._ask("DELETE", self._path())


def _lines(answer: HTTPResponse) -> Iterator[Event]:
    with closing(answer):
        for line in answer:
            yield json.loads(line)


def _server_sent(answer: HTTPResponse) -> Iterator[t.Exchange]:
    with closing(answer):
        kind = ""
        for line in answer:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "event":
                kind = value
            elif name == "data" and not kind:
                yield json.loads(value)
            elif name == "data" and kind == "missed":
                warnings.warn(f"the journal had no room for requests that the stream has not shown: {value}", stacklevel=2)
            elif not name:
                kind = ""
