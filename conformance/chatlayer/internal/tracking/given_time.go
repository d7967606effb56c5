package tracking

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var givenTime = conformance.Check{
	ID:          "chatlayer.tracking.given-time",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-28",
	Also:        []string{"CHL-TRK-8"},
	Title:       "A timestamp that was given comes back, to the millisecond.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"timestamps": 1},
	Run:         kit.WithPlanted(trackGivenTime),
}

// trackGivenTime tracks events with timestamps of the last minutes, which are neither old nor ahead, and wants them back, and those of
// the planted events where the target keeps timestamps at all.
func trackGivenTime(ctx context.Context, p *kit.Probe) {
	var given []*kit.RunEvent
	minute := p.Began.Add(-4 * time.Minute).Truncate(time.Minute)
	for _, offset := range []time.Duration{
		38987 * time.Millisecond, 37123 * time.Millisecond, 72001 * time.Millisecond,
		73500 * time.Millisecond,
	} {
		e := p.OwnEvent("given", 0)
		e.At = minute.Add(offset)
		k, x := p.Stamping(kit.Bound(e.At)).Track(ctx, e)
		switch {
		case k != nil:
			given = append(given, k)
		case !x.Refused():
			p.Inconclusive("an event could not be tracked: %s", kit.Gist(x))
		default:
			p.NotApplicable("the target refuses a timestamp of some minutes ago, with status %d", x.Status)
		}
	}
	from, to := p.RunWindow()
	all := kit.Query{Start: kit.Bound(from), End: kit.Bound(to), Size: 100, User: given[0].User}
	wide := all.On(kit.Post) // a timestamp that is misread may be a day off
	wide.Start, wide.End = kit.Bound(from.Add(-kit.Day)), kit.Bound(to.Add(kit.Day))
	p.Settle(ctx, []kit.Query{all}, func([]*kit.RunEvent) []kit.Query { return []kit.Query{wide} }, given)
	recent := len(given)
	if p.Honoured {
		given = slices.Concat(given, p.Planted)
	}
	for i, k := range given {
		if !k.Owned || !k.Seen || k.At.IsZero() || k.When().IsZero() { // what no list shows is for another check
			continue
		}
		off := k.When().Sub(k.At).Abs()
		if i >= recent && off > time.Minute { // one that lies far back may be replaced
			continue
		}
		p.Saw("timestamps", 1)
		if off >= time.Millisecond {
			p.Fail(conformance.Failure{
				Message: "a timestamp that was given is listed as another instant", Expected: kit.Bound(k.At) + ", to the millisecond",
				Got:       k.Listed.Timestamp,
				LooksLike: becameOf(k), Exchanges: p.ExchangesOf(p.Exchanges(), k),
			})
		}
	}
	if p.Honoured {
		p.SameHours(p.TrackOldEdges(ctx))
	} else if p.Misplaced != nil {
		p.SameHours(append(given, p.Misplaced))
	}
	if !slices.ContainsFunc(given, func(k *kit.RunEvent) bool { return k.Seen }) {
		p.Inconclusive("none of %s with a timestamp of some minutes ago was listed within the settle time of %s",
			english.Count(len(given), "event"),
			p.Target().Settle)
	}
}

// becameOf names what turns the timestamp that was given into the one that is listed.
func becameOf(k *kit.RunEvent) string {
	if coarser := coarser(k); coarser != "" {
		return coarser
	}
	switch off := k.When().Sub(k.At); {
	case off == -time.Millisecond:
		return kit.MillisecondEarly
	case off%(15*time.Minute) == 0:
		return kit.LocalTime
	}
	if off := k.When().Sub(k.AckedAt).Abs(); off < 10*time.Second {
		return "timestamps replaced by the time of receipt"
	}
	return ""
}

// coarser names the unit that the timestamp was cut or rounded to.
func coarser(k *kit.RunEvent) string {
	for _, unit := range []struct {
		name string
		of   time.Duration
	}{
		{"millisecond", time.Millisecond},
		{"hundredth of a second", 10 * time.Millisecond},
		{"second", time.Second},
		{"minute", time.Minute},
	} {
		cut, rounded := k.At.Truncate(unit.of), k.At.Round(unit.of)
		switch {
		case k.When().Equal(cut) && cut.Equal(rounded):
			return "timestamps kept to the " + unit.name
		case k.When().Equal(cut):
			return "timestamps cut to the " + unit.name
		case k.When().Equal(rounded):
			return "timestamps rounded to the " + unit.name
		}
	}
	return ""
}
