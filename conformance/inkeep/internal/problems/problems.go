package problems

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
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// Checks are the checks of what a refusal says, and of its media type.
func Checks() []conformance.Check {
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
	Run:         kit.With(toldOfProblems),
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
	Run:         kit.With(toldOfProblems),
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
	Run:         kit.With(toldOfProblems),
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
	Run:         kit.With(toldOfProblems),
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
	Run:         kit.With(toldOfProblems),
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
	Run:         kit.With(toldOfProblems),
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
	return kit.Misstated(x) && (x.Status == http.StatusBadRequest || x.Status == http.StatusUnprocessableEntity)
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
func refusals(judged func(*exchange.Exchange) bool, rule func(*kit.Answer) (message, expected, got string)) func() conformance.Watcher {
	return func() conformance.Watcher { return &kit.AnswerWatch{Of: kit.TurnedAway, Judged: judged, Rule: rule} }
}

// toldOfProblems reports what the check's watcher saw. If there are hardly any refusals, it brings some about.
func toldOfProblems(ctx context.Context, a *kit.Asker) {
	w, _ := a.Watcher().(*kit.AnswerWatch)
	if w.Seen < 3 && ctx.Err() == nil {
		bringRefusals(ctx, a)
	}
	a.Saw("problems", w.Fit)
	if w.Found != nil {
		a.Fail(*w.Found)
	}
	if w.Seen > 0 && w.Fit == 0 {
		a.NotApplicable("%s that had to be refused came with statuses to which this does not apply: %s",
			english.Count(w.Seen, "answer"), w.Tally())
	}
}

// bringRefusals sends what is refused for several reasons.
func bringRefusals(ctx context.Context, a *kit.Asker) {
	for _, p := range []kit.Post{
		{Event: a.Message().Without("type"), Hostile: true, Meta: kit.Refusal{}},
		{Event: a.Message(), NoAuth: true, Hostile: true, Meta: kit.Refusal{Stranger: true}},
		{Event: a.Message(), Auth: "Bearer no-such-key-" + a.Mark(), Hostile: true, Meta: kit.Refusal{Stranger: true}},
		{Event: a.Message(), Text: []byte(`{"type":`), Hostile: true, Meta: kit.Refusal{}},
	} {
		a.Ask(ctx, func() kit.Post { return p })
	}
}

func problemMediaType(got *kit.Answer) (message, expected, was string) {
	if kind := got.Header.Get("Content-Type"); mediaType(got.Header) != problemType {
		return "a refusal has another media type", "Content-Type: " + problemType, got.StatusText() + " with Content-Type: " + kind
	}
	return "", "", ""
}

func problemMembers(got *kit.Answer) (message, expected, was string) {
	if got.Event == nil {
		return "a refusal cannot be read: " + got.Unread, "one JSON object", got.Shown()
	}
	for _, name := range []string{"title", "detail", "code"} {
		if _, isText := got.Event[name].(string); !isText {
			return "a refusal lacks " + name, name + ", a text", got.Shown()
		}
	}
	if _, isNumber := got.Event["status"].(json.Number); !isNumber {
		return "a refusal lacks status", "status, a number", got.Shown()
	}
	older, _ := got.Event["error"].(map[string]any)
	for _, name := range []string{"code", "message"} {
		if _, isText := older[name].(string); !isText {
			return "a refusal lacks error." + name, "error with code and message, both texts", got.Shown()
		}
	}
	return "", "", ""
}

func problemStatus(got *kit.Answer) (message, expected, was string) {
	if status, isNumber := got.Event["status"].(json.Number); isNumber && !kit.SameNumber(status, json.Number(fmt.Sprint(got.Status))) {
		return "the status in a refusal is not that of the answer", fmt.Sprint(got.Status), string(status)
	}
	return "", "", ""
}

func problemCode(got *kit.Answer) (message, expected, was string) {
	want := codes()[got.Status]
	if code, isText := got.Event["code"].(string); isText && code != want {
		return "a refusal has the code of another status", got.StatusText() + " with code " + kit.Brief(want), "code " + kit.Brief(code)
	}
	older, _ := got.Event["error"].(map[string]any)
	if code, isText := older["code"].(string); isText && code != want {
		return "a refusal has the code of another status in error", got.StatusText() + " with error.code " + kit.Brief(want),
			"error.code " + kit.Brief(code)
	}
	return "", "", ""
}

func problemOptional(got *kit.Answer) (message, expected, was string) {
	for _, name := range []string{"instance", "requestId"} {
		value, there := got.Event[name]
		text, isText := value.(string)
		if there && !isText {
			return name + " in a refusal is no text", name + ", a text", kit.Brief(value)
		}
		if _, err := url.Parse(text); name == "instance" && err != nil {
			return "instance in a refusal is no URI reference", "such as /events", kit.Brief(value)
		}
	}
	return "", "", ""
}
