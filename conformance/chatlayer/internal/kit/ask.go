package kit

import (
	"context"
	"fmt"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// Wanted counts the run's events that a query must return, and those that differ from them by its filters alone.
func (p *Probe) Wanted(q Query, planted []*RunEvent) (matching, others int) {
	q = p.WithDefaults(q)
	from, to := Instants(q)
	open := Query{Op: q.Op, Version: q.Version}
	for _, k := range planted {
		switch {
		case k.Matches(q, from, to):
			matching++
		case k.Matches(open, from, to):
			others++
		}
	}
	return matching, others
}

// ValueOf is the value to filter by: the planted events' own, and in a read-only run the most frequent one that was found.
func (p *Probe) ValueOf(f PlainFilter) string {
	if !p.Target().ReadOnly {
		return f.Own(p.Names)
	}
	times, best := map[string]int{}, ""
	for _, k := range p.Planted {
		v := f.Sent(k.Sent)
		if times[v]++; v != "" && (times[v] > times[best] || best == "") {
			best = v
		}
	}
	return best
}

// ExactlyMatching is Exactly for a filter: it counts the run's events that match and those that do not.
func (p *Probe) ExactlyMatching(ctx context.Context, q Query, about string) {
	matching, others := p.Wanted(q, p.Planted)
	p.Exactly(ctx, q, fmt.Sprintf("%s (%s)", about, q.Op))
	p.Saw("matching", matching)
	p.Saw("others", others)
}

// Sound fails the check if a walk shows what may not come back or shows an event twice. What is missing it does not ask.
func (p *Probe) Sound(ctx context.Context, w Walk, about string) {
	if d := p.Judge(ctx, w, nil, about); !d.None() {
		p.Fail(p.Proven(ctx, w, p.Planted, d, about))
	}
	p.wasRight(w, p.Planted)
}

// Seen returns the run's events of a walk.
func (p *Probe) Seen(w Walk) map[*RunEvent]bool {
	seen := map[*RunEvent]bool{}
	for _, e := range w.Events() {
		if k := p.Identify(e); k != nil {
			seen[k] = true
		}
	}
	return seen
}

// WalkChanged walks with requests that are changed on their way, and ends the check if an answer is no page.
func (p *Probe) WalkChanged(ctx context.Context, q Query, change func(*exchange.Request)) Walk {
	changing := p.Sending(func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		change(&r)
		return p.Do(ctx, r)
	})
	w := p.Patiently(ctx, func() []Walk { return []Walk{changing.Walk(ctx, q)} })[0]
	p.MustBePage(w.Last())
	if !w.Ended {
		p.Inconclusive("a walk did not end: %s", w.Why)
	}
	return w
}

// OddAnswer asks once in a way that nobody documents, and says in a few words what came.
func (p *Probe) OddAnswer(ctx context.Context, r exchange.Request) (page Page, words string) {
	page = p.ReadPage(p.Do(ctx, r))
	switch {
	case page.X.Err != nil || page.X.Busy():
		p.Inconclusive("the way to the target failed: %s", page.Problem)
	case page.Problem != "":
		return page, fmt.Sprintf("status %d", page.X.Status)
	}
	return page, "status 200 with " + english.Count(len(page.Events), "event")
}

// Differ fails the check because two answers that must be alike are not.
func (p *Probe) Differ(message, expected, got string, pages ...Walk) {
	f := conformance.Failure{Message: message, Expected: expected, Got: got}
	for _, w := range pages {
		f.Exchanges = append(f.Exchanges, LastOf(w, 1)...)
	}
	p.Fail(f)
}
