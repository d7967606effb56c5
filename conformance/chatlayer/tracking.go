package chatlayer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

var trackingAppears = conformance.Check{
	ID:          "chatlayer.tracking.appears",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-1",
	Title:       "An event that was acknowledged is listed within the settle time.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"acknowledged": 1},
	Run:         bare(trackAppears),
}

// trackAppears reports acknowledged events of the seed that no list ever showed. Where none at all was shown it cannot tell: how
// long that takes nobody documents.
func trackAppears(_ context.Context, p *probe) {
	p.Saw("acknowledged", len(p.s.seed)+len(p.s.lost))
	if len(p.s.lost) == 0 {
		return
	}
	if p.s.stuck != "" {
		p.Inconclusive("acknowledged events were not found, because %s", p.s.stuck)
	}
	lost := p.s.lost[0]
	if lost.Seen {
		p.Inconclusive("an acknowledged event was listed, and is not any more; chatlayer.tracking.stays is about that")
	}
	if len(p.s.seed) == 0 {
		p.Inconclusive("none of %d acknowledged events was listed within the settle time of %s; allow more with --settle", len(p.s.lost),
			p.s.target.Settle)
	}
	p.readable()
	p.Fail(conformance.Failure{
		Message:  fmt.Sprintf("%d of %d acknowledged events were never listed", len(p.s.lost), len(p.s.lost)+len(p.s.seed)),
		Symptoms: lostEvents(lost),
		Expected: "every acknowledged event in a list of its window",
		Got: fmt.Sprintf("nothing of event_id %s (tag %s), which was looked for during %s by several routes", quoted(lost.EventID),
			lost.Tag, p.s.target.Settle),
		Exchanges: p.s.exchangesOf(p.Traffic(), lost),
	})
}

var trackingOnce = conformance.Check{
	ID:          "chatlayer.tracking.once",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-1",
	Title:       "One track is one event.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"events": 50},
	Run:         with(trackOnce),
}

// trackOnce counts how often each event of the seed is listed: under several ids, by what was sent, and on one page.
func trackOnce(ctx context.Context, p *probe) {
	w := p.wholeSeed(ctx, get)
	ids := map[*Known]map[string]bool{}
	for _, page := range w.Pages {
		here := map[string]int{}
		for _, e := range page.Events {
			k := p.s.identify(e)
			if k == nil {
				continue
			}
			if ids[k] == nil {
				ids[k] = map[string]bool{}
				p.Saw("events", 1)
			}
			ids[k][e.key()] = true
			if here[e.key()]++; len(ids[k]) > 1 || here[e.key()] > 1 {
				p.Fail(conformance.Failure{
					Message: "one track became more than one event", Symptoms: repeatedEvents(), Expected: "one event for " + k.label(),
					Got:       fmt.Sprintf("%s, under %s", plural(max(len(ids[k]), here[e.key()]), "event"), plural(len(ids[k]), "id")),
					Exchanges: append(p.s.exchangesOf(p.Traffic(), k), page.X),
				})
			}
		}
	}
}

var asSent = conformance.Check{
	ID:          "chatlayer.tracking.as-sent",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-2",
	Also:        []string{"CHL-TRK-6"},
	Title:       "A listed event is what was tracked: event, user, conversation, version and attributes.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"events": 50},
	Run:         with(trackAsSent),
}

// trackAsSent compares what lists show of the seed with what was tracked. Attributes that were added are recorded: a server may
// know more of an event than its client.
func trackAsSent(ctx context.Context, p *probe) {
	added, drafts := map[string]bool{}, p.s.all(get)
	drafts.Version = "DRAFT"
	for _, w := range []Walk{p.wholeSeed(ctx, get), p.wholeSeed(ctx, post), p.WholeWalk(ctx, drafts)} {
		for _, page := range w.Pages {
			for _, e := range page.Events {
				k := p.s.identify(e)
				if k == nil || !k.Owned {
					continue
				}
				p.Saw("events", 1)
				sameAsSent(p, k, e, page)
				for key := range e.Attributes {
					if _, sent := k.Attributes[key]; !sent && len(added) < mostNoted {
						added[key] = true
					}
				}
			}
		}
	}
	if len(added) > 0 {
		p.Record("attributes that were not sent: %s", listed(slices.Sorted(maps.Keys(added))))
	}
}

// sameAsSent fails the check if an event is listed otherwise than it was tracked.
func sameAsSent(p *probe, k *Known, e Event, page Page) {
	if name, want, got := p.s.changed(k, e); name != "" {
		p.Fail(conformance.Failure{
			Message:  fmt.Sprintf("an event is listed with another %s than it was tracked with", name),
			Expected: name + " " + quoted(want), Got: name + " " + got, Symptoms: changedMember(name), LooksLike: lostValue(name, want, got),
			Exchanges: append(p.s.exchangesOf(p.Traffic(), k), page.X),
		})
	}
}

// lostValue names the mistake by which such a value is not listed; it is empty if it is none of those known.
func lostValue(name, want, got string) string {
	if strings.HasPrefix(name, "attribute ") && want == "" && got == "none" {
		return "attributes whose value is the empty text are dropped"
	}
	return ""
}

var listedID = conformance.Check{
	ID:          "chatlayer.tracking.listed-id",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-17",
	Title:       "Lists show an event under the event_id that the track was answered with.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"ids": 20},
	Run:         with(trackListedID),
}

// trackListedID compares the ids of lists with the answers of the tracks.
func trackListedID(_ context.Context, p *probe) {
	if !slices.ContainsFunc(p.s.seed, func(k *Known) bool { return k.EventID != "" && k.Listed.ID != "" }) {
		p.NotApplicable("the answers of tracks have no event_id, or no list shows an id")
	}
	for _, k := range p.s.seed {
		if !k.Owned || k.EventID == "" || k.Listed.ID == "" {
			continue
		}
		p.Saw("ids", 1)
		if k.Listed.ID != k.EventID {
			p.Fail(conformance.Failure{
				Message: "a list shows an event under another id than the track was answered with", Symptoms: unsteady("id"),
				Expected: "id " + quoted(k.EventID),
				Got:      "id " + quoted(k.Listed.ID), Exchanges: p.s.exchangesOf(p.Traffic(), k),
			})
		}
	}
}

var trackingVisibility = conformance.Check{
	ID:          "chatlayer.tracking.visibility",
	Level:       conformance.Info,
	Requirement: "CHL-TRK-23",
	Title:       "How long an event takes to become visible.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"events": 1},
	Unproved:    "it only records",
	Run:         with(trackVisibility),
}

// trackVisibility records how long the seed took to be seen. The looks are some time apart, so it is an upper bound.
func trackVisibility(_ context.Context, p *probe) {
	var waits []time.Duration
	for _, k := range p.s.seed {
		if k.Owned {
			waits = append(waits, k.SeenAt.Sub(k.AckedAt))
		}
	}
	if len(waits) == 0 {
		return
	}
	slices.Sort(waits)
	p.Saw("events", len(waits))
	at := func(share float64) time.Duration {
		return waits[int(share*float64(len(waits)-1))].Round(time.Millisecond)
	}
	p.Record("%d events were seen at most %s (median), %s (95 of 100) and %s (the last) after their acknowledgement; client timestamps are %s",
		len(waits), at(0.5), at(0.95), at(1), map[bool]string{true: "kept", false: "replaced by the time of receipt"}[p.s.honoured])
}
