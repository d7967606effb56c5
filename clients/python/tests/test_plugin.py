import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

import pytest

from understudy_mock import binary_path, start

HEAD = """
import os, time, urllib.error, urllib.request
import pytest

def get(mock, path="/v1/echo"):
    try:
        urllib.request.urlopen(mock.url + path)
    except urllib.error.HTTPError as e:
        e.close()
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    for name in ("UNDERSTUDY_URL", "PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER"):
        monkeypatch.delenv(name, raising=False)
    return pytester


def test_what_breaks_the_contract_fails_its_test(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        HEAD
        + """
def test_broken(understudy_namespace):
    get(understudy_namespace)

def test_before_a_reset(understudy_namespace):
    get(understudy_namespace)
    understudy_namespace.reset(scenario="empty")

def test_fine(understudy_namespace):
    assert understudy_namespace.violations() == []

def test_allowed(understudy_namespace):
    understudy_namespace.allow_violation("route.method")
    get(understudy_namespace)

@pytest.mark.understudy(allow_violation="route.method")
def test_allowed_by_a_mark(understudy_namespace):
    get(understudy_namespace)

@pytest.mark.understudy(allow_violation=["body.type"])
def test_another_is_allowed(understudy_namespace):
    get(understudy_namespace)

def test_wrong_by_itself(understudy_namespace):
    get(understudy_namespace)
    assert False, "this is why"

@pytest.fixture
def leaving(understudy_namespace):
    yield
    get(understudy_namespace)

def test_late(leaving):
    pass

def test_of_nobody(understudy):
    get(understudy)
"""
    )
    result = suite.runpytest("-rA")
    result.assert_outcomes(passed=5, failed=4, errors=2)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_late*",
            "*GET /v1/echo, answered with 405, broke route.method (request req_*",
            "*ERROR at teardown of test_of_nobody*",
            "*GET /v1/echo, answered with 405, broke route.method (request req_*",
            "*_ test_broken _*",
            '*Prefer: expect-violation=RULE, or its test with understudy_namespace.allow_violation("RULE")',
            '  GET /v1/echo, answered with 405, broke route.method (request req_*): route /v1/echo: got "GET", expected one of POST,*',
            "*- understudy journal -*",
            "GET /v1/echo -> 405 (request req_*",
            "    answer: {*",
            "*- understudy violations -*",
            "*_ test_before_a_reset _*",
            "*_ test_another_is_allowed _*",
            "*_ test_wrong_by_itself _*",
            "*this is why*",
            "*- understudy violations -*",
            "GET /v1/echo, answered with 405, broke route.method*",
        ]
    )
    assert "plugin.py" not in result.stdout.str(), "no traceback shows the plugin"


def test_worlds_are_those_of_the_configuration_and_the_marks(suite: pytest.Pytester) -> None:
    suite.makeini('[pytest]\nunderstudy_world = scenario=quiet-week seed=7\nunderstudy_flags = --now "2026-01-15T10:00:00Z"\n')
    suite.makepyfile(
        HEAD
        + """
pytestmark = pytest.mark.understudy(seed=8)

def options(mock, understudy):
    return understudy._ask("GET", "namespaces/" + mock.name)["options"]

def test_options(understudy_namespace, understudy):
    got = options(understudy_namespace, understudy)
    assert (got["scenario"], got["seed"], got["events"], got["now"]) == ("edges", 8, 9, "2026-01-15T10:00:00Z")

@pytest.mark.understudy(seed=9, variants=["page.short-pages"])
def test_the_nearest_mark_wins(understudy_namespace, understudy):
    got = options(understudy_namespace, understudy)
    assert (got["seed"], got["variants"]) == (9, ["page.short-pages"])

@pytest.mark.understudy(scenari="empty")
def test_misspelt(understudy_namespace):
    pass
"""
    )
    result = suite.runpytest("--understudy-world", "scenario=edges", "--understudy-flags=--events 9")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*400 Bad Request:*scenari*scenario*"])
    assert suite.runpytest("--understudy-world", "edges").ret == pytest.ExitCode.TESTS_FAILED


def test_exec_fails_for_what_no_test_has_judged(suite: pytest.Pytester) -> None:
    judged = "def test_it(understudy_namespace):\n    understudy_namespace.allow_violation('route.method')\n    get(understudy_namespace)\n"
    suite.makepyfile(test_judged=HEAD + judged, test_free=HEAD + "def test_it(understudy):\n    get(understudy)\n")
    tests = [str(binary_path()), "exec", "--", sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    assert subprocess.run([*tests, "test_judged.py"]).returncode == 0
    assert subprocess.run([*tests, "test_free.py"]).returncode == 1


def test_workers_share_one_server(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        HEAD
        + """
@pytest.mark.parametrize("n", range(12))
def test_own(understudy, understudy_namespace, n):
    assert understudy_namespace.url.startswith(understudy.url + "/~test-own-")
    assert understudy_namespace.journal() == []
    understudy_namespace.allow_violation("route.method")
    get(understudy_namespace)
    assert len(understudy_namespace.journal()) == 1
    with open("seen", "a") as seen:
        seen.write(os.environ["PYTEST_XDIST_WORKER"] + " " + understudy.url + "\\n")
"""
    )
    suite.runpytest_subprocess("-n", "2").assert_outcomes(passed=12)
    seen = [line.split() for line in Path("seen").read_text().splitlines()]
    assert len({url for _, url in seen}) == 1
    assert len({worker for worker, _ in seen}) == 2


def test_what_workers_break_outside_of_worlds_is_judged_once(suite: pytest.Pytester) -> None:
    suite.makepyfile(HEAD + "@pytest.mark.parametrize('n', range(4))\ndef test_it(understudy, n):\n    get(understudy)\n")
    result = suite.runpytest_subprocess("-n", "2")
    result.assert_outcomes(passed=4)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*= understudy =*", "requests broke the contract; *"])
    assert result.stdout.str().count("answered with 405") == 4, "each request once"


def test_a_mock_that_is_there_is_used(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    suite.makepyfile(HEAD + "def test_it(understudy):\n    get(understudy)\n    assert understudy.url == os.environ['EXPECTED']\n")
    with start() as server:
        monkeypatch.setenv("EXPECTED", server.url)
        suite.runpytest("--understudy-url", server.url + "/").assert_outcomes(passed=1)
        monkeypatch.setenv("UNDERSTUDY_URL", server.url)
        suite.runpytest().assert_outcomes(passed=1)


def test_without_a_program_only_what_needs_it_fails(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNDERSTUDY_BINARY", "/no/such/program")
    suite.makepyfile(HEAD + "def test_it(understudy_namespace):\n    pass\n\ndef test_other():\n    pass\n")
    for result in (suite.runpytest(), suite.runpytest_subprocess("-n", "1")):
        result.assert_outcomes(passed=1, errors=1)
        result.stdout.fnmatch_lines(["*UNDERSTUDY_BINARY names /no/such/program, where there is no file*"])


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_behind(suite: pytest.Pytester, how: signal.Signals) -> None:
    suite.makepyfile(
        HEAD
        + """
def test_it(understudy):
    with open("url.part", "w") as f:
        f.write(understudy.url)
    os.rename("url.part", "url")
    time.sleep(600)
"""
    )
    run = subprocess.Popen([sys.executable, "-m", "pytest", "-p", "no:cacheprovider"], stdout=subprocess.DEVNULL, start_new_session=True)
    until(lambda: Path("url").exists())
    run.send_signal(how)
    run.wait()
    until(lambda: not answers(Path("url").read_text()))


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url + "/__understudy/healthz").close()
    except (OSError, HTTPException):
        return False
    return True
