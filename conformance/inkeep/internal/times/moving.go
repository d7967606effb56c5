package times

import (
	"context"
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Moving are the checks of the time of events without one, while time goes by.
func Moving() []conformance.Check {
	return []conformance.Check{defaultMoves}
}

// pause is how long to wait between two events, so that they differ by a clock of whole seconds too.
const pause = 1200 * time.Millisecond

// defaultMoves wants one later event to have another time than the first. It tries twice: one later event may come to a
// machine whose clock is behind by just so much.
var defaultMoves = conformance.Check{
	ID:          "inkeep.time.default-moves",
	Level:       conformance.Should,
	Requirement: "INK-TIME-2",
	Title:       "Without createdAt, events of different times do not all happen at one.",
	Floor:       map[string]int{"instants": 2},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		first, at := atDefault(ctx, a)
		var later *kit.Answer
		for range 2 {
			if err := a.Clock.Sleep(ctx, pause); err != nil {
				a.Inconclusive("the run ended before a second event: %s", err)
			}
			var then time.Time
			if later, then = atDefault(ctx, a); !then.Equal(at) {
				return
			}
		}
		if at.Equal(at.Truncate(time.Minute)) || standsStill(first, later) {
			a.NotApplicable("the target's clock is too coarse to tell, or stands still: two events have createdAt %s, its Date was %q "+
				"and %q; "+
				"run it where the clock moves",
				kit.Brief(later.Event["createdAt"]), first.Header.Get("Date"), later.Header.Get("Date"))
		}
		a.Fail(conformance.Failure{
			Message:  "events that were logged at different times, without a time of their own, have the same createdAt",
			Expected: "a createdAt at least " + pause.String() + " after " + first.Member("createdAt"), Got: later.Member("createdAt"),
			Symptoms:  kit.OtherTime(),
			Exchanges: []*exchange.Exchange{first.Exchange, later.Exchange},
		})
	}),
}

// atDefault logs an event without a time and returns the one that it got.
func atDefault(ctx context.Context, a *kit.Asker) (*kit.Answer, time.Time) {
	got := a.Log(ctx, a.Message)
	a.NeedEvent(got)
	at, ok := kit.Instant(got.Member("createdAt"))
	if !ok {
		a.NotApplicable("createdAt comes back in a form that cannot be compared: %s; mend that first", kit.Brief(got.Event["createdAt"]))
	}
	a.Saw("instants", 1)
	return got, at
}

// standsStill reports whether a target tells the same Date with both answers: its clock is stopped then, as it may be in
// tests, and its events are in step with it.
func standsStill(first, later *kit.Answer) bool {
	before, errBefore := http.ParseTime(first.Header.Get("Date"))
	after, errAfter := http.ParseTime(later.Header.Get("Date"))
	return errBefore == nil && errAfter == nil && before.Equal(after)
}
