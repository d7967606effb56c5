package kit

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// Answer is a successful answer of a list that was asked for rightly. What cannot be read as a page is one too, with its Problem.
type Answer struct {
	Exchange *exchange.Exchange
	Asked    Query
	Page
}

// anyAnswer reads an exchange as a successful answer of a list, whatever it was asked.
func anyAnswer(x *exchange.Exchange) (a Answer, ok bool) {
	q, _ := x.Request.Meta.(Query)
	page, list := x.Read.(Page)
	method := http.MethodGet
	if q.Op == Post {
		method = http.MethodPost
	}
	return Answer{Exchange: x, Asked: q, Page: page}, list && x.Request.Method == method && x.OK()
}

// Count counts evidence of a kind.
type Count func(kind string, n int)

// PageWatch watches the answers of a run, and keeps the first violation.
type PageWatch struct {
	Read     func(x *exchange.Exchange) (a Answer, ok bool)
	Rule     func(a Answer, saw Count) *conformance.Failure
	Evidence map[string]int
	Found    *conformance.Failure
}

// EveryAnswer is EveryPage for a rule that holds for answers to wrong requests, too.
func EveryAnswer(rule func(a Answer, saw Count) *conformance.Failure) func() conformance.Watcher {
	return func() conformance.Watcher {
		return &PageWatch{Read: anyAnswer, Rule: rule, Evidence: map[string]int{}}
	}
}

// See looks at one answer.
func (w *PageWatch) See(x *exchange.Exchange) {
	a, ok := w.Read(x)
	if !ok {
		return
	}
	w.count("answers", 1)
	if w.Found != nil {
		return
	}
	if w.Found = w.Rule(a, w.count); w.Found != nil {
		w.Found.Exchanges = append(w.Found.Exchanges, x.Brief())
	}
}

func (w *PageWatch) count(kind string, n int) { w.Evidence[kind] += n }

// ReportWatch reports what the check's watcher saw.
func ReportWatch(_ context.Context, p *Probe) {
	w, _ := p.Watcher().(*PageWatch)
	Report(p, w)
}

// Report counts what a watch saw and fails the check if it found a violation.
func Report(p *Probe, w *PageWatch) {
	for kind, n := range w.Evidence {
		p.Saw(kind, n)
	}
	if w.Found != nil {
		p.Fail(*w.Found)
	}
}

// ShortJSON writes a value as JSON and cuts a long one.
func ShortJSON(v any) string {
	const most = 300
	text, err := json.Marshal(v)
	if err != nil {
		return "not printable"
	}
	if len(text) > most {
		return strings.ToValidUTF8(string(text[:most]), "") + "…"
	}
	return string(text)
}

// AllTime is a window that holds every instant.
func AllTime() (from, to time.Time) {
	return time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10001, 1, 1, 0, 0, 0, 0, time.UTC)
}

// AtMostHundred holds every page to the 100 events that no page may exceed.
func AtMostHundred(a Answer, _ Count) *conformance.Failure {
	if a.Held() > 100 {
		return &conformance.Failure{
			Message:  Called(a.Asked.Op) + ": a page holds " + english.Count(a.Held(), "event"),
			Expected: "at most 100 events on a page, whatever page_size is", Got: fmt.Sprint(a.Held()), Symptoms: TooLong(),
		}
	}
	return nil
}

// AnswerOf reads an exchange as one, if it is one.
func AnswerOf(x *exchange.Exchange) (a Answer, ok bool) {
	a, ok = anyAnswer(x)
	return a, ok && !x.Request.Hostile
}

// FormOf is AnswerOf for a rule about the form of an answer, which lists aside have to keep too.
func FormOf(x *exchange.Exchange) (a Answer, ok bool) {
	a, ok = anyAnswer(x)
	return a, ok && (!x.Request.Hostile || a.Asked.Aside)
}

// AsideToo lets a watcher of EveryEvent look at lists aside as well.
func AsideToo(watch func() conformance.Watcher) func() conformance.Watcher {
	return func() conformance.Watcher {
		w := watch()
		if pages, ok := w.(*PageWatch); ok {
			pages.Read = FormOf
		}
		return w
	}
}

// EveryPage makes the watcher of a check that holds every answer to a rule, for which all that is needed is in the answers.
func EveryPage(rule func() func(a Answer, saw Count) *conformance.Failure) func() conformance.Watcher {
	return func() conformance.Watcher {
		return &PageWatch{Read: AnswerOf, Rule: rule(), Evidence: map[string]int{}}
	}
}

// EveryEvent makes the watcher of a check that holds every event to a rule, which says what it has against one.
func EveryEvent(message, expected string, rule func() func(a Answer, e Event, saw Count) string) func() conformance.Watcher {
	return EveryPage(func() func(Answer, Count) *conformance.Failure {
		wrong := rule()
		return func(a Answer, saw Count) *conformance.Failure {
			saw("events", len(a.Events))
			for _, e := range a.Events {
				if got := wrong(a, e, saw); got != "" {
					return &conformance.Failure{
						Message: Called(a.Asked.Op) + ": " + message, Expected: expected, Got: got + "; the event is " + ShortJSON(e.Raw),
						Symptoms: append(mistyped(got), shownSymptom(message, got)), Exchanges: a.S.trackedSo(e, got),
					}
				}
			}
			return nil
		}
	})
}

// Stateless is a rule without a memory.
func Stateless[Rule any](rule Rule) func() Rule { return func() Rule { return rule } }
