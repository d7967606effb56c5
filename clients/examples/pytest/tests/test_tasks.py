from datetime import datetime, timedelta, timezone

import httpx
import pytest
from understudy_mock import Namespace

from analytics import Analytics

NOON = datetime(2026, 3, 29, 12, tzinfo=timezone.utc)


def test_a_search_is_logged_exactly_once(understudy_namespace: Namespace, analytics: Analytics) -> None:
    analytics.searched("api key")

    understudy_namespace.expect(operation="LogEvent", body={"searchQuery": "api key"}, exactly=1)


def test_a_503_is_tried_again(understudy_namespace: Namespace, analytics: Analytics) -> None:
    understudy_namespace.fault(match={"operation": "TrackEvent"}, when={"first": 2}, status=503, headers={"Retry-After": "0"})

    analytics.track("signup", "mia")

    understudy_namespace.expect(operation="TrackEvent", status=200, exactly=1)


def test_a_429_is_tried_again(understudy_namespace: Namespace, analytics: Analytics) -> None:
    limit = understudy_namespace.fault(match={"operation": "LogEvent"}, when={"first": 1}, status=429, headers={"Retry-After": "0"})

    analytics.searched("api key")

    assert limit.counts() == (2, 1)  # seen, hit


def test_a_slow_answer_is_not_waited_for(understudy_namespace: Namespace) -> None:
    understudy_namespace.fault(delay="1m")

    with pytest.raises(httpx.ReadTimeout):
        Analytics(understudy_namespace.url, timeout=0.2).track("signup", "mia")


@pytest.mark.understudy(scenario="empty")
def test_a_shop_without_signups(analytics: Analytics) -> None:
    assert analytics.of_last_week("signup", datetime.now(timezone.utc)) == []


@pytest.mark.understudy(now=NOON)
def test_a_signup_counts_for_a_week(understudy_namespace: Namespace, analytics: Analytics) -> None:
    analytics.track("signup", "mia")

    understudy_namespace.clock.advance(timedelta(days=7))
    assert analytics.of_last_week("signup", NOON + timedelta(days=7)) == ["mia"]

    understudy_namespace.clock.advance("1s")
    assert analytics.of_last_week("signup", NOON + timedelta(days=7, seconds=1)) == []


@pytest.mark.understudy(now="2026-01-15T10:00:00Z")
def test_each_page_of_the_week_is_read(analytics: Analytics) -> None:
    assert len(analytics.of_last_week("feedback_given", datetime(2026, 1, 15, 10, tzinfo=timezone.utc))) == 8


def test_a_mistake_is_refused(understudy_namespace: Namespace) -> None:
    answer = httpx.post(
        understudy_namespace.url + "/v1/echo",
        json={"message": 1},
        headers={"Prefer": "expect-violation=body.type"},  # it is wrong on purpose
        auth=("demo-token-id", "demo-token-secret"),
    )

    assert answer.status_code == 400


@pytest.mark.parametrize("plan", ["free", "pro", "team", "company"])
def test_each_test_has_a_world_of_its_own(understudy_namespace: Namespace, analytics: Analytics, plan: str) -> None:
    analytics.track("signup", "mia", plan=plan)

    assert [event["attributes"] for event in understudy_namespace.events("chatlayer", tracked=True)] == [{"plan": plan}]
