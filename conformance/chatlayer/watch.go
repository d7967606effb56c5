package chatlayer

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// answer is a successful answer of a list that was asked for rightly. What cannot be read as a page is one too, with its Problem.
type answer struct {
	x *exchange.Exchange
	q Query
	Page
}

// anyAnswer reads an exchange as a successful answer of a list, whatever it was asked.
func anyAnswer(x *exchange.Exchange) (a answer, ok bool) {
	q, _ := x.Request.Meta.(Query)
	page, list := x.Read.(Page)
	method := http.MethodGet
	if q.Op == post {
		method = http.MethodPost
	}
	return answer{x: x, q: q, Page: page}, list && x.Request.Method == method && x.OK()
}

// saw counts evidence of a kind.
type saw func(kind string, n int)

// pages watches the answers of a run, and keeps the first fault.
type pages struct {
	read     func(x *exchange.Exchange) (a answer, ok bool)
	fault    func(a answer, saw saw) *conformance.Failure
	evidence map[string]int
	found    *conformance.Failure
}

// everyAnswer is everyPage for a rule that holds for answers to wrong requests, too.
func everyAnswer(rule func(a answer, saw saw) *conformance.Failure) func() conformance.Watcher {
	return func() conformance.Watcher { return &pages{read: anyAnswer, fault: rule, evidence: map[string]int{}} }
}

// See looks at one answer.
func (w *pages) See(x *exchange.Exchange) {
	a, ok := w.read(x)
	if !ok {
		return
	}
	w.count("answers", 1)
	if w.found != nil {
		return
	}
	if w.found = w.fault(a, w.count); w.found != nil {
		w.found.Exchanges = append(w.found.Exchanges, x.Brief())
	}
}

func (w *pages) count(kind string, n int) { w.evidence[kind] += n }

// told reports what the check's watcher saw.
func told(_ context.Context, p *probe) {
	w, _ := p.Watcher().(*pages)
	tell(p, w)
}

func tell(p *probe, w *pages) {
	for kind, n := range w.evidence {
		p.Saw(kind, n)
	}
	if w.found != nil {
		p.Fail(*w.found)
	}
}

func shortJSON(v any) string {
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

// ever is a window that holds every instant.
func ever() (from, to time.Time) {
	return time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10001, 1, 1, 0, 0, 0, 0, time.UTC)
}

// hundred holds every page to the 100 events that no page may exceed.
func hundred(a answer, _ saw) *conformance.Failure {
	if a.held() > 100 {
		return &conformance.Failure{
			Message:  fmt.Sprintf("%s: a page holds %d events", called(a.q.Op), a.held()),
			Expected: "at most 100 events on a page, whatever page_size is", Got: fmt.Sprint(a.held()), Symptoms: tooLong(),
		}
	}
	return nil
}

// answerOf reads an exchange as one, if it is one.
func answerOf(x *exchange.Exchange) (a answer, ok bool) {
	a, ok = anyAnswer(x)
	return a, ok && !x.Request.Hostile
}

// everyPage makes the watcher of a check that holds every answer to a rule, for which all that is needed is in the answers.
func everyPage(rule func() func(a answer, saw saw) *conformance.Failure) func() conformance.Watcher {
	return func() conformance.Watcher { return &pages{read: answerOf, fault: rule(), evidence: map[string]int{}} }
}

// everyEvent makes the watcher of a check that holds every event to a rule, which says what it has against one.
func everyEvent(message, expected string, rule func() func(a answer, e Event, saw saw) string) func() conformance.Watcher {
	return everyPage(func() func(answer, saw) *conformance.Failure {
		fault := rule()
		return func(a answer, saw saw) *conformance.Failure {
			saw("events", len(a.Events))
			for _, e := range a.Events {
				if got := fault(a, e, saw); got != "" {
					return &conformance.Failure{
						Message: called(a.q.Op) + ": " + message, Expected: expected, Got: got + "; the event is " + shortJSON(e.Raw),
						Symptoms: []conformance.Symptom{shownSymptom(message, got)}, Exchanges: a.s.trackedSo(e, got),
					}
				}
			}
			return nil
		}
	})
}

// alike is a rule without a memory.
func alike[Fault any](fault Fault) func() Fault { return func() Fault { return fault } }
