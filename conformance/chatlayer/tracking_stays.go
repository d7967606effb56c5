package chatlayer

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var trackingStays = conformance.Check{
	ID:          "chatlayer.tracking.stays",
	Level:       conformance.Must,
	Requirement: "CHL-LAW-7",
	Title:       "Events that were listed stay, and stay as they are, until the end of the run.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 50},
	Run:         bare(trackStays),
}

// trackStays reads the seed again at the end of the run and compares it with what was listed first.
func trackStays(ctx context.Context, p *probe) {
	notGone(ctx, p)
	p.seeded()
	from, to := p.s.window()
	for _, version := range []string{"LIVE", "DRAFT"} {
		w := p.Exactly(ctx, Query{Start: bound(from), End: bound(to), Size: 100, Version: version}, "at the end of the run")
		for _, page := range w.Pages {
			for _, e := range page.Events {
				k := p.s.identify(e)
				if k == nil || !k.Seen || k.double.Load() {
					continue
				}
				p.Saw("events", 1)
				if name, was, is := turned(k.Listed, e); name != "" {
					p.Fail(conformance.Failure{
						Message: "an event changed after it was listed first: " + name + " of " + k.Tag, Symptoms: unsteady(name),
						Expected: name + " " + was, Got: name + " " + is,
						Exchanges: []*exchange.Exchange{page.X},
					})
				}
			}
		}
	}
}

// notGone looks for the first event of the run if a list showed it and none did later, so that there is no seed: it fails the check if
// the event is in no list for the settle time.
func notGone(ctx context.Context, p *probe) {
	for _, k := range p.s.lost {
		if !k.Seen || k.when().IsZero() || p.s.stuck != "" {
			continue
		}
		q := Query{Start: bound(k.when()), End: bound(k.when().Add(time.Second)), Size: 100}
		w := p.Walk(ctx, q)
		for until := p.s.clock.Now().Add(p.s.target.Settle); p.s.clock.Now().Before(until); w = p.Walk(ctx, q) {
			if slices.ContainsFunc(w.Events(), func(e Event) bool { return p.s.identify(e) == k }) || p.s.clock.Sleep(ctx, slowest) != nil {
				return
			}
		}
		p.whole(ctx, w)
		p.Fail(conformance.Failure{
			Message: "an event that a list showed is not listed any more", Expected: k.label(), Got: w.size() + ", and not this one",
			Exchanges: append(p.s.exchangesOf(p.Traffic(), k), lastOf(w, 1)...), Symptoms: lostEvents(k),
		})
	}
}

// turned names the first member that two answers show differently, an attribute that is gone included. What was added, and what
// either of them does not show, is no contradiction.
func turned(e Event, later Event) (name, was, is string) {
	before, after := members(e), members(later)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		text, shown := after[name]
		switch {
		case strings.HasPrefix(name, "channel_"): // which a server may learn of later
		case shown && text != before[name]:
			return name, quoted(before[name]), quoted(text)
		case !shown && strings.HasPrefix(name, "attributes.") && later.Attributes != nil:
			return name, quoted(before[name]), "none"
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
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 1},
	Run:         with(trackAllStays),
}

// trackAllStays walks once over everything that the run tracked: longer lists than any other check has.
func trackAllStays(ctx context.Context, p *probe) {
	own := owned(p.s)
	q := p.s.around(own)
	p.Saw("events", len(own))
	if len(own) == 0 {
		p.NotApplicable("lists do not say of which bot their events are")
	}
	for _, q.Op = range []string{get, post} {
		for _, w := range p.inParts(ctx, q) {
			p.Hold(ctx, w, own, called(q.Op)+" over everything that the run tracked")
		}
	}
}

// owned are the live events of the last day that the run tracked and has seen, but for those whose id it gave twice: a second event
// with the same id may replace the first.
func owned(s *session) []*Known {
	s.mu.Lock()
	defer s.mu.Unlock()
	var own []*Known
	for _, k := range s.byTag {
		here := k.Bot == "" && (strings.EqualFold(k.Listed.BotID, s.target.Bot) || k.Listed.BotID == "" && s.target.OtherBot == "")
		if here && s.givenTo[k.ID] < 2 && k.Owned && k.Acked && k.Seen && versionOf(k.Sent) == "LIVE" && k.Version != "" &&
			!k.when().Before(s.base.Add(-time.Minute)) && k.when().Before(s.began.Add(time.Hour)) {
			own = append(own, k)
		}
	}
	return own
}
