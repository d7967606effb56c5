package chatlayer

import (
	"context"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

func between(op string, from, to time.Time) Query {
	return Query{Op: op, Start: bound(from), End: bound(to), Size: 100}
}

// compared counts the events that the pieces lack and those that they have too often.
func compared(whole, pieces map[*Known]int) (lost, twice int) {
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

// agree fails the check unless GET and POST show the same known events.
func (p *probe) agree(ctx context.Context, q Query) {
	byGet, byPost := p.WholeWalk(ctx, q.on(get)), p.WholeWalk(ctx, q.on(post))
	onlyGet, onlyPost := compared(p.s.knownOf(byGet), p.s.knownOf(byPost))
	p.Saw("events", p.s.countKnown(byGet))
	if onlyGet+onlyPost == 0 {
		return
	}
	f := conformance.Failure{
		Message:   "GET and POST answer the same query differently: " + q.describe(),
		Expected:  "the same events",
		Got:       fmt.Sprintf("%d events only by GET, %d only by POST", onlyGet, onlyPost),
		Exchanges: []*exchange.Exchange{byGet.Last().X, byPost.Last().X},
		Pictures:  []conformance.Picture{line(p.s, byGet, p.s.seed, difference{}), line(p.s, byPost, p.s.seed, difference{})},
	}
	p.likeThe(&f, byGet, byPost)
	p.Fail(f)
}

// unlessRefused walks a window that a target may refuse because it is long: how long one may be nobody says.
func (p *probe) unlessRefused(ctx context.Context, q Query) (w Walk, taken bool) {
	w = p.Walk(ctx, q)
	if first := w.Pages[0]; first.Refused() && !first.X.Busy() {
		return w, false
	}
	p.whole(ctx, w)
	return w, true
}

// inParts walks a window as a whole or, where that is refused, less than an hour at a time.
func (p *probe) inParts(ctx context.Context, q Query) []Walk {
	w, taken := p.unlessRefused(ctx, q)
	if taken {
		return []Walk{w}
	}
	const part = 50 * time.Minute
	var walks []Walk
	for from, to := instants(p.s.filled(q)); from.Before(to); from = from.Add(part) {
		q.Start, q.End = bound(from), bound(from.Add(min(part, to.Sub(from))))
		walks = append(walks, p.WholeWalk(ctx, q))
	}
	return walks
}
