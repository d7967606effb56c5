package chatlayer

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

var givenTime = conformance.Check{
	ID:          "chatlayer.tracking.given-time",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-28",
	Also:        []string{"CHL-TRK-8"},
	Title:       "A timestamp that was given comes back, to the millisecond.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"timestamps": 1},
	Run:         with(trackGivenTime),
}

// trackGivenTime tracks events with timestamps of the last minutes, which are neither old nor ahead, and wants them back, and those of
// the seed where the target keeps timestamps at all.
func trackGivenTime(ctx context.Context, p *probe) {
	var given []*Known
	minute := p.s.began.Add(-4 * time.Minute).Truncate(time.Minute)
	for _, offset := range []time.Duration{
		38987 * time.Millisecond, 37123 * time.Millisecond, 72001 * time.Millisecond,
		73500 * time.Millisecond,
	} {
		e := p.own("given", 0)
		e.At = minute.Add(offset)
		k, x := p.stamping(bound(e.At)).Track(ctx, e)
		switch {
		case k != nil:
			given = append(given, k)
		case !x.Refused():
			p.Inconclusive("an event could not be tracked: %s", gist(x))
		default:
			p.NotApplicable("the target refuses a timestamp of some minutes ago, with status %d", x.Status)
		}
	}
	from, to := p.s.present()
	all := Query{Start: bound(from), End: bound(to), Size: 100, User: given[0].User}
	wide := all.on(post) // a timestamp that is misread may be a day off
	wide.Start, wide.End = bound(from.Add(-aDay)), bound(to.Add(aDay))
	p.settle(ctx, []Query{all}, func([]*Known) []Query { return []Query{wide} }, given)
	recent := len(given)
	if p.s.honoured {
		given = slices.Concat(given, p.s.seed)
	}
	for i, k := range given {
		if !k.Owned || !k.Seen || k.At.IsZero() || k.when().IsZero() { // what no list shows is for another check
			continue
		}
		off := k.when().Sub(k.At).Abs()
		if i >= recent && off > time.Minute { // one that lies far back may be replaced
			continue
		}
		p.Saw("timestamps", 1)
		if off >= time.Millisecond {
			p.Fail(conformance.Failure{
				Message: "a timestamp that was given is listed as another instant", Expected: bound(k.At) + ", to the millisecond",
				Got:       k.Listed.Timestamp,
				LooksLike: becameOf(k), Exchanges: p.s.exchangesOf(p.Traffic(), k),
			})
		}
	}
	if p.s.honoured {
		p.sameHours(p.trackOldEdges(ctx))
	} else if p.s.misplaced != nil {
		p.sameHours(append(given, p.s.misplaced))
	}
	if !slices.ContainsFunc(given, func(k *Known) bool { return k.Seen }) {
		p.Inconclusive("none of %s with a timestamp of some minutes ago was listed within the settle time of %s", plural(len(given), "event"),
			p.s.target.Settle)
	}
}

// becameOf names what turns the timestamp that was given into the one that is listed.
func becameOf(k *Known) string {
	if coarser := coarser(k); coarser != "" {
		return coarser
	}
	switch off := k.when().Sub(k.At); {
	case off == -time.Millisecond:
		return millisecondEarly
	case off%(15*time.Minute) == 0:
		return localTime
	}
	if off := k.when().Sub(k.AckedAt).Abs(); off < 10*time.Second {
		return "timestamps replaced by the time of receipt"
	}
	return ""
}

// coarser names the unit that the timestamp was cut or rounded to.
func coarser(k *Known) string {
	for _, unit := range []struct {
		name string
		of   time.Duration
	}{{"millisecond", time.Millisecond}, {"hundredth of a second", 10 * time.Millisecond}, {"second", time.Second}, {"minute", time.Minute}} {
		cut, rounded := k.At.Truncate(unit.of), k.At.Round(unit.of)
		switch {
		case k.when().Equal(cut) && cut.Equal(rounded):
			return "timestamps kept to the " + unit.name
		case k.when().Equal(cut):
			return "timestamps cut to the " + unit.name
		case k.when().Equal(rounded):
			return "timestamps rounded to the " + unit.name
		}
	}
	return ""
}
