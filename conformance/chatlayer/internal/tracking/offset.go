package tracking

import (
	"cmp"
	"context"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

var offset = conformance.Check{
	ID:          "chatlayer.tracking.offset",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-28",
	Title:       "A timestamp with an offset is the instant that it says, or is refused.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"timestamps": 1},
	Run:         kit.WithPlanted(trackOffset),
}

// trackOffset tracks events whose timestamps are written with offsets. Whether client timestamps are kept the session knows.
func trackOffset(ctx context.Context, p *kit.Probe) {
	if !p.Honoured {
		p.NotApplicable("the target gives events the time of their receipt")
	}
	const odd = 38987 * time.Millisecond // what is cut to a unit tells itself from what is rounded
	e := p.OwnEvent("offset", 0)
	e.At = e.At.Truncate(time.Minute).Add(odd)
	trackWithOffset(ctx, p, e, 2*time.Hour)
	e.At = e.At.Truncate(24 * time.Hour).Add(30*time.Minute + odd) // there it is another day
	trackWithOffset(ctx, p, e, -3*time.Hour-30*time.Minute)
}

func trackWithOffset(ctx context.Context, p *kit.Probe, e kit.Sent, offset time.Duration) {
	k, x := p.Stamping(e.At.In(time.FixedZone("", int(offset.Seconds()))).Format("2006-01-02T15:04:05.000-07:00")).Track(ctx, e)
	switch {
	case k == nil && x.Refused():
		p.NotApplicable("the target refuses a timestamp with an offset, with status %d", x.Status)
	case k == nil:
		p.Inconclusive("the event was not taken: %s", kit.Gist(x))
	}
	near := func(off time.Duration) kit.Query { // not hours at once, because nobody says how long a window may be
		at := e.At.Add(off)
		return kit.Query{Start: kit.Bound(at.Add(-10 * time.Minute)), End: kit.Bound(at.Add(10 * time.Minute)), Size: 100, User: e.User}
	}
	part := offset % time.Hour // what is misread may be all of it, its sign, its minutes, or their sign
	misread := func([]*kit.RunEvent) []kit.Query {
		return []kit.Query{
			near(offset), near(-offset), near(2 * offset), near(part), near(-part), near(2 * part), near(-24 * time.Hour),
			near(24 * time.Hour),
		}
	}
	if lost, _ := p.Settle(ctx, []kit.Query{near(0)}, misread, []*kit.RunEvent{k}); len(lost) > 0 {
		p.Inconclusive("an event whose timestamp has an offset is listed neither where it belongs nor where a wrong reading would " +
			"put it; look where the target has it")
	}
	p.Saw("timestamps", 1)
	if apart := k.When().Sub(e.At).Abs(); apart >= time.Second {
		p.Fail(conformance.Failure{
			Message: "a timestamp with an offset is listed as another instant", Expected: kit.Bound(e.At), Got: k.Listed.Timestamp,
			LooksLike: cmp.Or(kit.MisreadOffset(k.When().Sub(e.At), offset), coarser(k)), Exchanges: p.ExchangesOf(p.Exchanges(), k),
		})
	}
}
