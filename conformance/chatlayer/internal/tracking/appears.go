package tracking

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var appears = conformance.Check{
	ID:          "chatlayer.tracking.appears",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-1",
	Title:       "An event that was acknowledged is listed within the settle time.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"acknowledged": 1},
	Run:         kit.WithoutPlanted(trackAppears),
}

// trackAppears reports acknowledged planted events that no list ever showed. Where none at all was shown it cannot tell: how
// long that takes nobody documents.
func trackAppears(_ context.Context, p *kit.Probe) {
	p.Saw("acknowledged", len(p.Planted)+len(p.Lost))
	gone := slices.DeleteFunc(slices.Clone(p.Lost), func(k *kit.RunEvent) bool { return agedAway(p, k) })
	if len(gone) == 0 {
		return
	}
	if p.Stuck != "" {
		p.Inconclusive("acknowledged events were not found, because %s", p.Stuck)
	}
	lost := gone[0]
	if lost.Seen {
		p.Inconclusive("an acknowledged event was listed, and is not any more; see chatlayer.tracking.stays")
	}
	if len(p.Planted) == 0 {
		p.Inconclusive("none of %s was listed within the settle time of %s; allow more with --settle",
			english.Count(len(gone), "acknowledged event"), p.Target().Settle)
	}
	p.MustBeReadable()
	p.Fail(conformance.Failure{
		Message:  "never listed: " + english.Of(len(gone), len(gone)+len(p.Planted), "acknowledged event"),
		Symptoms: kit.LostEvents(lost),
		Expected: "every acknowledged event in a list of its window",
		Got: fmt.Sprintf("nothing of event_id %s (tag %s), which was looked for during %s by several routes", kit.Quoted(lost.EventID),
			lost.Tag, p.Target().Settle),
		Exchanges: p.ExchangesOf(p.Exchanges(), lost),
	})
}

// agedAway reports whether an event lies hours back and nothing as old was shown: how long events are kept nobody documents.
func agedAway(p *kit.Probe, k *kit.RunEvent) bool {
	return k.At.Before(p.Base) && !slices.ContainsFunc(p.Planted, func(shown *kit.RunEvent) bool { return !shown.At.After(k.At) })
}

var once = conformance.Check{
	ID:          "chatlayer.tracking.once",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-1",
	Title:       "One track is one event.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"events": 50},
	Run:         kit.WithPlanted(trackOnce),
}

// trackOnce counts how often each planted event is listed: under several ids, by what was sent, and on one page.
func trackOnce(ctx context.Context, p *kit.Probe) {
	w := p.SharedWalk(ctx, kit.Get)
	ids := map[*kit.RunEvent]map[string]bool{}
	for _, page := range w.Pages {
		here := map[string]int{}
		for _, e := range page.Events {
			k := p.Identify(e)
			if k == nil {
				continue
			}
			if ids[k] == nil {
				ids[k] = map[string]bool{}
				p.Saw("events", 1)
			}
			ids[k][e.Key()] = true
			if here[e.Key()]++; len(ids[k]) > 1 || here[e.Key()] > 1 {
				p.Fail(conformance.Failure{
					Message: "one track became more than one event", Symptoms: kit.RepeatedEvents(), Expected: "one event for " + k.Label(),
					Got: fmt.Sprintf("%s, under %s", english.Count(max(len(ids[k]), here[e.Key()]), "event"),
						english.Count(len(ids[k]), "id")),
					Exchanges: append(p.ExchangesOf(p.Exchanges(), k), page.X),
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
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"events": 50},
	Run:         kit.WithPlanted(trackAsSent),
}

// trackAsSent compares what lists show of the planted events with what was tracked. Attributes that were added are recorded: a server may
// know more of an event than its client.
func trackAsSent(ctx context.Context, p *kit.Probe) {
	added, drafts := map[string]bool{}, p.ListPlanted(kit.Get)
	drafts.Version = "DRAFT"
	for _, w := range []kit.Walk{p.SharedWalk(ctx, kit.Get), p.SharedWalk(ctx, kit.Post), p.MustWalk(ctx, drafts)} {
		for _, page := range w.Pages {
			for _, e := range page.Events {
				k := p.Identify(e)
				if k == nil || !k.Owned {
					continue
				}
				p.Saw("events", 1)
				sameAsSent(p, k, e, page)
				for key := range e.Attributes {
					if _, sent := k.Attributes[key]; !sent && len(added) < kit.MostNoted {
						added[key] = true
					}
				}
			}
		}
	}
	if len(added) > 0 {
		p.Record("attributes that were not sent: %s", kit.Joined(slices.Sorted(maps.Keys(added))))
	}
}

// sameAsSent fails the check if an event is listed otherwise than it was tracked.
func sameAsSent(p *kit.Probe, k *kit.RunEvent, e kit.Event, page kit.Page) {
	if name, want, got := p.Changed(k, e); name != "" {
		p.Fail(conformance.Failure{
			Message:  fmt.Sprintf("an event is listed with another %s than it was tracked with", name),
			Expected: name + " " + kit.Quoted(want), Got: name + " " + got, Symptoms: kit.ChangedMember(name),
			LooksLike: lostValue(p, name, want, got),
			Exchanges: append(p.ExchangesOf(p.Exchanges(), k), page.X),
		})
	}
}

// lostValue names the mistake by which such a value is listed otherwise, or not at all; it is empty if it is none of those known.
func lostValue(p *kit.Probe, name, want, got string) string {
	if strings.HasPrefix(name, "attribute ") && want == "" && got == "none" {
		return "attributes whose value is the empty text are dropped"
	}
	return p.KeptOtherwise(name, want, strings.Trim(got, `"`))
}

var listedID = conformance.Check{
	ID:          "chatlayer.tracking.listed-id",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-17",
	Title:       "Lists show an event under the event_id that the track was answered with.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"ids": 20},
	Run:         kit.WithPlanted(trackListedID),
}

// trackListedID compares the ids of lists with the answers of the tracks.
func trackListedID(_ context.Context, p *kit.Probe) {
	if !slices.ContainsFunc(p.Planted, func(k *kit.RunEvent) bool { return k.EventID != "" && k.Listed.ID != "" }) {
		p.NotApplicable("the answers of tracks have no event_id, or no list shows an id")
	}
	for _, k := range p.Planted {
		if !k.Owned || k.EventID == "" || k.Listed.ID == "" {
			continue
		}
		p.Saw("ids", 1)
		if k.Listed.ID != k.EventID {
			p.Fail(conformance.Failure{
				Message: "a list shows an event under another id than the track was answered with", Symptoms: kit.Unsteady("id"),
				Expected: "id " + kit.Quoted(k.EventID),
				Got:      "id " + kit.Quoted(k.Listed.ID), Exchanges: p.ExchangesOf(p.Exchanges(), k),
			})
		}
	}
}

var visibility = conformance.Check{
	ID:          "chatlayer.tracking.visibility",
	Level:       conformance.Info,
	Requirement: "CHL-TRK-23",
	Title:       "How long an event takes to become visible.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"events": 1},
	NoMutant:    "it only records",
	Run:         kit.WithPlanted(trackVisibility),
}

// trackVisibility records how long the planted events took to be seen. The looks are some time apart, so it is an upper bound.
func trackVisibility(_ context.Context, p *kit.Probe) {
	var waits []time.Duration
	for _, k := range p.Planted {
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
	p.Record("%s, seen at most %s (median), %s (95 of 100) and %s (the last) after the acknowledgement; client timestamps are %s",
		english.Count(len(waits), "event"), at(0.5), at(0.95), at(1),
		map[bool]string{true: "kept", false: "replaced by the time of receipt"}[p.Honoured])
}
