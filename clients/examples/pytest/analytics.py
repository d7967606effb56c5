"""What the shop tells its analytics, and what it asks of them."""

import time
from datetime import datetime, timedelta
from typing import Any

import httpx


class Analytics:
    """Talks to Chatlayer and Inkeep. What fails for a while is tried again."""

    def __init__(self, base_url: str, timeout: float = 10.0) -> None:
        self._http = httpx.Client(base_url=base_url, timeout=timeout)

    def track(self, event: str, user: str, **attributes: str) -> str:
        """Track an event of a user, and return its id."""
        body = {"event": event, "user_id": user, "attributes": attributes}
        return str(self._send("POST", "/v1/bots/demobot1/events/track", json=body)["event_id"])

    def of_last_week(self, event: str, now: datetime) -> list[str]:
        """List the users with such an event in the last seven days, page by page."""
        window = {"start_time": (now - timedelta(days=7)).isoformat(), "end_time": now.isoformat()}
        users: list[str] = []
        token = ""
        while True:
            params = {"version": "LIVE", "event": event, "page_size": "5", **window}
            if token:
                params["page_token"] = token
            page = self._send("GET", "/v1/bots/demobot1/events/stream", params=params)
            users += [found["user_id"] for found in page["events"]]
            token = page["next_page_token"]
            if not token:
                return users

    def searched(self, query: str) -> str:
        """Log a search, and return the id of the event."""
        body = {"entityType": "search", "type": "search_query_submitted", "searchQuery": query}
        return str(self._send("POST", "/events", json=body)["id"])

    def _send(self, method: str, path: str, **request: Any) -> Any:
        chatlayer = path.startswith("/v1/")
        headers = {} if chatlayer else {"Authorization": "Bearer demo-api-key"}
        auth = ("demo-token-id", "demo-token-secret") if chatlayer else None
        for _ in range(3):
            answer = self._http.request(method, path, headers=headers, auth=auth, **request)
            if answer.status_code not in (429, 503):
                break
            time.sleep(float(answer.headers.get("Retry-After", "1")))
        answer.raise_for_status()
        return answer.json()
