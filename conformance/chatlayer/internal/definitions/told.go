package definitions

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var ofItsEvents = conformance.Check{
	ID:          "chatlayer.definitions.of-its-events",
	Level:       conformance.Should,
	Requirement: "CHL-DEF-19",
	Title:       "volume_30_day and last_seen_at of an event definition tell of no other events than its own.",
	Operations:  []string{"TrackEvent", kit.Definitions},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"definitions": 1},
	Run:         kit.WithPlanted(runOfItsEvents),
}

// runOfItsEvents tracks events of a name that nobody else's have, and some that careless counting takes for them, so that as many as it
// tracked, or as the list shows where some are kept twice, are the most that there can be. Fewer, and an older instant, say nothing: which
// of the events they tell of nobody documents.
func runOfItsEvents(ctx context.Context, p *kit.Probe) {
	mustDefine(ctx, p) // before anything is tracked for it
	const later = 33*time.Minute + 7*time.Second
	there := p.OwnEvent("of_its", later)
	there.Bot = p.Elsewhere()
	_, _ = p.Track(ctx, there) // which may be refused
	like := p.MustTrack(ctx, p.OwnEvent("of_its_kind", later))
	first := p.MustTrack(ctx, p.OwnEvent("of_its", 0))
	p.MustShow(ctx, like, first, p.MustTrack(ctx, p.OwnEvent("of_its", time.Minute)))
	its := p.TrackedAs(first.Event)
	var d kit.Definition
	var pages []kit.DefinitionPage
	if !p.Await(ctx, func() bool {
		var list []kit.Definition
		list, pages = p.DefinitionWalk(ctx, kit.DefinitionQuery{Size: 100})
		i := slices.IndexFunc(list, func(d kit.Definition) bool {
			return d.Event == first.Event && (d.Bot == "" || kit.SameBot(d.Bot, p.Bot))
		})
		if i >= 0 {
			d = list[i]
		}
		return i >= 0
	}) {
		p.NotApplicable("%s", onlyCreated)
	}
	p.Saw("definitions", 1)
	most := len(its)
	if d.Volume > most {
		most = max(most, listedAs(ctx, p, first.Event))
	}
	wrong := ""
	switch {
	case d.Volume > most:
		wrong = fmt.Sprintf("volume_30_day is %d, and there are %s of the name", d.Volume, english.Count(most, "event"))
	case !d.Seen.IsZero() && !mayBe(p, d.Seen, its):
		wrong = "last_seen_at is " + kit.Bound(d.Seen) + ", when no event of the name happened or came"
	default:
		return
	}
	p.Fail(conformance.Failure{
		Message: "an event definition tells of other events than its own: " + wrong, Expected: "its own events, or none",
		Got: kit.ShortJSON(d.Told), Exchanges: append(lastOf(pages, 1), p.ExchangesOf(p.Exchanges(), its[0])...),
	})
}

// listedAs is how many live events of a name the list has that may be the run's.
func listedAs(ctx context.Context, p *kit.Probe, name string) (n int) {
	from, to := p.RunWindow()
	w := p.MustWalk(ctx, kit.Query{Op: kit.Get, Start: kit.Bound(from), End: kit.Bound(to), Size: 100, Event: name})
	for _, page := range w.Pages {
		n += len(page.Events)
	}
	return n
}

// mustDefine ends the check if no planted event has a definition.
func mustDefine(ctx context.Context, p *kit.Probe) {
	list, _ := p.DefinitionWalk(ctx, kit.DefinitionQuery{Size: 100})
	if !slices.ContainsFunc(list, func(d kit.Definition) bool { return d.Event == p.Names.Event() }) {
		p.NotApplicable("%s", onlyCreated)
	}
}

const quarterHour = 15 * time.Minute

// onlyCreated is why nothing is told of events that were only tracked.
const onlyCreated = "no event has a definition that nobody created, and nobody says that it must"

// mayBe reports whether an instant can be that of some events: when they happened or came, to the second, the minute, the hour or the day,
// which begin in some zones at other quarters of an hour than in UTC. A day has up to 25 hours.
func mayBe(p *kit.Probe, at time.Time, events []*kit.RunEvent) bool {
	if from, to := p.RunWindow(); kit.Inside(at, from, to) {
		return true
	}
	return slices.ContainsFunc(events, func(k *kit.RunEvent) bool {
		return slices.ContainsFunc([]time.Time{k.When(), k.AckedAt}, func(its time.Time) bool {
			since := its.Sub(at)
			quarter := at.Equal(at.Truncate(quarterHour)) && since >= 0 && since < 25*time.Hour
			return since.Abs() <= time.Second || quarter || at.Equal(its.Truncate(time.Minute))
		})
	})
}

var trackedNames = conformance.Check{
	ID:          "chatlayer.definitions.tracked",
	Level:       conformance.Should,
	Requirement: "CHL-DEF-20",
	Title:       "A list that has definitions of events that were only tracked has those of all of them.",
	Operations:  []string{"TrackEvent", kit.Definitions},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"names": 2},
	Run:         kit.WithPlanted(runTracked),
}

// runTracked looks for the names of planted events. That none has a definition is the target's right, and how soon they have one, and how
// many of them, nobody says: those that were tracked last may have none.
func runTracked(ctx context.Context, p *kit.Probe) {
	var names, lacking []string
	for _, k := range slices.SortedFunc(slices.Values(p.Planted), func(a, b *kit.RunEvent) int { return a.AckedAt.Compare(b.AckedAt) }) {
		if kit.IsPlain(k.Sent) && kit.VersionOf(k.Sent) == "LIVE" && !slices.Contains(names, k.Event) {
			names = append(names, k.Event)
		}
	}
	var pages []kit.DefinitionPage
	all := p.Await(ctx, func() bool {
		var list []kit.Definition
		list, pages = p.DefinitionWalk(ctx, kit.DefinitionQuery{Size: 100})
		lacking = slices.DeleteFunc(slices.Clone(names), func(name string) bool {
			return slices.ContainsFunc(list, func(d kit.Definition) bool { return d.Event == name })
		})
		return len(lacking) == 0 || len(lacking) == len(names)
	})
	if len(lacking) == len(names) {
		p.NotApplicable("%s", onlyCreated)
	}
	if !all && slices.Equal(lacking, names[len(names)-len(lacking):]) {
		p.NotApplicable("of %s only the first that were tracked have a definition, and nobody says when the others get one",
			english.Count(len(names), "name"))
	}
	if !all {
		p.Fail(conformance.Failure{
			Message: "some events that were tracked have a definition, and others have none", Exchanges: lastOf(pages, 1),
			Expected: "a definition of each of " + english.Count(len(names), "name"), Got: "none of " + lacking[0],
		})
	}
	p.Saw("names", len(names))
}

var told = conformance.Check{
	ID:          "chatlayer.definitions.told",
	Level:       conformance.Info,
	Requirement: "CHL-TRK-25",
	Also:        []string{"CHL-DEF-9", "CHL-DEF-12"},
	Title:       "Whether tracked events have a definition, and what its volume_30_day and last_seen_at tell of.",
	Operations:  []string{"TrackEvent", kit.Definitions},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	NoMutant:    "records only",
	Run:         kit.WithPlanted(runTold),
}

// runTold records what the definition of planted events tells.
func runTold(ctx context.Context, p *kit.Probe) {
	list, _ := p.DefinitionWalk(ctx, kit.DefinitionQuery{Size: 100})
	name := p.Names.Event()
	i := slices.IndexFunc(list, func(d kit.Definition) bool { return d.Event == name })
	if i < 0 {
		p.Record("events that were tracked have no definition unless it is created")
		return
	}
	its, latest := p.TrackedAs(name), time.Time{}
	for _, k := range its {
		if k.When().After(latest) {
			latest = k.When()
		}
	}
	seen := "no last_seen_at"
	if at := list[i].Seen; !at.IsZero() {
		seen = "last_seen_at " + map[bool]string{true: "that of the latest", false: "another instant"}[at.Sub(latest).Abs() < time.Second]
	}
	p.Record("the definition of %s that were tracked has volume_30_day %s and %s", english.Count(len(its), "event"),
		kit.ShortJSON(list[i].Told["volume_30_day"]), seen)
}
