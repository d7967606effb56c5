package chatlayer

import (
	"context"
	"fmt"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// inSeed asks for the window of the seed in pages of 100.
func (p *probe) inSeed(op string) Query {
	from, to := p.s.window()
	return Query{Op: op, Start: bound(from), End: bound(to), Size: 100}
}

// wanted counts the known events that a query must return, and those that differ from them by its filters alone.
func (p *probe) wanted(q Query, known []*Known) (matching, others int) {
	q = p.s.filled(q)
	from, to := instants(q)
	open := Query{Op: q.Op, Version: q.Version}
	for _, k := range known {
		switch {
		case k.matches(q, from, to):
			matching++
		case k.matches(open, from, to):
			others++
		}
	}
	return matching, others
}

// valueOf is the value to filter by: the seed's own, and in a read-only run the most frequent one that was found.
func (p *probe) valueOf(f filter) string {
	if !p.Target().ReadOnly {
		return f.own(p.s.names)
	}
	times, best := map[string]int{}, ""
	for _, k := range p.s.seed {
		v := f.sent(k.Sent)
		if times[v]++; v != "" && (times[v] > times[best] || best == "") {
			best = v
		}
	}
	return best
}

func (p *probe) exactlyOnce(ctx context.Context, q Query, about string) {
	matching, others := p.wanted(q, p.s.seed)
	p.Exactly(ctx, q, fmt.Sprintf("%s (%s)", about, q.Op))
	p.Saw("matching", matching)
	p.Saw("others", others)
}

// sound fails the check if a walk shows what may not come back or shows an event twice. What is missing it does not ask.
func (p *probe) sound(ctx context.Context, w Walk, about string) {
	if d := p.judge(ctx, w, nil, about); !d.none() {
		p.Fail(p.proven(ctx, w, p.s.seed, d, about))
	}
	p.s.wasRight(w, p.s.seed)
}

// seen returns the known events of a walk.
func (p *probe) seen(w Walk) map[*Known]bool {
	seen := map[*Known]bool{}
	for _, e := range w.Events() {
		if k := p.s.identify(e); k != nil {
			seen[k] = true
		}
	}
	return seen
}

// walkedBy walks with requests that are changed on their way, and ends the check if an answer is no page.
func (p *probe) walkedBy(ctx context.Context, q Query, change func(*exchange.Request)) Walk {
	changing := asker{s: p.s, do: func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		change(&r)
		return p.Do(ctx, r)
	}}
	w := p.patiently(ctx, func() []Walk { return []Walk{changing.Walk(ctx, q)} })[0]
	p.answered(w.Last())
	if !w.Ended {
		p.Inconclusive("a walk did not end: %s", w.Why)
	}
	return w
}

// oddAnswer asks once in a way that nobody documents, and says in a few words what came.
func (p *probe) oddAnswer(ctx context.Context, r exchange.Request) (page Page, words string) {
	page = p.s.readPage(p.Do(ctx, r))
	switch {
	case page.X.Err != nil || page.X.Busy():
		p.Inconclusive("the way to the target failed: %s", page.Problem)
	case page.Problem != "":
		return page, fmt.Sprintf("status %d", page.X.Status)
	}
	return page, fmt.Sprintf("status 200 with %d events", len(page.Events))
}

// differ fails the check because two answers that must be alike are not.
func (p *probe) differ(message, expected, got string, pages ...Walk) {
	f := conformance.Failure{Message: message, Expected: expected, Got: got}
	for _, w := range pages {
		f.Exchanges = append(f.Exchanges, lastOf(w, 1)...)
	}
	p.Fail(f)
}
