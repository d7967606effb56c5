package tracking

import (
	"context"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var fractions = conformance.Check{
	ID:          "chatlayer.tracking.fractions",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-28",
	Title:       "A timestamp with no or other than three digits is the instant that it says.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"timestamps": 1},
	Run:         kit.WithPlanted(trackFractions),
}

// trackFractions tracks events whose timestamps have other digits than the three of all others. Whole seconds are the form of
// the documents' samples; other forms may be refused.
func trackFractions(ctx context.Context, p *kit.Probe) {
	if !p.Honoured {
		p.NotApplicable("the target gives events the time of their receipt")
	}
	var planted []*kit.RunEvent
	for _, form := range []struct {
		layout string
		offset time.Duration
	}{
		{"2006-01-02T15:04:05Z", time.Second},
		{"2006-01-02T15:04:05.0Z", 3500 * time.Millisecond},
		{"2006-01-02T15:04:05.00Z", 5070 * time.Millisecond},
		{"2006-01-02T15:04:05.000000Z", 7120 * time.Millisecond},
	} {
		e := p.OwnEvent("fraction", form.offset)
		k, x := p.Stamping(e.At.Format(form.layout)).Track(ctx, e)
		switch {
		case k != nil:
			planted = append(planted, k)
		case !x.Refused():
			p.Inconclusive("an event could not be tracked: %s", kit.Gist(x))
		case len(planted) == 0:
			p.Fail(conformance.Failure{
				Message: "a timestamp in the form of the documents' samples is refused", Expected: "200 for " + e.At.Format(form.layout),
				Got:       kit.Gist(x),
				Exchanges: []*exchange.Exchange{x},
			})
		default:
			p.Record("a timestamp such as %s is refused with status %d", e.At.Format(form.layout), x.Status)
		}
	}
	p.MustAppear(ctx, planted...)
	whereTheyWerePut(p, planted)
}

// whereTheyWerePut wants events to be listed at the times that they were given, as exactly as those of the planted events are.
func whereTheyWerePut(p *kit.Probe, planted []*kit.RunEvent) {
	const rounding = 10 * time.Millisecond // of the planted events none may lie just between two units
	off := p.Unit
	for _, k := range p.Planted {
		if k.Owned {
			off = max(off, k.When().Sub(k.At).Abs())
		}
	}
	for _, k := range planted {
		p.Saw("timestamps", 1)
		if apart := k.When().Sub(k.At).Abs(); apart > off+rounding {
			p.Fail(conformance.Failure{
				Message: "a timestamp with other digits is listed as another instant", Expected: kit.Bound(k.At), Got: k.Listed.Timestamp,
				Exchanges: p.ExchangesOf(p.Exchanges(), k),
			})
		}
	}
}
