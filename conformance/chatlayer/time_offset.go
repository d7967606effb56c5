package chatlayer

import (
	"context"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// withOffset spells an instant with an offset, each list with another one.
func withOffset(op string, t time.Time) string {
	switch op {
	case post:
		return strings.TrimSuffix(bound(t.Add(-11*time.Hour-30*time.Minute)), "Z") + "-11:30"
	case team:
		return strings.TrimSuffix(bound(t), "Z") + "+00:00"
	default:
		return strings.TrimSuffix(bound(t.Add(2*time.Hour)), "Z") + "+02:00"
	}
}

// sameWithOffset asks for the window of a walk again with its bounds written with an offset, one of which is the instant of events.
// A target that does not take the form, or reads another instant in it, which the events beside it tell, is for another check. One
// that reads the instant contradicts itself if the events exactly there are in one answer alone.
func sameWithOffset(ctx context.Context, p *probe, right Walk, at, from, to time.Time) {
	var page Page
	q := right.Query
	p.patiently(ctx, func() []Walk {
		page = p.strange(ctx, p.s.wrong(Query{Op: q.Op, Start: withOffset(q.Op, from), End: withOffset(q.Op, to), Size: 100}))
		return []Walk{{Query: q, Pages: []Page{page}, Ended: page.Problem == "" && page.Next == ""}}
	})
	if page.Problem != "" || page.Next != "" {
		return
	}
	want, beside := atAndBeside(p, right, at)
	got, besideToo := atAndBeside(p, Walk{Pages: []Page{page}}, at)
	lost, more := compared(beside, besideToo)
	if lost+more > 0 || len(beside) == 0 {
		return
	}
	if lost, more := compared(want, got); lost+more > 0 {
		p.Fail(conformance.Failure{
			Message:   called(q.Op) + " with an offset in its bounds treats events exactly on a bound otherwise than the same bounds in UTC",
			Expected:  plural(len(want), "known event") + " exactly at " + bound(at) + ", as with Z",
			Got:       plural(len(got), "event") + " of that instant; those beside it are the same",
			Exchanges: []*exchange.Exchange{right.Last().X, page.X},
		})
	}
}

// atAndBeside divides the known events of a walk in those of an instant and the others.
func atAndBeside(p *probe, w Walk, instant time.Time) (at, beside map[*Known]int) {
	at, beside = map[*Known]int{}, map[*Known]int{}
	for k, n := range p.s.knownOf(w) {
		if k.moment().Equal(instant) {
			at[k] = n
		} else {
			beside[k] = n
		}
	}
	return at, beside
}
