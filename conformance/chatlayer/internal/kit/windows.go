package kit

import (
	"context"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// ListBetween lists the window between two instants, in pages of 100.
func ListBetween(op string, from, to time.Time) Query {
	return Query{Op: op, Start: Bound(from), End: Bound(to), Size: 100}
}

// Compared counts the events that the pieces lack and those that they have too often.
func Compared(whole, pieces map[*RunEvent]int) (lost, twice int) {
	for k, n := range whole {
		if pieces[k] < n {
			lost++
		}
	}
	for k, n := range pieces {
		if n > whole[k] {
			twice++
		}
	}
	return lost, twice
}

// Agree fails the check unless GET and POST show the same events of the run.
func (p *Probe) Agree(ctx context.Context, q Query) {
	byGet, byPost := p.MustWalk(ctx, q.On(Get)), p.MustWalk(ctx, q.On(Post))
	onlyGet, onlyPost := Compared(p.TimesOf(byGet), p.TimesOf(byPost))
	p.Saw("events", p.CountOfRun(byGet))
	if onlyGet+onlyPost == 0 {
		return
	}
	f := conformance.Failure{
		Message:   "GET and POST answer the same query differently: " + q.Describe(),
		Expected:  "the same events",
		Got:       fmt.Sprintf("%s only by GET, %d only by POST", english.Count(onlyGet, "event"), onlyPost),
		Exchanges: []*exchange.Exchange{byGet.Last().X, byPost.Last().X},
		Pictures:  []conformance.Picture{p.Line(byGet, p.Planted, Difference{}), p.Line(byPost, p.Planted, Difference{})},
	}
	p.LikeWalks(&f, byGet, byPost)
	p.Fail(f)
}

// UnlessRefused walks a window that a target may refuse because it is long: how long one may be nobody says.
func (p *Probe) UnlessRefused(ctx context.Context, q Query) (w Walk, taken bool) {
	w = p.Walk(ctx, q)
	if first := w.Pages[0]; first.Declined() && !first.X.Busy() {
		return w, false
	}
	p.MustEnd(ctx, w)
	return w, true
}

// WalkInParts walks a window as a whole or, where that is refused, less than an hour at a time.
func (p *Probe) WalkInParts(ctx context.Context, q Query) []Walk {
	w, taken := p.UnlessRefused(ctx, q)
	if taken {
		return []Walk{w}
	}
	const part = 50 * time.Minute
	var walks []Walk
	for from, to := Instants(p.WithDefaults(q)); from.Before(to); from = from.Add(part) {
		q.Start, q.End = Bound(from), Bound(from.Add(min(part, to.Sub(from))))
		walks = append(walks, p.MustWalk(ctx, q))
	}
	return walks
}
