package stories

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/shrink"
)

// How many events the random checks send, and how many more to make a failure small.
const (
	storyLength  = 40
	wrongLength  = 8
	shrinkBudget = 60
)

// Streams of the generator: the checks must not draw the same events.
const (
	streamStory = iota + 1
	streamWrong
	streamOdd
)

// Checks are the checks of random events.
func Checks() []conformance.Check {
	return []conformance.Check{randomEvents, randomIncomplete, randomMisshapen}
}

var randomIncomplete = conformance.Check{
	ID:          "inkeep.story.random-incomplete",
	Level:       conformance.Must,
	Requirement: "INK-BODY-8",
	Also:        []string{"INK-BODY-7", "INK-EVT-9"},
	Title:       "Random events that lack or misstate what is required are refused.",
	Floor:       map[string]int{"refusals": wrongLength},
	Run:         kit.With(randomWrong(streamWrong, incomplete)),
}

var randomMisshapen = conformance.Check{
	ID:          "inkeep.story.random-misshapen",
	Level:       conformance.Should,
	Requirement: "INK-PROP-10",
	Also:        []string{"INK-TIME-4", "INK-TIME-5", "INK-EVT-20"},
	Title:       "Random events with a member of a wrong type are refused.",
	Floor:       map[string]int{"refusals": wrongLength},
	Run:         kit.With(randomWrong(streamOdd, misshapen)),
}

// randomEvents sends the events at the same time, judges all, and shows the first that fails as small as it can be made.
var randomEvents = conformance.Check{
	ID:          "inkeep.story.random-events",
	Level:       conformance.Should,
	Requirement: "INK-SCH-15",
	Also:        []string{"INK-SCH-13", "INK-SCH-14", "INK-SCH-16", "INK-TIME-10", "INK-PROP-1", "INK-PROP-6"},
	Title:       "Random valid events are accepted and come back as they were sent.",
	Floor:       map[string]int{"events": storyLength / 2},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.NeedControl()
		g := newGenerator(a.Session, a.Target().Seed, streamStory)
		story := make([]kit.Draft, storyLength)
		for i := range story {
			story[i] = g.event()
		}
		got := a.Together(ctx, len(story), func(i int) kit.Post { return kit.Post{Event: story[i]} })
		for i, g := range got {
			if a.TurnedDown(g) {
				g = a.Insist(ctx, func() *kit.Answer { return a.Deliver(ctx, func() kit.Post { return kit.Post{Event: story[i]} }) })
			}
			if g.Unsure() != "" {
				continue
			}
			if g.Refused() && a.Log(ctx, g.Draft.Ordinary).Good() {
				continue // for its odd letters, which a firewall or a store may not like
			}
			if wrong := storyViolation(a.Session, g); wrong != "" {
				failSmallest(ctx, a, g, wrong)
			}
			a.Saw("events", 1)
		}
	}),
}

// storyViolation says what is wrong with the answer to a valid event.
func storyViolation(s *kit.Session, got *kit.Answer) string {
	switch {
	case !got.Good():
		return "a valid event is refused: " + got.Shown()
	case got.Event == nil:
		return "a valid event is accepted with an answer that cannot be read: " + got.Unread
	default:
		return s.Misfit(got)
	}
}

func failSmallest(ctx context.Context, a *kit.Asker, first *kit.Answer, wrong string) {
	smallest, like := first, a.Likely(first)
	shrink.Smallest(first.Draft, shrinkBudget, reductions, func(d kit.Draft) bool {
		got := a.Deliver(ctx, func() kit.Post { return kit.Post{Event: d} })
		other := got.Refused() != first.Refused() || like != "" && a.Likely(got) != like // and so a case of something else
		if got.Unsure() != "" || other || storyViolation(a.Session, got) == "" {
			return false
		}
		smallest, wrong = got, storyViolation(a.Session, got)
		return true
	})
	a.Fail(conformance.Failure{
		Message: wrong, Expected: string(smallest.Draft.Body()), Got: smallest.Shown(), LooksLike: a.Likely(smallest),
		Exchanges: []*exchange.Exchange{smallest.Exchange, first.Exchange},
	})
}

// randomWrong breaks random events in random ways; Refuse proves each to be broken before it insists.
func randomWrong(stream uint64, spoil func(*generator, kit.Draft) kit.Wrong) func(context.Context, *kit.Asker) {
	return func(ctx context.Context, a *kit.Asker) {
		a.NeedControl()
		g := newGenerator(a.Session, a.Target().Seed, stream)
		for range wrongLength {
			a.Refuse(ctx, spoil(g, g.event()))
		}
	}
}

// incomplete breaks an event in a way that every server must notice.
func incomplete(g *generator, d kit.Draft) kit.Wrong {
	reference := ""
	for _, kind := range kit.Kinds() {
		if d.Text("entityType") == string(kind) {
			reference = kind.ReferenceName()
		}
	}
	required := []string{"type", "entityType", reference}
	name := required[g.IntN(len(required))]
	choices := append(kit.SetTo(d.Clone, name, nil, []any{"x"}, map[string]any{}),
		kit.Wrong{What: "it has no " + name, Event: func() kit.Draft { return d.Without(name) }},
		kit.Wrong{What: "its id is empty", Event: func() kit.Draft { return d.With("id", "") }},
		kit.Wrong{What: "its entityType is unknown", Event: func() kit.Draft { return d.With("entityType", "event") }},
	)
	return choices[g.IntN(len(choices))]
}

// misshapen breaks a member that may be left out.
func misshapen(g *generator, d kit.Draft) kit.Wrong {
	choices := append(kit.SetTo(d.Clone, "properties", []any{g.text()}, g.text(), g.number()),
		append(kit.SetTo(d.Clone, "userProperties", []any{g.text()}, g.text(), true),
			append(kit.SetTo(d.Clone, "createdAt", g.number(), "2026-01-14T09:26:53", "soon"),
				kit.SetTo(d.Clone, "id", []any{g.text()})...)...)...)
	return choices[g.IntN(len(choices))]
}
