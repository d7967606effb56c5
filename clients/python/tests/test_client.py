import base64
import json
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, cast

import pytest

from understudy_mock import ExpectationError, Mock, Namespace, UnderstudyError, start

BASIC = "Basic " + base64.b64encode(b"demo-token-id:demo-token-secret").decode()
SIGNUP = {"event": "signup", "user_id": "mia", "attributes": {"plan": "free"}}


def ask(mock: Mock, path: str, body: Mapping[str, Any] | None = None) -> tuple[int, Any, str]:
    """Ask an API as an app does: its status, its JSON, and the id of the request."""
    headers = {"Authorization": BASIC, "Content-Type": "application/json"}
    request = urllib.request.Request(mock.url + path, None if body is None else json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer), answer.headers["Understudy-Request-Id"]
    except urllib.error.HTTPError as e:
        with e:
            return e.code, json.load(e), e.headers["Understudy-Request-Id"]


def track(mock: Mock, **event: Any) -> int:
    return ask(mock, "/v1/bots/demobot1/events/track", {**SIGNUP, **event})[0]


def test_worlds_have_options_and_are_apart(understudy_namespace: Namespace) -> None:
    at = datetime(2026, 1, 15, 10, tzinfo=timezone.utc)
    other = understudy_namespace.namespace(understudy_namespace.name + "-other", scenario="empty", now=at)
    track(other)
    assert list(understudy_namespace.events("chatlayer", tracked=True)) == []
    (event,) = other.events("chatlayer")
    assert event["timestamp"] == "2026-01-15T10:00:00.000Z"
    assert other.reset(scenario="quiet-week", seed=7)["seed"] == 7
    other.delete()
    assert sum(1 for _ in other.events("chatlayer")) > 1000, "it is made anew, with the options of the server"


def test_the_clock(understudy_namespace: Namespace) -> None:
    clock = understudy_namespace.clock
    assert clock.freeze("2026-02-01T00:00:00Z")["mode"] == "frozen"
    assert clock.advance(timedelta(hours=24, milliseconds=5))["now"] == "2026-02-02T00:00:00.005Z"
    assert clock.advance("1h30m")["now"] == "2026-02-02T01:30:00.005Z"
    assert clock.run(now=datetime(2026, 3, 1, tzinfo=timezone.utc), speed=60)["speed"] == 60
    assert clock.run()["now"] >= "2026-03-01"
    assert clock.get()["mode"] == "running"
    assert clock.real()["mode"] == "real"
    with pytest.raises(UnderstudyError, match="time zone"):
        clock.freeze(datetime(2026, 2, 1))


def test_faults(understudy_namespace: Namespace) -> None:
    fault = understudy_namespace.fault(match={"operation": "TrackEvent"}, when={"first": 1, "for": timedelta(hours=1)}, status=503)
    assert [track(understudy_namespace) for _ in range(2)] == [503, 200]
    assert fault.counts() == (2, 1)
    with understudy_namespace.fault(rate={"per_second": 0.001, "burst": 1}, delay=timedelta(milliseconds=1)):
        assert [track(understudy_namespace) for _ in range(2)] == [200, 429]
        assert len(understudy_namespace.faults()) == 2
    fault.remove()
    assert understudy_namespace.faults() == []
    understudy_namespace.fault(status=500)
    understudy_namespace.clear_faults()
    assert track(understudy_namespace) == 200
    with pytest.raises(UnderstudyError, match="there is no fault"):
        fault.counts()


def test_what_is_expected_is_waited_for(understudy_namespace: Namespace) -> None:
    late = threading.Timer(0.05, track, [understudy_namespace])
    late.start()
    (exchange,) = understudy_namespace.expect(operation="TrackEvent", body={"event": "signup"}, within=timedelta(minutes=1))
    late.join()
    assert exchange["request"]["body"] == SIGNUP
    assert understudy_namespace.exchange(exchange["id"]) == exchange


def test_what_does_not_come_says_what_came_instead(understudy_namespace: Namespace) -> None:
    track(understudy_namespace)
    with pytest.raises(ExpectationError) as e:
        understudy_namespace.expect(operation="TrackEvent", body={"attributes": {"plan": "pro"}}, exactly=1)
    assert "expected exactly 1, got 0" in str(e.value)
    assert "near: POST /v1/bots/demobot1/events/track, answered with 200 (request req_" in str(e.value)
    assert '/body/attributes/plan: expected "pro", got "free"' in str(e.value)
    assert not e.value.result["met"]


def test_the_journal(understudy_namespace: Namespace) -> None:
    stream = understudy_namespace.stream(operation="TrackEvent")
    track(understudy_namespace)
    _, _, sent = ask(understudy_namespace, "/v1/echo", {"message": "hello"})
    track(understudy_namespace, event="login")
    with closing(cast("Any", stream)):
        assert [next(stream)["request"]["body"]["event"] for _ in range(2)] == ["signup", "login"]
    assert [e["id"] for e in understudy_namespace.journal(operation="Echo")] == [sent]
    assert len(understudy_namespace.journal(since=sent)) == 1
    assert len(understudy_namespace.journal(status="2xx", limit=2)) == 2
    understudy_namespace.clear_journal()
    assert understudy_namespace.journal() == []


def test_an_empty_list_is_explained(understudy_namespace: Namespace) -> None:
    track(understudy_namespace)
    window = "version=LIVE&start_time=2020-01-01&end_time=2100-01-01"
    _, page, sent = ask(understudy_namespace, f"/v1/bots/demobot1/events/stream?{window}&event=Signup")
    assert page["events"] == []
    assert understudy_namespace.explain(sent)["hints"] == ['no event has event "Signup"; there is 1 of "signup"']


def test_events_and_snapshots(understudy_namespace: Namespace) -> None:
    understudy_namespace.reset(scenario="empty")
    before = understudy_namespace.snapshot("before")
    track(understudy_namespace)
    (event,) = before.diff()
    assert before.diff("inkeep") == []
    changes = before.changes("chatlayer", limit=5)["kinds"][0]
    assert (changes["kind"], changes["added"], changes["changes"][0]["id"]) == ("event", 1, event["id"])
    before.restore()
    assert list(understudy_namespace.events("chatlayer")) == []
    assert understudy_namespace.import_events("chatlayer", [event]) == {"imported": 1, "ignored": 0}
    assert list(understudy_namespace.events("chatlayer", tracked=True)) == [event]
    before.forget()
    with pytest.raises(UnderstudyError) as e:
        before.restore()
    assert e.value.status == 404
    with pytest.raises(UnderstudyError, match="line 1"):
        understudy_namespace.import_events("chatlayer", [{"x": 1}])


def test_the_contract(understudy_namespace: Namespace) -> None:
    assert understudy_namespace.plan() == {}
    understudy_namespace.plan({"events": {"signup": {"required": ["plan"]}}, "other_events": "violation"})
    assert understudy_namespace.plan()["other_events"] == "violation"
    understudy_namespace.allow_violation("plan.event-unknown")
    assert track(understudy_namespace, event="sale") == 200
    assert [v["rule"] for v in understudy_namespace.violations()] == ["plan.event-unknown"]
    assert understudy_namespace.rule("plan.event-unknown")["fix"]
    assert 0 < understudy_namespace.coverage()["covered"] < understudy_namespace.coverage()["total"]


def test_a_refusal_says_what_was_meant(understudy: Mock) -> None:
    with pytest.raises(UnderstudyError, match='did you mean "empty"') as e:
        understudy.namespace("x", scenario="emty")
    assert e.value.status == 400
    assert e.value.problem is not None
    with pytest.raises(UnderstudyError, match="no mock answers there"):
        Mock("http://127.0.0.1:1").violations()


def test_a_mock_without_pytest() -> None:
    with start(["--scenario", "empty"], control_token="told-nobody") as server:
        assert track(server.mock) == 200
        server.mock.expect(operation="TrackEvent", exactly=1)
        with pytest.raises(UnderstudyError) as e:
            Mock(server.url).violations()
        assert e.value.status == 401
    server.stop()
    with pytest.raises(UnderstudyError, match="is it still running"):
        server.mock.violations()


def test_flags_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnderstudyError, match=r"exit status 2\):\n.*unknown flag: --scenaro"):
        start(["--scenaro", "empty"])
    monkeypatch.setenv("UNDERSTUDY_BINARY", "/no/such/program")
    with pytest.raises(UnderstudyError, match="UNDERSTUDY_BINARY names /no/such/program, where there is no file"):
        start()


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_where_there_is_no_exec_the_command_waits_for_the_program(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\ntrap 'echo caught; exit 7' INT\necho ready $UNDERSTUDY_STOP_WITH\nwhile :; do sleep 0.02; done\n")
    program.chmod(0o700)
    command = [sys.executable, "-c", "from understudy_mock import server; server._WINDOWS = True; server.main()", "serve"]
    env = {**os.environ, "UNDERSTUDY_BINARY": str(program)}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == f"ready {run.pid}\n"
        os.killpg(run.pid, signal.SIGINT)  # as a console does
        assert run.stdout.read() == "caught\n"
    assert run.returncode == 7
