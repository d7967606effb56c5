from understudy_mock import Namespace

from analytics import Analytics


def test_a_signup_is_tracked_exactly_once(understudy_namespace: Namespace, analytics: Analytics) -> None:
    analytics.track("signup", "mia", plan="pro")

    understudy_namespace.expect(operation="TrackEvent", body={"event": "signup", "attributes": {"plan": "pro"}}, exactly=1)
