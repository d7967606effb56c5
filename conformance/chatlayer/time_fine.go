package chatlayer

import (
	"context"
	"time"
)

// fineOffsets are parts of one millisecond, in the order of time: two lie in one microsecond, and two in the later half. None
// comes to a whole millisecond where a target cuts or rounds to four digits or more.
func fineOffsets() []time.Duration {
	return []time.Duration{110 * time.Microsecond, 123_400, 123_900, 600_200, 943_800}
}

// fineBounds puts bounds on events that share a millisecond, as the target prints them. A target need not print so many digits,
// nor take them in a bound; one that it takes has to mean the instant.
func fineBounds(ctx context.Context, p *probe) {
	if !p.s.honoured {
		p.NotApplicable("the target dates events itself, so none can be put within a millisecond")
	}
	own := p.trackFine(ctx)
	first := own[0].when().Truncate(time.Millisecond)
	refused := 0
	for _, op := range p.everyList() {
		for _, k := range fineEdges(op, own) {
			for _, q := range []Query{between(op, k.when(), first.Add(2*time.Millisecond)), between(op, first.Add(-time.Millisecond), k.when())} {
				w, taken := p.orRefusedWindow(ctx, q)
				if !taken {
					refused++
					continue
				}
				p.Hold(ctx, w, own, called(op)+" with a bound on an event within a millisecond of others")
				p.Saw("boundaries", 1)
			}
		}
	}
	p.Hold(ctx, p.WholeWalk(ctx, Query{Start: bound(first.Add(-time.Millisecond)), End: bound(first.Add(2 * time.Millisecond)), Size: 2}), own, "pages that end within a millisecond")
	if refused > 0 {
		p.Record("%d bounds with more than three digits were refused", refused)
	}
}

// fineEdges are the events that the bounds of a list are put on: both by GET, one of them by each of the others.
func fineEdges(op string, own []*Known) []*Known {
	behindTwin, later := own[2], own[3] // the first lies in the microsecond of the one before it
	switch op {
	case get:
		return []*Known{behindTwin, later}
	case post:
		return []*Known{later}
	default:
		return []*Known{behindTwin}
	}
}

// trackFine tracks the events, and ends the check unless the target prints all of them, and apart.
func (p *probe) trackFine(ctx context.Context) []*Known {
	var own []*Known
	for _, offset := range fineOffsets() {
		e := p.own("fine", offset)
		k, x := p.trackStamped(ctx, e, bound(e.At))
		if k == nil && x.Refused() {
			p.NotApplicable("a timestamp with more than three digits is refused with status %d", x.Status)
		}
		if k == nil {
			p.Inconclusive("an event could not be tracked: %s", gist(x))
		}
		own = append(own, k)
	}
	there := Query{User: own[0].User, Start: bound(p.slot().Add(-time.Second)), End: bound(p.slot().Add(time.Second)), Size: 100} // in the form that all take
	if lost, _ := p.settle(ctx, []Query{there}, nil, own); len(lost) > 0 {
		p.Inconclusive("%d of %d events did not become visible", len(lost), len(own))
	}
	for i, k := range own {
		if k.when().Nanosecond()%int(time.Millisecond) == 0 || i > 0 && k.when().Before(own[i-1].when()) {
			p.NotApplicable("the target prints no parts of a millisecond, such as of %s: %s", bound(k.At), k.Listed.Timestamp)
		}
	}
	return own
}

// orRefusedWindow walks a window that a target may refuse.
func (p *probe) orRefusedWindow(ctx context.Context, q Query) (w Walk, taken bool) {
	page := p.strange(ctx, p.s.wrong(q))
	switch {
	case page.Refused():
		return w, false
	case page.Problem == "" && page.Next == "":
		return Walk{Query: q, Pages: []Page{page}, Ended: true}, true
	default:
		return p.WholeWalk(ctx, q), true
	}
}
