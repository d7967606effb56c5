package inkeep

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
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

func stories() []conformance.Check {
	return []conformance.Check{randomEvents, randomIncomplete, randomMisshapen}
}

var randomIncomplete = conformance.Check{
	ID:          "inkeep.story.random-incomplete",
	Level:       conformance.Must,
	Requirement: "INK-BODY-8",
	Also:        []string{"INK-BODY-7", "INK-EVT-9"},
	Title:       "Random events that lack or misstate what is required are refused.",
	Floor:       map[string]int{"refusals": wrongLength},
	Run:         with(randomWrong(streamWrong, incomplete)),
}

var randomMisshapen = conformance.Check{
	ID:          "inkeep.story.random-misshapen",
	Level:       conformance.Should,
	Requirement: "INK-PROP-10",
	Also:        []string{"INK-TIME-4", "INK-TIME-5", "INK-EVT-20"},
	Title:       "Random events with a member of a wrong type are refused.",
	Floor:       map[string]int{"refusals": wrongLength},
	Run:         with(randomWrong(streamOdd, misshapen)),
}

// randomEvents sends the events at the same time, judges all, and shows the first that fails as small as it can be made.
var randomEvents = conformance.Check{
	ID:          "inkeep.story.random-events",
	Level:       conformance.Should,
	Requirement: "INK-SCH-15",
	Also:        []string{"INK-SCH-13", "INK-SCH-14", "INK-SCH-16", "INK-TIME-10", "INK-PROP-1", "INK-PROP-6"},
	Title:       "Random valid events are accepted and come back as they were sent.",
	Floor:       map[string]int{"events": storyLength / 2},
	Run: with(func(ctx context.Context, a *asker) {
		a.needControl()
		g := newGenerator(a.session, a.Target().Seed, streamStory)
		story := make([]draft, storyLength)
		for i := range story {
			story[i] = g.event()
		}
		got := a.together(ctx, len(story), func(i int) post { return post{event: story[i]} })
		for i, g := range got {
			if a.turnedDown(g) {
				g = a.insist(ctx, func() *answer { return a.deliver(ctx, func() post { return post{event: story[i]} }) })
			}
			if g.unsure() != "" {
				continue
			}
			if g.Refused() && a.log(ctx, g.sent.ordinary).good() {
				continue // for its odd letters, which a firewall or a store may not like
			}
			if wrong := a.storyFault(g); wrong != "" {
				a.failSmallest(ctx, g, wrong)
			}
			a.Saw("events", 1)
		}
	}),
}

// storyFault says what is wrong with the answer to a valid event.
func (s *session) storyFault(got *answer) string {
	switch {
	case !got.good():
		return "a valid event is refused: " + got.got()
	case got.event == nil:
		return "a valid event is accepted with an answer that cannot be read: " + got.fault
	default:
		return s.misfit(got)
	}
}

func (a *asker) failSmallest(ctx context.Context, first *answer, wrong string) {
	smallest := first
	shrink(first.sent, shrinkBudget, func(d draft) bool {
		got := a.deliver(ctx, func() post { return post{event: d} })
		if got.unsure() != "" || got.Refused() != first.Refused() || a.storyFault(got) == "" {
			return false
		}
		smallest, wrong = got, a.storyFault(got)
		return true
	})
	a.Fail(conformance.Failure{
		Message: wrong, Expected: string(smallest.sent.body()), Got: smallest.got(), LooksLike: a.likely(smallest),
		Exchanges: []*exchange.Exchange{smallest.Exchange, first.Exchange},
	})
}

// randomWrong breaks random events in random ways; refuse proves each to be broken before it insists.
func randomWrong(stream uint64, spoil func(*generator, draft) wrong) func(context.Context, *asker) {
	return func(ctx context.Context, a *asker) {
		a.needControl()
		g := newGenerator(a.session, a.Target().Seed, stream)
		for range wrongLength {
			a.refuse(ctx, spoil(g, g.event()))
		}
	}
}

// incomplete breaks an event in a way that every server must notice.
func incomplete(g *generator, d draft) wrong {
	reference := ""
	for _, kind := range kinds() {
		if d.string("entityType") == string(kind) {
			reference = kind.ReferenceName()
		}
	}
	required := []string{"type", "entityType", reference}
	name := required[g.IntN(len(required))]
	choices := append(setTo(d.clone, name, nil, []any{"x"}, map[string]any{}),
		wrong{"it has no " + name, func() draft { return d.without(name) }},
		wrong{"its id is empty", func() draft { return d.with("id", "") }},
		wrong{"its entityType is unknown", func() draft { return d.with("entityType", "event") }},
	)
	return choices[g.IntN(len(choices))]
}

// misshapen breaks a member that may be left out.
func misshapen(g *generator, d draft) wrong {
	choices := append(setTo(d.clone, "properties", []any{g.text()}, g.text(), g.number()),
		append(setTo(d.clone, "userProperties", []any{g.text()}, g.text(), true),
			append(setTo(d.clone, "createdAt", g.number(), "2026-01-14T09:26:53", "soon"), setTo(d.clone, "id", []any{g.text()})...)...)...)
	return choices[g.IntN(len(choices))]
}
