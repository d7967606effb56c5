"""The plugin for pytest: one mock for a run, and a world of its own for each test."""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from . import types as t
from ._http import UnderstudyError
from .client import Mock
from .namespace import Namespace, told
from .server import Server, start

if TYPE_CHECKING:
    from .client import World

_OURS = "understudy"  # what the plugin gives a worker of pytest-xdist


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("understudy", "a mock of the Chatlayer and Inkeep Analytics APIs")
    group.addoption("--understudy-url", metavar="URL", help="the mock at URL instead of one of the run's own (default: UNDERSTUDY_URL)")
    group.addoption("--understudy-flags", metavar="FLAGS", help="flags of `understudy serve` for the run's own mock: =--strict")
    group.addoption("--understudy-world", metavar="OPTION=VALUE", action="append", default=[], help="an option of each test's world")
    parser.addini("understudy_flags", "flags of `understudy serve` for the run's own mock", type="args")
    parser.addini("understudy_world", "options of each test's world, such as scenario=quiet-week", type="args")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "understudy(scenario=..., now=..., seed=..., events=..., auth=..., strict=..., misbehave=..., variants=..., plan=..., "
        "allow_violation=...): options of the test's world, and rules that its requests may break",
    )
    config.stash[_RUN] = _Run(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    run = config.stash.get(_RUN, None)
    if run is not None and run.server is not None:
        run.server.stop()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Give a worker of pytest-xdist the mock of the run, which its controller starts."""
    run = node.config.stash[_RUN]
    try:
        node.workerinput[_OURS] = {"url": run.url(), "own": run.own}
        run.shared = run.own
    except UnderstudyError as e:  # for the tests that need it
        node.workerinput[_OURS] = {"error": str(e)}


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, None, None]:
    """Judge once what the workers of pytest-xdist have sent to the mock itself, and to no test's world."""
    yield
    with suppress(UnderstudyError):
        broken = session.config.stash[_RUN].broken()
        if broken and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    with suppress(UnderstudyError):
        broken = config.stash[_RUN].broken()
        if broken:
            terminalreporter.section("understudy", red=True)
            terminalreporter.line(_told_broken(broken))


class _Run:
    """The mock of a run: somebody else's, or one that starts when it is first asked for."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._given: dict[str, Any] = getattr(config, "workerinput", {}).get(_OURS, {})
        self.server: Server | None = None
        self.shared = False  # by workers

    @property
    def is_worker(self) -> bool:
        """Whether it is one of several processes of pytest-xdist. What breaks the contract outside of the tests' worlds the run judges."""
        return hasattr(self._config, "workerinput")

    def broken(self) -> list[str]:
        """What no worker has judged."""
        if self.server is None or not self.shared:
            return []
        return [told(v) for v in self.server.mock.violations()]

    @property
    def own(self) -> bool:
        """Whether it is the run's own, and nobody else's."""
        return self.server is not None or bool(self._given.get("own"))

    def url(self) -> str:
        if "error" in self._given:
            raise UnderstudyError(self._given["error"])
        url = self._given.get("url") or self._config.getoption("understudy_url") or os.environ.get("UNDERSTUDY_URL")
        if url:
            return str(url)
        if self.server is None:
            flags = shlex.split(self._config.getoption("understudy_flags") or "")
            self.server = start([*self._config.getini("understudy_flags"), *flags])
        return self.server.url

    def world(self) -> dict[str, Any]:
        """The options of each test's world, as they are configured."""
        world: dict[str, Any] = {}
        for option in [*self._config.getini("understudy_world"), *self._config.getoption("understudy_world")]:
            name, equals, value = option.partition("=")
            if not equals:
                raise pytest.UsageError(f"bad understudy_world {option!r}: give OPTION=VALUE, such as scenario=quiet-week")
            try:
                world[name] = json.loads(value)
            except ValueError:
                world[name] = value
        return world


_RUN = pytest.StashKey[_Run]()
_WORLD = pytest.StashKey[Namespace]()


@pytest.fixture(scope="session")
def understudy(pytestconfig: pytest.Config) -> Iterator[Mock]:
    """The mock of the run, which all its tests and workers share."""
    run = pytestconfig.stash[_RUN]
    with _told_shortly():
        mock = Mock(run.url(), control_token=os.environ.get("UNDERSTUDY_CONTROL_TOKEN"))
    yield mock
    if run.own and not run.is_worker:
        _fail_for([told(v) for v in mock.violations()])


@pytest.fixture
def understudy_namespace(understudy: Mock, request: pytest.FixtureRequest) -> Iterator[Namespace]:
    """A mock of the test's own: its data, clock, faults and journal. ``understudy_namespace.url`` is the base URL for your app."""
    world, allowed = _world_of(request)
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower())[:40].strip("-")
    with _told_shortly():
        mock = Namespace(understudy.namespace(f"{name}-{secrets.token_hex(4)}".strip("-"), **world))
        for rule in allowed:
            mock.allow_violation(rule)
    request.node.stash[_WORLD] = mock
    yield mock
    try:
        _fail_for(mock._news())  # of what came behind the test's end
    finally:
        mock.delete(judged=True)


def _world_of(request: pytest.FixtureRequest) -> tuple[World, list[str]]:
    """What the configuration and the test's marks say, the nearest mark last: options, and rules that may be broken."""
    world = request.config.stash[_RUN].world()
    allowed: list[str] = []
    for mark in reversed(list(request.node.iter_markers("understudy"))):
        options = dict(mark.kwargs)
        rules = options.pop("allow_violation", [])
        allowed += [rules] if isinstance(rules, str) else rules
        world.update(options)
    return world, allowed  # type: ignore[return-value]  # the mock says what it does not know


@contextmanager
def _told_shortly() -> Iterator[None]:
    """What the mock refuses is the user's to mend, and no code of the plugin helps with that."""
    try:
        yield
    except UnderstudyError as e:
        pytest.fail(str(e), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    try:
        result = yield
    except BaseException as e:
        mock = item.stash.get(_WORLD, None)
        if mock is not None and not isinstance(e, pytest.skip.Exception):
            with suppress(UnderstudyError):
                mock._news()  # the test has failed, and its report tells them
        raise
    mock = item.stash.get(_WORLD, None)  # the test itself may have asked for it
    if mock is not None:
        _fail_for(mock._news())
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    mock = item.stash.get(_WORLD, None)
    if mock is not None and report.failed and call.when != "teardown":
        try:
            report.sections += [(f"understudy {name}", text) for name, text in _sections(mock).items() if text]
        except UnderstudyError as e:
            report.sections.append(("understudy", str(e)))
    return report


def _fail_for(broken: list[str]) -> None:
    __tracebackhide__ = True
    if broken:
        pytest.fail(_told_broken(broken), pytrace=False)


def _told_broken(broken: list[str]) -> str:
    return (
        "requests broke the contract; one that does so on purpose says so with the header Prefer: expect-violation=RULE, or its test "
        'with understudy_namespace.allow_violation("RULE")\n  ' + "\n  ".join(broken)
    )


def _sections(mock: Mock) -> dict[str, str]:
    """What a report of a failed test says of its world."""
    journal = mock.journal(limit=20)
    violations = mock.violations(all=True)[-20:]
    return {"journal": "\n".join(map(_line, journal)), "violations": "\n".join(map(told, violations))}


def _line(e: t.Exchange) -> str:
    query = "&".join(f"{name}={value}" for name, value in e["query"].items())
    line = f"{e['method']} {e['path']}{'?' if query else ''}{query} -> {e['status']} (request {e['id']}, {e['duration_ms']:.1f} ms"
    line += f", fault {e['fault']})" if e["fault"] else ")"
    for half, message in (("request", e["request"]), ("answer", e["response"])):
        if "body" in message:
            body = message["body"]
            line += f"\n    {half}: {(body if isinstance(body, str) else json.dumps(body))[:300]}"
    return line
