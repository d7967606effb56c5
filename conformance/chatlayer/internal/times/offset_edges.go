package times

import (
	"context"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

var offsetEdges = conformance.Check{
	ID:          "chatlayer.time.offset-edges",
	Level:       conformance.Should,
	Requirement: "CHL-TIME-20",
	Title:       "A bound whose offset leads into another month or year is refused or means its instant.",
	Operations:  []string{kit.Get, kit.Post, "TrackEvent"},
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"spellings": 2},
	Run:         kit.WithPlanted(boundsAtEdges),
}

// boundsAtEdges asks for events around a leap day and around a year's end, with one bound in an offset that leads there from another month.
// Read as another month or year it makes the window wider: one that is the wrong way round may be refused.
func boundsAtEdges(ctx context.Context, p *kit.Probe) {
	if !p.Honoured {
		p.NotApplicable("the target dates events itself, so none can be put at an edge of the calendar")
	}
	planted := p.TrackOldEdges(ctx)
	asked := 0
	for _, bounds := range [][2]string{
		{"2024-02-28T12:00:00.000Z", "2024-03-01T13:59:59.999+14:00"},
		{"2024-12-31T12:00:00.000Z", "2025-01-01T12:45:00.000+12:45"},
		{"2024-12-31T20:30:00.000-03:30", "2025-01-02T00:00:00.000Z"},
	} {
		from, _ := time.Parse(time.RFC3339, bounds[0])
		to, _ := time.Parse(time.RFC3339, bounds[1])
		usual := kit.Query{User: p.Names.Of("edge"), Start: kit.Bound(from), End: kit.Bound(to), Size: 100}
		if len(dueIn(usual, planted)) == 0 {
			continue
		}
		for _, op := range []string{kit.Get, kit.Post} {
			right, taken := p.UnlessRefused(ctx, usual.On(op))
			if !taken { // nobody says how long a window may be
				continue
			}
			asked++
			if page := spelt(ctx, p, right.Query, bounds[0], bounds[1]); page.Problem == "" {
				sameShown(p, planted, right, page)
			}
		}
	}
	if asked == 0 {
		p.NotApplicable("none of the events at edges of the calendar is listed where it was put")
	}
}
