package inkeep

import (
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

func problems() []conformance.Check {
	return []conformance.Check{
		ownMediaType,
		gatewayMediaType,
		membersThere,
		statusRepeated,
		codeOfStatus,
		optionalMembers,
	}
}

var ownMediaType = conformance.Check{
	ID:          "inkeep.negotiation.problem-media-type",
	Level:       conformance.Must,
	Requirement: "INK-ERR-1",
	Title:       "A refusal with 400 or 422 is application/problem+json.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"problems": 1},
	Watch:       refusals(ownRefusal, problemMediaType),
	Run:         with(toldOfProblems),
}

var gatewayMediaType = conformance.Check{
	ID:          "inkeep.negotiation.problem-media-type-elsewhere",
	Level:       conformance.Should,
	Requirement: "INK-ERR-28",
	Also:        []string{"INK-ERR-10", "INK-SDK-4"},
	Title:       "A refusal with 401, 403 or 500 is application/problem+json too.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"problems": 1},
	Watch:       refusals(gatewayRefusal, problemMediaType),
	Run:         with(toldOfProblems),
}

var membersThere = conformance.Check{
	ID:          "inkeep.schema.problem-members",
	Level:       conformance.Must,
	Requirement: "INK-ERR-2",
	Also:        []string{"INK-ERR-3", "INK-ERR-4", "INK-ERR-7", "INK-ERR-8"},
	Title:       "A refusal has title, status, detail, code and error.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"problems": 1},
	Watch:       refusals(isProblem, problemMembers),
	Run:         with(toldOfProblems),
}

var statusRepeated = conformance.Check{
	ID:          "inkeep.schema.problem-status",
	Level:       conformance.Should,
	Requirement: "INK-ERR-27",
	Also:        []string{"INK-ERR-3"},
	Title:       "The status in a refusal is the status of the answer.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"problems": 1},
	Watch:       refusals(isProblem, problemStatus),
	Run:         with(toldOfProblems),
}

var codeOfStatus = conformance.Check{
	ID:          "inkeep.schema.problem-code",
	Level:       conformance.Must,
	Requirement: "INK-ERR-7",
	Also:        []string{"INK-ERR-8", "INK-ERR-9", "INK-ERR-10", "INK-ERR-12"},
	Title:       "The code in a refusal is that of its status, twice.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"problems": 1},
	Watch:       refusals(isProblem, problemCode),
	Run:         with(toldOfProblems),
}

var optionalMembers = conformance.Check{
	ID:          "inkeep.schema.problem-optional-members",
	Level:       conformance.Must,
	Requirement: "INK-ERR-5",
	Also:        []string{"INK-ERR-6"},
	Title:       "Instance and requestId, where they are, are what they should be.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"problems": 1},
	Watch:       refusals(isProblem, problemOptional),
	Run:         with(toldOfProblems),
}

// codes are the statuses whose refusals have a shape, with their codes. Any other status may come with any body.
func codes() map[int]string {
	return map[int]string{
		400: "bad_request", 401: "unauthorized", 403: "forbidden", 422: "unprocessable_entity", 500: "internal_server_error",
	}
}

// ownRefusal reports whether the API itself refuses: what a gateway may answer before it is of another form, as a rule. To whoever has
// no good key a gateway may say 400, too.
func ownRefusal(x *exchange.Exchange) bool {
	return misstated(x) && (x.Status == http.StatusBadRequest || x.Status == http.StatusUnprocessableEntity)
}

func gatewayRefusal(x *exchange.Exchange) bool {
	return slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusInternalServerError}, x.Status)
}

// isProblem reports whether an answer is to be a problem: one of the API itself, or one that calls itself so.
func isProblem(x *exchange.Exchange) bool {
	return ownRefusal(x) || codes()[x.Status] != "" && mediaType(x.Header) == problemType
}

const problemType = "application/problem+json"

// mediaType is empty if there is none that can be read.
func mediaType(h http.Header) string {
	media, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return media
}

// refusals makes the watcher of a check that holds some refusals of the run to a rule, which says what it has against one.
func refusals(judged func(*exchange.Exchange) bool, rule func(*answer) (message, expected, got string)) func() conformance.Watcher {
	return func() conformance.Watcher { return &exchanges{of: turnedAway, judged: judged, fault: rule} }
}

// toldOfProblems reports what the check's watcher saw. If there are hardly any refusals, it brings some about.
func toldOfProblems(ctx context.Context, a *asker) {
	w, _ := a.Watcher().(*exchanges)
	if w.seen < 3 && ctx.Err() == nil {
		a.bringRefusals(ctx)
	}
	a.Saw("problems", w.fit)
	if w.found != nil {
		a.Fail(*w.found)
	}
	if w.seen > 0 && w.fit == 0 {
		a.NotApplicable("%d requests that have to be refused were answered with statuses to which this does not apply: %s", w.seen, w.tally())
	}
}

// bringRefusals sends what is refused for several reasons.
func (a *asker) bringRefusals(ctx context.Context) {
	for _, p := range []post{
		{event: a.message().without("type"), hostile: true, meta: refusal{}},
		{event: a.message(), noAuth: true, hostile: true, meta: refusal{stranger: true}},
		{event: a.message(), auth: "Bearer no-such-key-" + a.mark(), hostile: true, meta: refusal{stranger: true}},
		{event: a.message(), text: []byte(`{"type":`), hostile: true, meta: refusal{}},
	} {
		a.ask(ctx, func() post { return p })
	}
}

func problemMediaType(got *answer) (message, expected, was string) {
	if kind := got.Header.Get("Content-Type"); mediaType(got.Header) != problemType {
		return "a refusal has another media type", "Content-Type: " + problemType, got.status() + " with Content-Type: " + kind
	}
	return "", "", ""
}

func problemMembers(got *answer) (message, expected, was string) {
	if got.event == nil {
		return "a refusal cannot be read: " + got.fault, "one JSON object", got.got()
	}
	for _, name := range []string{"title", "detail", "code"} {
		if _, isText := got.event[name].(string); !isText {
			return "a refusal lacks " + name, name + ", a text", got.got()
		}
	}
	if _, isNumber := got.event["status"].(json.Number); !isNumber {
		return "a refusal lacks status", "status, a number", got.got()
	}
	older, _ := got.event["error"].(map[string]any)
	for _, name := range []string{"code", "message"} {
		if _, isText := older[name].(string); !isText {
			return "a refusal lacks error." + name, "error with code and message, both texts", got.got()
		}
	}
	return "", "", ""
}

func problemStatus(got *answer) (message, expected, was string) {
	if status, isNumber := got.event["status"].(json.Number); isNumber && !sameNumber(status, json.Number(fmt.Sprint(got.Status))) {
		return "the status in a refusal is not that of the answer", fmt.Sprint(got.Status), string(status)
	}
	return "", "", ""
}

func problemCode(got *answer) (message, expected, was string) {
	want := codes()[got.Status]
	if code, isText := got.event["code"].(string); isText && code != want {
		return "a refusal has the code of another status", got.status() + " with code " + brief(want), "code " + brief(code)
	}
	older, _ := got.event["error"].(map[string]any)
	if code, isText := older["code"].(string); isText && code != want {
		return "a refusal has the code of another status in error", got.status() + " with error.code " + brief(want), "error.code " + brief(code)
	}
	return "", "", ""
}

func problemOptional(got *answer) (message, expected, was string) {
	for _, name := range []string{"instance", "requestId"} {
		value, there := got.event[name]
		text, isText := value.(string)
		if there && !isText {
			return name + " in a refusal is no text", name + ", a text", brief(value)
		}
		if _, err := url.Parse(text); name == "instance" && err != nil {
			return "instance in a refusal is no URI reference", "such as /events", brief(value)
		}
	}
	return "", "", ""
}
