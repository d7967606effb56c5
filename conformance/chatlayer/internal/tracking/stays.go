package tracking

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var stays = conformance.Check{
	ID:          "chatlayer.tracking.stays",
	Level:       conformance.Must,
	Requirement: "CHL-LAW-7",
	Title:       "Events that were listed stay, and stay as they are, until the end of the run.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 50},
	Run:         kit.WithoutPlanted(trackStays),
}

// trackStays reads the planted events again at the end of the run and compares them with what was listed first.
func trackStays(ctx context.Context, p *kit.Probe) {
	notGone(ctx, p)
	p.MustHavePlanted()
	from, to := p.PlantedWindow()
	for _, version := range []string{"LIVE", "DRAFT"} {
		w := p.Exactly(ctx, kit.Query{Start: kit.Bound(from), End: kit.Bound(to), Size: 100, Version: version}, "at the end of the run")
		for _, page := range w.Pages {
			for _, e := range page.Events {
				k := p.Identify(e)
				if k == nil || !k.Seen || k.Double.Load() {
					continue
				}
				p.Saw("events", 1)
				if name, was, is := turned(k.Listed, e); name != "" {
					p.Fail(conformance.Failure{
						Message: "an event changed after it was listed first: " + name + " of " + k.Tag, Symptoms: kit.Unsteady(name),
						Expected: name + " " + was, Got: name + " " + is,
						Exchanges: []*exchange.Exchange{page.X},
					})
				}
			}
		}
	}
}

// notGone looks for the first event of the run if a list showed it and none did later, so that there are no planted events: it fails the
// check if the event is in no list for the settle time.
func notGone(ctx context.Context, p *kit.Probe) {
	for _, k := range p.Lost {
		if !k.Seen || k.When().IsZero() || p.Stuck != "" {
			continue
		}
		q := kit.Query{Start: kit.Bound(k.When()), End: kit.Bound(k.When().Add(time.Second)), Size: 100}
		w := p.Walk(ctx, q)
		for until := p.Clock.Now().Add(p.Target().Settle); p.Clock.Now().Before(until); w = p.Walk(ctx, q) {
			if slices.ContainsFunc(w.Events(), func(e kit.Event) bool { return p.Identify(e) == k }) ||
				p.Clock.Sleep(ctx, kit.LongestPause) != nil {
				return
			}
		}
		p.MustEnd(ctx, w)
		p.Fail(conformance.Failure{
			Message: "an event that a list showed is not listed any more", Expected: k.Label(), Got: w.Size() + ", and not this one",
			Exchanges: append(p.ExchangesOf(p.Exchanges(), k), kit.LastOf(w, 1)...), Symptoms: kit.LostEvents(k),
		})
	}
}

// turned names the first member that two answers show differently, an attribute that is gone included. What was added, and what
// either of them does not show, is no contradiction.
func turned(e kit.Event, later kit.Event) (name, was, is string) {
	before, after := kit.Members(e), kit.Members(later)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		text, shown := after[name]
		switch {
		case strings.HasPrefix(name, "channel_"): // which a server may learn of later
		case shown && text != before[name]:
			return name, kit.Quoted(before[name]), kit.Quoted(text)
		case !shown && strings.HasPrefix(name, "attributes.") && later.Attributes != nil:
			return name, kit.Quoted(before[name]), "none"
		}
	}
	return "", "", ""
}

var allStay = conformance.Check{
	ID:          "chatlayer.tracking.all-stay",
	Level:       conformance.Must,
	Requirement: "CHL-LAW-7",
	Also:        []string{"CHL-PAGE-10"},
	Title:       "A walk over everything that the run tracked shows every event that was listed before.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 1},
	Run:         kit.WithPlanted(trackAllStays),
}

// trackAllStays walks once over everything that the run tracked: longer lists than any other check has.
func trackAllStays(ctx context.Context, p *kit.Probe) {
	own := p.OwnedEvents()
	q := p.ListAround(own)
	p.Saw("events", len(own))
	if len(own) == 0 {
		p.NotApplicable("lists do not say of which bot their events are")
	}
	for _, q.Op = range []string{kit.Get, kit.Post} {
		for _, w := range p.WalkInParts(ctx, q) {
			p.Hold(ctx, w, own, kit.Called(q.Op)+" over everything that the run tracked")
		}
	}
}
