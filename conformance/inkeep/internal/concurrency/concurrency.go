package concurrency

import (
	"context"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// Checks are the checks of events that are sent at the same time.
func Checks() []conformance.Check {
	return []conformance.Check{ownAnswers, idsDistinct, likeEvents}
}

// ownAnswers looks for the mark of one request in the answer to another. Nothing but a mix-up brings it there.
var ownAnswers = conformance.Check{
	ID:          "inkeep.concurrency.own-answers",
	Level:       conformance.Must,
	Requirement: "INK-SCH-3",
	Also:        []string{"INK-SCH-4", "INK-SCH-5", "INK-SCH-6"},
	Title:       "Answers to requests at the same time are not mixed up.",
	Floor:       map[string]int{"answers": 8},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		got := a.Together(ctx, 16, func(i int) kit.Post {
			kind := kit.Kinds()[i%3]
			own := map[string]any{"mark": a.Mark()}
			return kit.Post{Event: a.Event(kind).With("properties", own).With("userProperties", own)}
		})
		for i, g := range got {
			if !g.Good() {
				continue
			}
			foreign := a.Foreign(g.Draft.Body())
			if foreign(string(g.Text)) {
				a.Fail(conformance.Failure{
					Message: "the answer to one event holds what another event said", Expected: string(g.Draft.Body()),
					Got:       kit.Shorten(string(g.Text)),
					LooksLike: a.Likely(g),
					Exchanges: []*exchange.Exchange{g.Exchange}, Pictures: []conformance.Picture{lanes(got, i)},
				})
			}
			a.Saw("answers", 1)
		}
	}),
}

var idsDistinct = conformance.Check{
	ID:          "inkeep.concurrency.ids-distinct",
	Level:       conformance.Should,
	Requirement: "INK-ID-8",
	Title:       "Ids that the target makes are not empty, and distinct in the whole run, also at the same time.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"ids": 10},
	Watch:       watchIDs,
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		got := a.Together(ctx, 12, func(i int) kit.Post { return kit.Post{Event: a.Event(kit.Kinds()[i%3])} })
		seen := map[string]*kit.Answer{}
		for _, g := range got {
			id, isText := g.Event["id"].(string)
			if !g.Good() || !isText {
				continue
			}
			if id == "" {
				a.EmptyID(g)
			}
			if before := seen[id]; before != nil {
				a.SameID(before, g)
			}
			seen[id] = g
			a.Saw("ids", 1)
		}
		if w, _ := a.Watcher().(*distinct); w.found != nil {
			a.Fail(*w.found)
		}
	}),
}

// likeEvents sends what a busy page sends: events that are almost the same.
var likeEvents = conformance.Check{
	ID:          "inkeep.concurrency.like-events",
	Level:       conformance.Must,
	Requirement: "INK-BODY-5",
	Title:       "Events that differ in nothing but a number are all accepted at the same time.",
	Floor:       map[string]int{"answers": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		next := func(reference string) func(int) kit.Post {
			return func(i int) kit.Post {
				return kit.Post{Event: a.Event(api.EntityConversation).With("conversationId", reference).With("properties",
					map[string]any{"n": i})}
			}
		}
		for _, g := range a.InsistOnAll(ctx, func() []*kit.Answer { return a.Together(ctx, 3, next(a.Mark())) }) {
			if why := g.Unsure(); why != "" {
				a.Inconclusive("%s", why)
			}
			if !g.Good() {
				a.FailWith(g, "one of several events about the same conversation is refused", "200", g.Shown())
			}
			a.Saw("answers", 1)
		}
	}),
}

// lanes draws what ran beside what; the answer of that index is the wrong one.
func lanes(got []*kit.Answer, wrong int) conformance.Picture {
	drawn := conformance.Lanes{Lanes: make([]conformance.Lane, 0, 8)}
	var from time.Time
	for _, g := range got {
		if from.IsZero() || g.Began.Before(from) {
			from = g.Began
		}
	}
	for i, g := range got {
		if i < 8 {
			drawn.Lanes = append(drawn.Lanes, conformance.Lane{Name: fmt.Sprintf("client %d", i+1)})
		}
		span := conformance.Span{
			FromMS: ms(g.Began.Sub(from)), ToMS: ms(g.Began.Add(g.Took).Sub(from)), Label: g.Draft.Text("type"), Mark: conformance.Right,
		}
		if i == wrong {
			span.Mark = conformance.Extra
		}
		drawn.Lanes[i%8].Spans = append(drawn.Lanes[i%8].Spans, span)
	}
	return conformance.Picture{Title: "Events sent at the same time.", Lanes: &drawn}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
