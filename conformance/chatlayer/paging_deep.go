package chatlayer

import (
	"context"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

var pagingDeep = conformance.Check{
	ID:          "chatlayer.paging.deep",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-PAGE-6", "CHL-PAGE-1", "CHL-TIME-2", "CHL-FLT-3", "CHL-FLT-7"},
	Title:       "A walk over many small pages shows every event exactly once and keeps to its query.",
	Operations:  listing(),
	Floor:       map[string]int{"events": 1, "later pages": 1},
	Run:         with(deep),
}

// deep walks many small pages: some mistakes begin with the twentieth page, or the fiftieth, or where a filter meets a late one.
// Known events lie behind the window, for lists that lose their end on the way.
func deep(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		q := deepWindow(p, op).sized(map[string]int{get: 3, post: 2, team: 9}[op])
		if op == post {
			q = byUser.with(q, p.valueOf(byUser))
		}
		w := p.full(ctx, q, called(op)+" over many small pages")
		p.atMost(w, q.Size)
		p.Saw("later pages", len(w.Pages)-1)
	}
	behindThousand(ctx, p)
}

// deepWindow leaves the last tenth of the known events out.
func deepWindow(p *probe, op string) Query {
	all := p.s.moments(op)
	return Query{Op: op, Start: bound(all[0].at), End: bound(all[len(all)-1-len(all)/10].at.Add(p.s.unit))}
}

// behindThousand walks on over whatever the bot has, if it has so much, to the page behind the thousandth event: many stores answer
// no further. Nothing but that there is an answer is judged, since the events are somebody else's.
func behindThousand(ctx context.Context, p *probe) {
	const pages = 11
	from, _ := p.s.window()
	q := Query{Start: bound(from.Add(-30 * 24 * time.Hour)), End: bound(from.Add(-time.Hour)), Size: 100}
	page := p.strange(ctx, p.s.wrong(q))
	for n := 1; n < pages && page.Problem == "" && page.Next != ""; n++ {
		q.Token = page.Next
		if page = p.Page(ctx, q); !page.Unread {
			p.answered(page)
		}
	}
}
