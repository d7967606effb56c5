package tracking

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var sameIDTwice = conformance.Check{
	ID:          "chatlayer.tracking.same-id-twice",
	Level:       conformance.Info,
	Requirement: "CHL-TRK-14",
	Title:       "What a second event with the same id does.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"answers": 2},
	NoMutant:    "it only records",
	Run:         kit.WithPlanted(trackIDTwice),
}

// trackIDTwice records what a second event under one id does.
func trackIDTwice(ctx context.Context, p *kit.Probe) {
	e := p.OwnEvent("twice", 0)
	e.ID = p.Names.Of("twice-id")
	first, x1 := p.Track(ctx, e)
	p.Saw("answers", 1)
	if first != nil {
		e.ID = first.ID
	}
	// Hostile, so that a failure of the server is asked again at the end, and counts if it comes each time.
	_, x2 := p.TrackTo(ctx, p.Bot, p.Auth, e, func(r *exchange.Request) { r.Hostile = true })
	p.Saw("answers", 1)
	if first == nil {
		p.Record("an id of the client's is answered with %d", x1.Status)
		return
	}
	p.MustAppear(ctx, first)
	from, to := p.EventWindow([]*kit.RunEvent{first})
	w := p.MustWalk(ctx, kit.Query{Start: kit.Bound(from), End: kit.Bound(to), Size: 100, User: e.User})
	p.Record("the second event is answered with %d; %s listed under the user of both", x2.Status, english.Count(len(w.Events()), "event"))
}
