package inkeep

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

func concurrency() []conformance.Check {
	return []conformance.Check{ownAnswers, idsDistinct, likeEvents}
}

// together delivers n requests over some lanes at the same time and returns the answers in the order of the requests.
func (a *asker) together(ctx context.Context, n int, next func(i int) post) []*answer {
	const lanes = 8
	got := make([]*answer, n)
	var all sync.WaitGroup
	for lane := range min(lanes, n) {
		all.Go(func() {
			for i := lane; i < n; i += lanes {
				got[i] = a.deliver(ctx, func() post { return next(i) })
			}
		})
	}
	all.Wait()
	return got
}

// ownAnswers looks for the mark of one request in the answer to another. Nothing but a mix-up brings it there.
var ownAnswers = conformance.Check{
	ID:          "inkeep.concurrency.own-answers",
	Level:       conformance.Must,
	Requirement: "INK-SCH-3",
	Also:        []string{"INK-SCH-4", "INK-SCH-5", "INK-SCH-6"},
	Title:       "Answers to requests at the same time are not mixed up.",
	Floor:       map[string]int{"answers": 8},
	Run: with(func(ctx context.Context, a *asker) {
		got := a.together(ctx, 16, func(i int) post {
			kind := kinds()[i%3]
			own := map[string]any{"mark": a.mark()}
			return post{event: a.event(kind).with("properties", own).with("userProperties", own)}
		})
		for i, g := range got {
			if !g.good() {
				continue
			}
			foreign := a.foreign(g.sent.body())
			if foreign(string(g.text)) {
				a.Fail(conformance.Failure{
					Message: "the answer to one event holds what another event said", Expected: string(g.sent.body()), Got: shorten(string(g.text)), LooksLike: a.likely(g),
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
	Run: with(func(ctx context.Context, a *asker) {
		got := a.together(ctx, 12, func(i int) post { return post{event: a.event(kinds()[i%3])} })
		seen := map[string]*answer{}
		for _, g := range got {
			id, isText := g.event["id"].(string)
			if !g.good() || !isText {
				continue
			}
			if id == "" {
				a.fail(g, "an event gets an empty id", "an id that is not empty", g.got())
			}
			if before := seen[id]; before != nil {
				a.sameID(before, g)
			}
			seen[id] = g
			a.Saw("ids", 1)
		}
		if w, _ := a.Watcher().(*distinct); w.found != nil {
			a.Fail(*w.found)
		}
	}),
}

// sameID fails unless the two answers are to one event.
func (a *asker) sameID(one, other *answer) {
	if bytes.Equal(one.sent.body(), other.sent.body()) {
		return
	}
	a.Fail(conformance.Failure{
		Message: "two events got the same id", Expected: "an id of its own for each", Got: "twice " + brief(one.member("id")), LooksLike: a.likely(other),
		Exchanges: []*exchange.Exchange{one.Exchange, other.Exchange},
	})
}

// likeEvents sends what a busy page sends: events that are almost the same.
var likeEvents = conformance.Check{
	ID:          "inkeep.concurrency.like-events",
	Level:       conformance.Must,
	Requirement: "INK-BODY-5",
	Title:       "Events that differ in nothing but a number are all accepted at the same time.",
	Floor:       map[string]int{"answers": 3},
	Run: with(func(ctx context.Context, a *asker) {
		next := func(reference string) func(int) post {
			return func(i int) post {
				return post{event: a.event(api.EntityConversation).with("conversationId", reference).with("properties", map[string]any{"n": i})}
			}
		}
		for _, g := range a.insistOnAll(ctx, func() []*answer { return a.together(ctx, 3, next(a.mark())) }) {
			if why := g.unsure(); why != "" {
				a.Inconclusive("%s", why)
			}
			if !g.good() {
				a.fail(g, "one of several events about the same conversation is refused", "200", g.got())
			}
			a.Saw("answers", 1)
		}
	}),
}

// lanes draws what ran beside what; the answer of that index is the wrong one.
func lanes(got []*answer, wrong int) conformance.Picture {
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
			FromMS: ms(g.Began.Sub(from)), ToMS: ms(g.Began.Add(g.Took).Sub(from)), Label: g.sent.string("type"), Mark: conformance.Right,
		}
		if i == wrong {
			span.Mark = conformance.Extra
		}
		drawn.Lanes[i%8].Spans = append(drawn.Lanes[i%8].Spans, span)
	}
	return conformance.Picture{Title: "Events sent at the same time.", Lanes: &drawn}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
