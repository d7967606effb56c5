package times

import (
	"context"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// withOffset spells an instant with an offset, each list with another one.
func withOffset(op string, t time.Time) string {
	switch op {
	case kit.Post:
		return strings.TrimSuffix(kit.Bound(t.Add(-11*time.Hour-30*time.Minute)), "Z") + "-11:30"
	case kit.Team:
		return strings.TrimSuffix(kit.Bound(t), "Z") + "+00:00"
	default:
		return strings.TrimSuffix(kit.Bound(t.Add(2*time.Hour)), "Z") + "+02:00"
	}
}

// sameWithOffset asks for the window of a walk again with its bounds written with an offset, one of which is the instant of events.
// A target that does not take the form, or reads another instant in it, which the events beside it tell, is for another check. One
// that reads the instant contradicts itself if the events exactly there are in one answer alone.
func sameWithOffset(ctx context.Context, p *kit.Probe, right kit.Walk, at, from, to time.Time) {
	q := right.Query
	page := spelt(ctx, p, q.Sized(100), withOffset(q.Op, from), withOffset(q.Op, to))
	if page.Problem != "" || page.Next != "" {
		return
	}
	want, beside := atAndBeside(p, right, at)
	got, besideToo := atAndBeside(p, kit.Walk{Pages: []kit.Page{page}}, at)
	lost, more := kit.Compared(beside, besideToo)
	if lost+more > 0 || len(beside) == 0 {
		return
	}
	if lost, more := kit.Compared(want, got); lost+more > 0 {
		p.Fail(conformance.Failure{
			Message: kit.Called(q.Op) + " with an offset in its bounds treats events exactly on a bound otherwise than the same bounds " +
				"in UTC",
			Expected:  p.PlantedEvents(len(want)) + " exactly at " + kit.Bound(at) + ", as with Z",
			Got:       english.Count(len(got), "event") + " of that instant; those beside it are the same",
			Exchanges: []*exchange.Exchange{right.Last().X, page.X},
		})
	}
}

// atAndBeside divides the run's events in a walk into those of an instant and the others.
func atAndBeside(p *kit.Probe, w kit.Walk, instant time.Time) (at, beside map[*kit.RunEvent]int) {
	at, beside = map[*kit.RunEvent]int{}, map[*kit.RunEvent]int{}
	for k, n := range p.TimesOf(w) {
		if k.Moment().Equal(instant) {
			at[k] = n
		} else {
			beside[k] = n
		}
	}
	return at, beside
}
