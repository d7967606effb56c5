"""What the OpenAPI documents say in words only, told to Schemathesis.

A schema cannot relate two values or demand that a value came from an earlier answer. Requests that are meant to be right are
put right here in those respects, so that every one of them has to be accepted. Requests that are meant to be wrong stay as
they are, and no finding is suppressed.
"""

import datetime

import schemathesis
from hypothesis import strategies as st

OPERATORS = ["eq", "neq", "in", "not_in", "contains", "exists", "=", "==", "equals", "is", "!=", "not_equals", "EQ", ""]


def instants():
    """RFC 3339 instants with an offset, and plain dates: the format date-or-date-time of the Chatlayer document."""
    zones = st.integers(-14 * 60, 14 * 60).map(lambda m: datetime.timezone(datetime.timedelta(minutes=m)))
    years = {"min_value": datetime.datetime(2000, 1, 1), "max_value": datetime.datetime(2100, 1, 1)}
    with_offset = st.builds(lambda t, zone: t.replace(tzinfo=zone).isoformat(), st.datetimes(**years), zones)
    in_utc = st.datetimes(**years).map(lambda t: t.isoformat() + "Z")
    dates = st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)).map(str)
    return with_offset | in_utc | dates


schemathesis.openapi.format("date-or-date-time", instants())


@schemathesis.deserializer("application/yaml", "text/yaml", "application/x-yaml", "text/x-yaml", "text/vnd.yaml")
def yaml_as_text(context, response):
    """The mock hands out OpenAPI documents as they are written, and its own document describes them as text."""
    return response.content.decode("utf-8")


def instant(text):
    """The instant that a text of the format names."""
    if len(text) == len("2026-01-15"):
        text += "T00:00:00Z"
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00"))


def set_right(values):
    """Brings the members of a list request into line with each other, in place."""
    if values.get("page_token"):
        del values["page_token"]  # only a token from an earlier answer to the same question is right
    start, end = values.get("start_time"), values.get("end_time")
    if isinstance(start, str) and isinstance(end, str) and instant(start) > instant(end):
        values["start_time"], values["end_time"] = end, start
    for condition in values.get("filters") or []:
        set_condition_right(condition)


def set_condition_right(condition):
    """An operator that there is, and a value."""
    if condition.get("operator", "") not in OPERATORS:
        condition["operator"] = OPERATORS[len(condition["operator"]) % len(OPERATORS)]
    condition["value"] = condition.get("value") or ["3"]  # most operators want at least one value


def set_controls_right(case):
    """Names that have to be known, texts in a language of their own, and members of which one rules out the others."""
    path, method = case.operation.path, case.operation.method.upper()
    if path == "/__understudy/journal" and isinstance(case.query, dict):
        for name in ("operation", "method", "violation", "since"):
            case.query.pop(name, None)
    if isinstance(case.body, dict):
        for name in ("scenario", "misbehave", "variants", "plan"):
            case.body.pop(name, None)
        if isinstance(case.body.get("seed"), int):
            case.body["seed"] = min(case.body["seed"], 2**64 - 1)  # the format says so, which is not read
        if "now" in case.body:
            case.body["now"] = "2026-01-15T10:00:00Z"  # a clock that is real cannot be advanced
    if path == "/__understudy/clock/advance":
        case.body = {"by": "1s"}
    elif path == "/__understudy/clock" and method == "PUT":
        case.body = {"now": "2026-01-15T10:00:00Z"}
    elif path == "/__understudy/faults" and method == "POST":
        case.body = {"status": 503}
    elif path == "/__understudy/plan" and method == "PUT":
        case.body = {"events": {"signup": {"required": ["plan"]}}, "forbid": ["\\S+@\\S+"]}  # no schema tells what contradicts
    elif path == "/__understudy/rules/{id}":
        case.path_parameters["id"] = "body.type"
    if path == "/__understudy/namespaces/{name}" and case.path_parameters.get("name") == "default":
        case.path_parameters["name"] = "another"  # the default one is made anew when it is deleted


def set_query_right(query):
    """Paths where there is an object, instants beside times, and an order by what there is."""
    if not isinstance(query, dict):
        return
    for part in (query.get("select") or []) + (query.get("groupBy") or []):
        if part.get("field") not in ("properties", "userProperties") or part.get("mode") == "json":
            part.pop("path", None)
    set_filter_right(query.get("where"))
    if query.get("groupBy") or any(part.get("type") == "aggregation" for part in query.get("select") or []):
        query.pop("orderBy", None)
    query["orderBy"] = [o for o in query.get("orderBy") or [] if o["field"].split("_")[0] not in ("sum", "count", "avg", "min", "max")]


def set_members_right(asked):
    """Fields that one view at least has, values that can be compared with them, and how many to give at most."""
    if isinstance(asked, dict):
        asked.pop("where", None)
        if isinstance(asked.get("limit"), float):
            asked["limit"] = int(asked["limit"])


def set_filter_right(where):
    """Values that can be compared with the field, however deep."""
    condition = (where or {}).get("condition")
    if condition and condition["field"] not in ("properties", "userProperties"):
        condition["value"] = "2026-01-15T10:00:00Z"
    for part in ((where or {}).get("and") or []) + ((where or {}).get("or") or []):
        set_filter_right(part)


@schemathesis.hook
def map_case(context, case):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return case
    if case.operation.path.startswith("/__understudy/"):
        set_controls_right(case)
        return case
    if isinstance(case.query, dict):
        set_right(case.query)
    if case.operation.path.endswith("/events/funnel"):
        for part in [case.body] + (case.body.get("steps") or []):
            for condition in part.get("properties") or []:
                set_condition_right(condition)
    if "/events/definitions" in case.operation.path:
        for values in (case.query, case.body):
            for name in ("team_id", "bot_id") if isinstance(values, dict) else ():
                values.pop(name, None)  # those of others are refused
    if case.operation.path.startswith("/query/property-"):
        set_members_right(case.body)
    elif case.operation.path.startswith("/query/") and case.operation.method == "get":
        if isinstance(case.query, dict) and "after" in case.query:
            case.query["after"] = "2026-01-15"
    elif case.operation.path.startswith("/query/"):
        set_query_right(case.body)
    elif case.operation.path in ("/conversations", "/feedback") and isinstance(case.query, dict):
        for name in ("limit", "offset"):
            if isinstance(case.query.get(name), int):
                case.query[name] = abs(case.query[name]) % 1000 + 1  # the document sets no bounds
    elif isinstance(case.body, dict):
        set_right(case.body)
    return case
