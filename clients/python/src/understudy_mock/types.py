"""What the mock's own endpoints take and answer, as its OpenAPI document has it. Written from that: do not edit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal, TypedDict

#: A length of time; as a text as Go writes it, such as 250ms or 24h.
Duration = str | timedelta


class _Change(TypedDict):
    change: Literal["added", "changed", "removed"]
    """What became of it."""
    id: str
    """Its id."""
    where: str
    """Where no other has that id, such as a bot, a version of a bot, or a project."""


class Change(_Change, total=False):
    """What became of one thing."""

    name: str
    """What people know it by: the name of an event, the type of feedback or of an Inkeep event, the external id of a conversation. Left out if there is nothing of that."""


class ChangesOfKind(TypedDict):
    """What became of one kind of things that clients write."""

    api: str
    """The API that they belong to."""
    kind: str
    """What they are, such as `event`, `definition`, `conversation` or `feedback`."""
    added: int
    """How many are there now and were not then."""
    changed: int
    """How many are there, and others than they were."""
    removed: int
    """How many are not there any more."""
    more: bool
    """There are more changes than the 10,000 that are counted."""
    changes: list[Change]
    """The first of them, as many as `limit` says."""


class Clock(TypedDict):
    """The time of the namespace, and how it goes on."""

    now: str
    """The time."""
    mode: Literal["real", "frozen", "running"]
    """Whether it is the machine's, stands still, or goes on by itself from an instant that was set."""
    speed: float
    """How many times as fast as the machine's it goes on; 0 if it is frozen."""


class Coverage(TypedDict):
    """How much of the documents of the APIs requests have used."""

    covered: int
    """How many items were used at least once."""
    total: int
    """How many there are."""
    percent: float
    """The share of the covered ones with one decimal, rounded down."""
    items: list[CoverageItem]
    """All of them."""


class CoverageItem(TypedDict):
    """One thing that a document lists."""

    id: str
    """Its name, which stays the same as long as the document says the same."""
    covered: bool
    """Whether it was used."""
    hits: int
    """How often; in a list each element counts."""


class _Difference(TypedDict):
    pointer: str
    """A JSON Pointer into the expectation's view of the request, such as `/body/attributes/plan`."""
    expected: Any
    """What was expected there, as the expectation has it."""


class Difference(_Difference, total=False):
    """A place where a request differs from what was expected."""

    got: Any
    """What was there; left out if there was nothing. What is long is cut and a text then."""


class DrawnDelay(TypedDict):
    """A time that is drawn from the seed for each request, log-normal with these percentiles, at most an hour."""

    p50: Duration
    """Half of the requests wait at most so long, a duration."""
    p99: Duration
    """All but one in a hundred wait at most so long, a duration of at least p50."""


class _Exchange(TypedDict):
    id: str
    """What the header `Understudy-Request-Id` of the answer has."""
    at: str
    """When the request came, by the clock of the mock."""
    duration_ms: float
    """How long the mock took until the answer was ready, in milliseconds."""
    namespace: str
    """The namespace that it came to."""
    api: str
    """Whose request it was, such as `chatlayer`; of a path that is nobody's, in whose form it was refused."""
    operation: str
    """The operationId; empty if no operation has the path and method."""
    method: str
    """The method of the request."""
    path: str
    """The path of the request, percent-decoded, without the query and the `/~NAME` of a namespace."""
    query: dict[str, Any]
    """The query by names, each with its text, or with a list of texts if it was sent more than once."""
    status: int
    """The status of the answer; 0 if there was none, as when the connection was cut."""
    request: Message
    response: Message
    violations: list[Violation]
    """What the request broke of the contract."""
    fault: str
    """The id of the fault that hit it; empty if none did."""
    preferences: list[str]
    """The preferences that it was sent with (`Prefer`)."""


class Exchange(_Exchange, total=False):
    """One request with its answer. Credentials are nowhere in it; `[redacted]` stands in their place."""

    credential: str
    """What may be told of the credential that it came with: of a token the id, if it is a known one, and how long the secret or the key is. Left out if it came with none."""
    returned: int
    """How many things the lists of its answer have together, as far as the journal keeps it, so that 0 is a list that came back empty. Left out where the answer is no success, or has no list."""


class _ExchangeList(TypedDict):
    total: int
    """How many there were since the start, the latest reset or the latest DELETE, whatever the filters."""
    dropped: int
    """How many of them are gone, as the memory for them is bounded (`--journal-bytes`)."""
    exchanges: list[Exchange]
    """Those that were asked for, the newest last."""


class ExchangeList(_ExchangeList, total=False):
    """The latest exchanges."""

    searched_to: str
    """The id to which a search for a `text` has come, as it looks through 64 MiB of bodies at a time: it goes on with that in `before`, or in `since` where that was given. Left out where it was through."""


class Expectation(TypedDict, total=False):
    """Which requests are expected, how many and how soon."""

    operation: str
    """The operationId."""
    method: str
    """The method, in whatever case."""
    path: Any
    """A pattern for the path, percent-decoded and without `/~NAME`; a text or `$regex`."""
    query: dict[str, Any]
    """Patterns for query parameters, by name; a number stands for how it is written."""
    header: dict[str, Any]
    """Patterns for headers of the request, by name in whatever case; a number stands for how it is written."""
    body: Any
    """A pattern for the body of the request."""
    status: Any
    """The status of the answer, such as `404` or `"4xx"`, or a pattern for it; `0` is that of no answer."""
    in_order: list[ExpectedRequest]
    """Instead of all above and of numbers, several requests, one after another."""
    exactly: int
    """How many are expected, no more and no fewer."""
    at_least: int
    """How many are expected at least; 1 unless another number is given."""
    at_most: int
    """How many are expected at most."""
    within: Duration
    """How long to wait at most, such as `2s`; `0s` unless it is given, at most `10m`."""
    quiet: Duration
    """How long no further one must match, for `exactly` and `at_most`; `100ms` unless it is given."""


class ExpectationResult(TypedDict):
    """What came of an expectation."""

    met: bool
    """True if it was met."""
    matched: list[str]
    """The ids of the requests that match, oldest first."""
    nearest: list[NearExchange]
    """Where it was not met, those of the others that came nearest, the nearest first."""
    detail: str
    """What was expected and what came, for people."""


class ExpectedRequest(TypedDict, total=False):
    """What a request is expected to be."""

    operation: str
    """The operationId."""
    method: str
    """The method, in whatever case."""
    path: Any
    """A pattern for the path, percent-decoded and without `/~NAME`; a text or `$regex`."""
    query: dict[str, Any]
    """Patterns for query parameters, by name; a number stands for how it is written."""
    header: dict[str, Any]
    """Patterns for headers of the request, by name in whatever case; a number stands for how it is written."""
    body: Any
    """A pattern for the body of the request."""
    status: Any
    """The status of the answer, such as `404` or `"4xx"`, or a pattern for it; `0` is that of no answer."""


class Explanation(TypedDict):
    """Why a list or a count held what it held."""

    request_id: str
    """The id of the request."""
    returned: int
    """How many things the lists of its answer had, as far as the journal keeps it."""
    funnel: list[FunnelStep]
    """The conditions in turn."""
    hints: list[str]
    """What was likely meant, the likeliest first."""


class _Fault(TypedDict):
    id: str
    """Its name; none is given twice."""
    seen: int
    """How many requests matched."""
    hit: int
    """How many of them were given the fault."""


class Fault(_Fault, total=False):
    """A fault that was added."""

    match: FaultMatch
    when: FaultWhen
    delay: Duration | DrawnDelay
    """How long a request waits before all else: a duration such as `250ms` or `2s`, or one that is drawn for each request. At most an hour."""
    status: int
    """The answer instead of the API's. Without a body an error has the API's own error shape, and any other answer is empty."""
    headers: dict[str, str]
    """Headers of that answer."""
    body: str
    """The body of that answer, as it is sent. Its type is that of the header `Content-Type`, else `application/json` if it is JSON, else what it looks like."""
    rate: FaultRate
    reset: bool
    """`true`: the connection is reset before an answer, and before the API does anything."""
    after_bytes: int
    """Beside `reset`: the API does what is asked, and the connection is reset behind so many bytes of the answer's body."""
    drip: Duration
    """The answer's body arrives in small pieces over this time, a duration of at most an hour."""
    malformed: bool
    """`true`: the answer's body is cut in the middle, so that it is no JSON; `Content-Length` is right."""
    content_type: str
    """The answer claims to be that, such as `text/html`."""
    spent: bool
    """`true`: it is given to no request any more, since it was given to as many as it may be (`when.first`), or its time is over (`when.for`). Left out while it acts."""


class FaultList(TypedDict):
    """All faults."""

    faults: list[Fault]
    """The faults, the oldest first."""


class FaultMatch(TypedDict, total=False):
    """Which requests a fault is for: those for which all of it holds. Without it, it is every request for an operation of the APIs. Bodies are never looked into."""

    operation: str
    """An operationId."""
    method: str
    """The method as it is sent; HEAD is not GET."""
    query: dict[str, str]
    """Parameters of the query that have these values."""
    header: dict[str, str]
    """Headers that have these values."""
    page: Literal["first", "later"]
    """A list by GET that asks for its first page, or for a later one by a `page_token`, or an `offset` that is not 0, in its query."""


class FaultRate(TypedDict):
    """A token bucket, which is full at first. A request that finds it empty is answered with 429 and `Retry-After`; all answers tell of the bucket in `RateLimit` and `RateLimit-Policy`."""

    per_second: float
    """How many tokens come in a second."""
    burst: int
    """How many tokens there are at most."""


_FaultWhenNames = TypedDict("_FaultWhenNames", {"for": "Duration"}, total=False)


class FaultWhen(_FaultWhenNames, total=False):
    """Which of the requests that match are hit: all, or those for which all of this holds. They are counted from the adding of the fault."""

    skip: int
    """So many are let pass first. All else is counted behind them."""
    first: int
    """So many are hit in all."""
    every: int
    """Each so many-th is hit."""
    probability: float
    """How likely each is hit, drawn from the seed; the same requests meet the same on every run."""


class FunnelStep(TypedDict):
    """One condition of a list or a query."""

    step: str
    """What is asked for."""
    events: int
    """How many events, or rows of a query, or users of a funnel, meet this condition and those before it."""
    at_least: bool
    """Whether there were more events than were looked at."""


class ImportResult(TypedDict):
    """What became of the lines."""

    imported: int
    """How many events were stored."""
    ignored: int
    """How many were not, as there were events with their ids, which may differ in all else. Seeded events of one seed have the same ids in every scenario."""


class _Message(TypedDict):
    headers: dict[str, str]
    """The headers by names, with their values; several of one name stand behind each other, with commas."""
    size: int
    """The length of the whole body in bytes, as far as it was read."""
    truncated: bool
    """True if only the first 64 KiB of the body are there; then `body` is no JSON."""


class Message(_Message, total=False):
    """One half of an exchange."""

    body: Any
    """The body: the value where it is JSON, else the text. Left out if there is none, or none that was read."""
    encoding: Literal["base64"]
    """How `body` is written if it is no text, in UTF-8; else left out."""
    unread: bool
    """True if the body was not read to its end, or not at all, as the request was answered before: one that had not come by then, that waits for a `100 Continue`, or that is longer than 64 KiB. Else left out."""


class NearExchange(TypedDict):
    """A request that is not what was expected."""

    id: str
    """The id of the request."""
    differences: list[Difference]
    """Where it differs."""


class NewFault(TypedDict, total=False):
    """A failure that requests of the APIs are given."""

    match: FaultMatch
    when: FaultWhen
    delay: Duration | DrawnDelay
    """How long a request waits before all else: a duration such as `250ms` or `2s`, or one that is drawn for each request. At most an hour."""
    status: int
    """The answer instead of the API's. Without a body an error has the API's own error shape, and any other answer is empty."""
    headers: dict[str, str]
    """Headers of that answer."""
    body: str
    """The body of that answer, as it is sent: a text, also where it is JSON (`"{\\"code\\":8}"`). Its type is that of the header `Content-Type`, else `application/json` if it is JSON, else what it looks like."""
    rate: FaultRate
    reset: bool
    """`true`: the connection is reset before an answer, and before the API does anything."""
    after_bytes: int
    """Beside `reset`: the API does what is asked, and the connection is reset behind so many bytes of the answer's body."""
    drip: Duration
    """The answer's body arrives in small pieces over this time, a duration of at most an hour."""
    malformed: bool
    """`true`: the answer's body is cut in the middle, so that it is no JSON; `Content-Length` is right."""
    content_type: str
    """The answer claims to be that, such as `text/html`."""


class Place(TypedDict):
    """Where a document says so."""

    document: str
    """The document, such as `chatlayer/openapi.yaml`, or `plan`, the tracking plan; empty if none does."""
    pointer: str
    """A JSON Pointer into the document or the plan."""
    line: int
    """The line, counted from 1; 0 if it is not known, as of a plan that has come over HTTP."""


class PlannedAttribute(TypedDict, total=False):
    """What a plan asks of a value, as JSON Schema says it."""

    type: Literal["string", "number", "integer", "boolean"]
    """Its type."""
    enum: list[Any]
    """The values that it may have."""
    pattern: str
    """A regular expression (RE2) that it matches."""
    minimum: float
    """The least number."""
    maximum: float
    """The greatest number."""
    minLength: int
    """The fewest characters."""
    maxLength: int
    """The most characters."""


class PlannedEvent(TypedDict, total=False):
    """What a plan asks of an event."""

    required: list[str]
    """Attributes that it must have."""
    attributes: dict[str, PlannedAttribute]
    """What its attributes may be, by name."""
    other_attributes: Literal["allow", "violation"]
    """What an attribute is that is neither listed nor required; `allow` if this is left out."""


class _Problem(TypedDict):
    type: str
    """The kind of problem; `about:blank` means that the status says it all."""
    title: str
    """The name of the status."""
    status: int
    """The status of the answer."""
    detail: str
    """What was wrong, what was expected and what to do."""
    instance: str
    """The path of the request."""


class Problem(_Problem, total=False):
    """Why a request was refused, in the form of RFC 9457."""

    violations: list[Violation]
    """Every way in which the request breaks this document, if that was the problem."""


_RecordedViolationNames = TypedDict("_RecordedViolationNames", {"in": "Literal[\"path\", \"query\", \"header\", \"body\", \"status\", \"security\", \"route\"]"})


class RecordedViolation(_RecordedViolationNames):
    """One breach of contract and the request that it came with."""

    request_id: str
    """The id in the header `Understudy-Request-Id` of the answer."""
    at: str
    """When the request came, by the clock of the mock."""
    method: str
    """The method of the request."""
    path: str
    """The path of the request, without the query."""
    status: int
    """The status of the answer."""
    api: str
    """Whose document was broken, such as `chatlayer`. Empty if it is this one, or none."""
    rule: str
    """The kind of breach, by a name that does not change, such as `query.undeclared`."""
    side: Literal["request", "response"]
    """Which half of the exchange breaks the contract."""
    name: str
    """The parameter or the header; of a route, the path template where one is known; empty for bodies."""
    pointer: str
    """A JSON Pointer into the body; empty for the whole body."""
    got: str
    """What was there, shortened and as JSON quotes it. Secrets are never shown."""
    expected: str
    """What the document asks for."""
    fix: str
    """What to do about it."""
    operation: str
    """The operationId; empty if the route is unknown."""
    place: Place
    advisory: bool
    """True if it is only noted and does not make the mock refuse a request, unless it runs with `--strict`."""
    on_purpose: bool
    """True if the request has announced it (`Prefer: expect-violation=RULE`), so that it counts for nothing."""
    rule_url: str
    """Where the mock explains the rule; a path on it."""


class ResetResult(TypedDict):
    """The data as it now is."""

    status: Literal["ok"]
    """Always `ok`."""
    seed: int
    """What every random choice was drawn from."""
    scenario: str
    """The name of the seeded world."""
    events_per_bot: int
    """How many events per bot were asked for; the scenario may hold fewer."""
    anchor: str
    """The instant that the seeded data ends at."""


class _Rule(TypedDict):
    id: str
    """A name that does not change, such as `query.enum`."""
    title: str
    """What is wrong, in a few words."""
    why: str
    """Why it matters."""
    fix: str
    """What to do about it."""
    url: str
    """Where this is; a path on the mock."""


class Rule(_Rule, total=False):
    """One kind of violation."""

    example: RuleExample
    no_example: str
    """Why there is no example of what breaks the rule, where there is none."""


class RuleExample(TypedDict):
    """A request that breaks a rule, and one that does not. A rule without one is broken by no request to the APIs, or by none that could be shown; `no_example` says why."""

    wrong: str
    """A request that breaks the rule, as `.http` files have it; behind `###` another, where one has to come first."""
    right: str
    """One that means the same and does not."""


class SnapshotChanges(TypedDict):
    """What became of everything since a snapshot."""

    reseeded: bool
    """The seeded data are others than then: of another seed, scenario or number of events, or they end at another instant. Only of what clients write is told what became of it."""
    kinds: list[ChangesOfKind]
    """API by API."""


class TrackingPlan(TypedDict, total=False):
    """Which events a client is to send, and with which attributes. `{}` is no plan. An API whose attributes are all texts has numbers and booleans as texts."""

    events: dict[str, PlannedEvent]
    """The events, by name."""
    forbid: list[str]
    """Regular expressions (RE2) that no text may match that a client writes, for what is somebody's own: of events and of their definitions, conversations and feedback."""
    other_events: Literal["allow", "violation"]
    """What an event is that is not listed; `allow` if this is left out."""


_ViolationNames = TypedDict("_ViolationNames", {"in": "Literal[\"path\", \"query\", \"header\", \"body\", \"status\", \"security\", \"route\"]"})


class Violation(_ViolationNames):
    """One way in which a message differs from its document."""

    rule: str
    """The kind of breach, by a name that does not change, such as `query.undeclared`."""
    side: Literal["request", "response"]
    """Which half of the exchange breaks the contract."""
    name: str
    """The parameter or the header; of a route, the path template where one is known; empty for bodies."""
    pointer: str
    """A JSON Pointer into the body; empty for the whole body."""
    got: str
    """What was there, shortened and as JSON quotes it. Secrets are never shown."""
    expected: str
    """What the document asks for."""
    fix: str
    """What to do about it."""
    operation: str
    """The operationId; empty if the route is unknown."""
    place: Place
    advisory: bool
    """True if it is only noted and does not make the mock refuse a request, unless it runs with `--strict`."""
    on_purpose: bool
    """True if the request has announced it (`Prefer: expect-violation=RULE`), so that it counts for nothing."""
    rule_url: str
    """Where the mock explains the rule; a path on it."""


class ViolationList(TypedDict):
    """The latest breaches of contract."""

    total: int
    """How many there were since the start or the latest reset, but those on purpose."""
    on_purpose: int
    """How many the requests had announced (`Prefer: expect-violation=RULE`)."""
    strays: int
    """How many requests and connections there were that no client of the APIs sends. They break no contract."""
    violations: list[RecordedViolation]
    """The latest of them, the newest last."""
