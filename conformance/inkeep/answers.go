package inkeep

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

func answers() []conformance.Check {
	return []conformance.Check{statusIs200, answersAsWritten, originInAnswers}
}

var statusIs200 = conformance.Check{
	ID:          "inkeep.schema.status-200",
	Level:       conformance.Must,
	Requirement: "INK-SCH-1",
	Title:       "Success is status 200.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 3},
	Watch:       everyAnswer(status200),
	Run:         with(toldOfAnswers),
}

var answersAsWritten = conformance.Check{
	ID:          "inkeep.schema.answers",
	Level:       conformance.Must,
	Requirement: "INK-SCH-3",
	Also: []string{
		"INK-SCH-2", "INK-SCH-4", "INK-SCH-5", "INK-SCH-6", "INK-SCH-7", "INK-SCH-8", "INK-SCH-9", "INK-SCH-10", "INK-SCH-11",
		"INK-ID-1", "INK-TIME-8", "INK-PROP-2", "INK-PROP-3", "INK-PROP-4", "INK-PROP-5", "INK-PROP-6", "INK-BASE-1",
	},
	Title: "Every answer to a good event is what the contract says.",
	Phase: conformance.Closing,
	Floor: map[string]int{"answers": 3},
	Watch: everyAnswer(answersFit),
	Run:   with(toldOfAnswers),
}

var originInAnswers = conformance.Check{
	ID:          "inkeep.schema.origin-there",
	Level:       conformance.Must,
	Requirement: "INK-SCH-8",
	Also:        []string{"INK-SCH-9"},
	Title:       "projectId and integrationId are in every answer, as a text or null.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 3},
	Watch:       everyAnswer(originThere),
	Run:         with(toldOfAnswers),
}

// exchanges watches what a run's requests of one kind were answered, and keeps the first fault.
type exchanges struct {
	of     func(*exchange.Exchange) bool
	judged func(*exchange.Exchange) bool // of them
	fault  func(*answer) (message, expected, got string)
	seen   int         // of them
	status map[int]int // how often each came among them
	fit    int         // to be judged
	found  *conformance.Failure
}

// See looks at one answer.
func (w *exchanges) See(x *exchange.Exchange) {
	if _, read := x.Read.(*answer); !read || !w.of(x) {
		return
	}
	w.seen++
	if w.status == nil {
		w.status = map[int]int{}
	}
	w.status[x.Status]++
	if !w.judged(x) {
		return
	}
	w.fit++
	if w.found != nil {
		return
	}
	got, _ := x.Read.(*answer)
	if got.long {
		return // nothing is known of it
	}
	if message, expected, was := w.fault(got); message != "" {
		w.found = &conformance.Failure{Message: message, Expected: expected, Got: was, LooksLike: got.hollow(), Exchanges: []*exchange.Exchange{x.Brief()}}
	}
}

// tally tells how often each status came.
func (w *exchanges) tally() string {
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(w.status)) {
		parts = append(parts, fmt.Sprintf("%d times %d", w.status[status], status))
	}
	return strings.Join(parts, ", ")
}

// logged reports whether an exchange logged a good event.
func logged(x *exchange.Exchange) bool {
	return x.Request.Method == http.MethodPost && x.Request.Path == "/events" && !x.Request.Hostile && x.Request.Authorization != "" &&
		x.Err == nil && x.Status >= 200 && x.Status < 300
}

// everyAnswer makes the watcher of a check that holds every answer to a good event to a rule.
func everyAnswer(rule func(*answer) (message, expected, got string)) func() conformance.Watcher {
	return func() conformance.Watcher { return &exchanges{of: logged, judged: logged, fault: rule} }
}

// toldOfAnswers reports what the check's watcher saw. If no other check brought answers about, it does.
func toldOfAnswers(ctx context.Context, a *asker) {
	w, _ := a.Watcher().(*exchanges)
	if w.seen < 3 {
		for _, kind := range kinds() {
			a.log(ctx, func() draft { return a.event(kind) })
		}
	}
	a.Saw("answers", w.seen)
	if w.found != nil {
		a.Fail(*w.found)
	}
	if w.seen == 0 {
		a.Inconclusive("no good event of the run was accepted, so no answer could be looked at; the first was answered %s", a.first)
	}
}

func status200(got *answer) (message, expected, was string) {
	if got.Status != 200 {
		return "an event is accepted with another status than 200", "200", got.got()
	}
	return "", "", ""
}

func answersFit(got *answer) (message, expected, was string) {
	if got.Status != 200 { // another check tells
		return "", "", ""
	}
	if wrong := got.session.violations(got); wrong != "" {
		return "an answer breaks the contract: " + wrong, "", got.got()
	}
	return "", "", ""
}

func originThere(got *answer) (message, expected, was string) {
	for _, name := range []string{"projectId", "integrationId"} {
		value, there := got.event[name]
		_, isText := value.(string)
		if !there || value != nil && !isText {
			return "the answer lacks " + name, name + ", a text or null", got.got()
		}
	}
	return "", "", ""
}
