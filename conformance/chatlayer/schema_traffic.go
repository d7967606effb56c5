package chatlayer

import (
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

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
						Symptoms: []conformance.Symptom{shownSymptom(message, got)},
					}
				}
			}
			return nil
		}
	})
}

// alike is a rule without a memory.
func alike[Fault any](fault Fault) func() Fault { return func() Fault { return fault } }

var timeWithinWindow = conformance.Check{
	ID:          "chatlayer.time.within-window",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Also:        []string{"CHL-TIME-1"},
	Title:       "Every event that was ever listed lies in the window that was asked for.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 1},
	Watch:       withinWindow(),
	Run:         bare(told),
}

// withinWindow holds every event to the window that was asked for.
func withinWindow() func() conformance.Watcher {
	return everyEvent("an event lies outside the window that was asked for", "start_time <= timestamp < end_time", alike(func(a answer, e Event, _ saw) string {
		from, errFrom := time.Parse(time.RFC3339Nano, a.q.Start)
		to, errTo := time.Parse(time.RFC3339Nano, a.q.End)
		if errFrom != nil || errTo != nil {
			return ""
		}
		return allowed(e, Query{Op: team}, from, to)
	}))
}

var botAndVersion = conformance.Check{
	ID:          "chatlayer.schema.bot-and-version",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "Every listed event is of the bot in the path and of the version that was asked for.",
	Operations:  []string{get, post},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 1},
	Watch:       ofBotAndVersion(),
	Run:         bare(told),
}

// ofBotAndVersion holds every event to the bot and the version that were asked for.
func ofBotAndVersion() func() conformance.Watcher {
	from, to := ever()
	return everyEvent("an event is of another bot or version than was asked for", "events of the bot in the path and the version of the query", alike(func(a answer, e Event, _ saw) string {
		return a.s.forbidden(a.s.identify(e), e, Query{Op: a.q.Op, Bot: a.q.Bot, Version: a.q.Version}, from, to)
	}))
}

var filtersMet = conformance.Check{
	ID:          "chatlayer.paging.filters-met",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4"},
	Title:       "Every event that was ever listed meets the filters that were asked for.",
	Operations:  listing(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"filtered events": 1},
	Watch:       meetsFilters(),
	Run:         bare(told),
}

// meetsFilters holds every event to the filters that were asked for.
func meetsFilters() func() conformance.Watcher {
	from, to := ever()
	return everyEvent("an event does not meet a filter that was asked for", "only events that the filters let through", alike(func(a answer, e Event, saw saw) string {
		q := Query{Op: team}
		for _, f := range plainFilters {
			f.ask(&q, f.asked(a.q))
		}
		if !q.narrowed() || a.q.Op == team { // what user_id means in a team's list is only implied
			return ""
		}
		saw("filtered events", 1)
		return a.s.forbidden(a.s.identify(e), e, q, from, to)
	}))
}

var pageSize = conformance.Check{
	ID:          "chatlayer.paging.page-size",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-1",
	Title:       "No page holds more events than page_size.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"sized pages": 1},
	Watch:       everyPage(alike(pageSizes)),
	Run:         bare(told),
}

// pageSizes holds every page to the page_size that was asked for.
func pageSizes(a answer, saw saw) *conformance.Failure {
	if a.q.Size < 1 {
		return nil
	}
	saw("sized pages", 1)
	if a.held() > a.q.Size {
		return &conformance.Failure{
			Message:  fmt.Sprintf("%s: a page holds more events than page_size", called(a.q.Op)),
			Expected: fmt.Sprintf("at most %d events", a.q.Size), Got: fmt.Sprint(a.held()), Symptoms: tooLong(),
		}
	}
	return nil
}
