package paging

import (
	"context"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

var deep = conformance.Check{
	ID:          "chatlayer.paging.deep",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-PAGE-6", "CHL-PAGE-1", "CHL-TIME-2", "CHL-FLT-3", "CHL-FLT-7"},
	Title:       "A walk over many small pages shows every event exactly once and keeps to its query.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"events": 1, "later pages": 1},
	Run:         kit.WithPlanted(runDeep),
}

// runDeep walks many small pages: some mistakes begin with the twentieth page, or the fiftieth, or where a filter meets a late one.
// Events of the run lie behind the window, for lists that lose their end on the way.
func runDeep(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		q := deepWindow(p, op).Sized(map[string]int{kit.Get: 3, kit.Post: 2, kit.Team: 9}[op])
		if op == kit.Post {
			q = kit.ByUser.AddTo(q, p.ValueOf(kit.ByUser))
		}
		w := p.WalkPlanted(ctx, q, kit.Called(op)+" over many small pages")
		p.PagesAtMost(w, q.Size)
		p.Saw("later pages", len(w.Pages)-1)
	}
	behindThousand(ctx, p)
}

// deepWindow leaves the last tenth of the run's events out.
func deepWindow(p *kit.Probe, op string) kit.Query {
	all := p.Moments(op)
	return kit.Query{Op: op, Start: kit.Bound(all[0].At), End: kit.Bound(all[len(all)-1-len(all)/10].At.Add(p.Unit))}
}

// behindThousand walks on over whatever the bot has, if it has so much, to the page behind the thousandth event: many stores answer
// no further. Nothing but that there is an answer is judged, since the events are somebody else's.
func behindThousand(ctx context.Context, p *kit.Probe) {
	const pages = 11
	from, _ := p.PlantedWindow()
	q := kit.Query{Start: kit.Bound(from.Add(-30 * 24 * time.Hour)), End: kit.Bound(from.Add(-time.Hour)), Size: 100}
	page := p.Strange(ctx, p.HostileRequest(q))
	for n := 1; n < pages && page.Problem == "" && page.Next != ""; n++ {
		q.Token = page.Next
		if page = p.Page(ctx, q); !page.Unread {
			p.MustBePage(page)
		}
	}
}
