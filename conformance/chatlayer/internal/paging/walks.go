package paging

import (
	"context"
	"fmt"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var complete = conformance.Check{
	ID:          "chatlayer.paging.complete",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-PAGE-6", "CHL-PAGE-8", "CHL-PAGE-11", "CHL-PAGE-24"},
	Title:       "A walk along the page tokens shows every event exactly once, and ends.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"events": 1, "pages": 2},
	Run:         kit.WithoutPlanted(runComplete),
}

// runComplete walks all planted events in both versions. If the run has none because walks never end, that is what it shows.
func runComplete(ctx context.Context, p *kit.Probe) {
	if w := p.Endless.Load(); p.Problem != "" && w != nil {
		p.Fail(p.EndlessWalk(*w))
	}
	p.MustHavePlanted()
	for _, op := range p.EveryList() {
		p.HoldPlanted(ctx, p.SharedWalk(ctx, op), kit.Called(op)+" over the whole window")
		if op != kit.Team && !p.Target().ReadOnly {
			q := p.ListPlanted(op).Sized(10)
			q.Version = "DRAFT"
			p.WalkPlanted(ctx, q, kit.Called(op)+" over the drafts of the whole window")
		}
	}
}

var everySize = conformance.Check{
	ID:          "chatlayer.paging.every-size",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-PAGE-7"},
	Title:       "A walk shows every event exactly once with every page_size.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"events": 1, "later pages": 1},
	Run:         kit.WithPlanted(runEverySize),
}

// runEverySize walks with page sizes of all kinds, small ones over small windows.
func runEverySize(ctx context.Context, p *kit.Probe) {
	// How many events a window has for a page_size, so that a walk has some pages and never very many.
	events := map[int]int{1: 8, 2: 8, 7: 24, 49: 120, 50: 120, 99: 120}
	turns := map[string][]int{kit.Get: {1, 7, 50, 99}, kit.Post: {1, 49}, kit.Team: {2, 50}}
	for _, op := range p.EveryList() {
		for _, size := range turns[op] {
			q := p.ListSome(op, events[size], p.Random(fmt.Sprint("size", size, op)))
			w := p.WalkPlanted(ctx, q.Sized(size), fmt.Sprintf("%s with page_size %d", kit.Called(op), size))
			p.Saw("later pages", len(w.Pages)-1)
		}
	}
}

var overHundred = conformance.Check{
	ID:          "chatlayer.paging.over-hundred",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-3",
	Also:        []string{"CHL-PAGE-2"},
	Title:       "A page_size above 100 counts as 100.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"walks": 4, "events": 1},
	Run:         kit.WithPlanted(runOverHundred),
}

// runOverHundred walks with page sizes that count as 100.
func runOverHundred(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		for i, size := range []int{101, 2147483647, 1000} {
			if i == 2 && op != kit.Get {
				break
			}
			events := 150
			if i == 0 {
				events = kit.PlantedLive // more than a hundred are left for the second page
			}
			q := p.ListSome(op, events, p.Random("over "+op)).Sized(size)
			w := p.WalkPlanted(ctx, q, fmt.Sprintf("%s with page_size %d", kit.Called(op), size))
			p.PagesAtMost(w, 100)
			p.Saw("walks", 1)
		}
	}
	for _, op := range kit.BotLists() {
		q := kit.ByEvent.AddTo(p.ListPlanted(op), p.Names.Plain())
		p.PagesAtMost(p.WalkPlanted(ctx, q.Sized(500), kit.Called(op)+" with event and page_size 500"), 100)
	}
}

var defaultSize = conformance.Check{
	ID:          "chatlayer.paging.default-size",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-2",
	Also:        []string{"CHL-PAGE-10"},
	Title:       "Without page_size a walk shows every event, at most 100 on a page.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"walks": 2, "events": 1},
	Run:         kit.WithPlanted(runDefaultSize),
}

// runDefaultSize walks without page_size.
func runDefaultSize(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		w := p.WalkPlanted(ctx, p.ListSome(op, 150, p.Random("default "+op)), kit.Called(op)+" without page_size")
		p.PagesAtMost(w, 100)
		p.Saw("walks", 1)
	}
}

var collections = conformance.Check{
	ID:          "chatlayer.paging.collections",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-PAGE-11", "CHL-TIME-1", "CHL-TIME-2"},
	Title:       "Windows of exactly 1, 2, 50, 99, 100, 101 and 200 events are walked exactly.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"collections": 1},
	Run:         kit.WithPlanted(runCollections),
}

// runCollections walks windows that hold exactly so many events, with page sizes around that number and with 100.
func runCollections(ctx context.Context, p *kit.Probe) {
	turns := map[string][]int{kit.Get: {1, 2, 50, 99, 100, 101, 200}, kit.Post: {1, 100, 200}, kit.Team: {2, 99, 200}}
	found := 0
	for _, op := range p.EveryList() {
		for _, n := range turns[op] {
			q, ok := exactly(p, op, n, p.Random(fmt.Sprint("exactly", n, op)))
			if !ok {
				continue
			}
			found++
			for _, size := range sizesAround(n) {
				p.WalkPlanted(ctx, q.Sized(size), fmt.Sprintf("%s over exactly %s with page_size %d", kit.Called(op),
					english.Count(n, "event"), size))
				p.Saw("collections", 1)
			}
		}
	}
	if found == 0 {
		p.NotApplicable("too many of the planted events share an instant to cut windows with exact numbers of events")
	}
}

// sizesAround leaves out sizes that a check of another kind has.
func sizesAround(n int) []int {
	switch {
	case n <= 2:
		return []int{100, n}
	case n == 50:
		return []int{49, 50, 51}
	case n <= 101:
		return slices.Compact([]int{n - 1, min(n, 100)})
	default:
		return []int{100}
	}
}

var ties = conformance.Check{
	ID:          "chatlayer.paging.ties",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Title:       "Events of one instant are neither lost nor repeated where a page ends among them.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"ties": 3, "later pages": 2},
	Run:         kit.WithPlanted(runTies),
}

// runTies walks the instant that most events share with pages that end within it.
func runTies(ctx context.Context, p *kit.Probe) {
	turns := map[string][]int{kit.Get: {1, 5}, kit.Post: {2}, kit.Team: {5}}
	for _, op := range p.EveryList() {
		e := p.Edges(op, 1)[0]
		tied := 0
		for _, m := range p.Moments(op) {
			if m.At.Equal(e.At) {
				tied = m.N
			}
		}
		if tied < 3 {
			p.NotApplicable("no three of the planted events share an instant on this target")
		}
		p.Saw("ties", tied)
		for _, size := range turns[op] {
			w := p.WalkPlanted(ctx, kit.Query{Op: op, Start: kit.Bound(e.At), End: kit.Bound(e.At.Add(e.Unit)), Size: size},
				fmt.Sprintf("%s with page_size %d over events of one instant", kit.Called(op), size))
			p.Saw("later pages", len(w.Pages)-1)
		}
	}
}

var sameByPost = conformance.Check{
	ID:          "chatlayer.paging.same-by-post",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Title:       "Walks by GET and by POST show the same events.",
	Operations:  []string{kit.Get, kit.Post},
	Floor:       map[string]int{"walks": 2, "events": 1},
	Run:         kit.WithPlanted(sameWalkByPost),
}

// sameWalkByPost compares walks by GET and by POST.
func sameWalkByPost(ctx context.Context, p *kit.Probe) {
	p.Agree(ctx, p.ListPlanted("").Sized(70))
	p.Saw("walks", 2)
}

var sameOrder = conformance.Check{
	ID:          "chatlayer.paging.same-order",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-12",
	Title:       "Whether the order of events depends on page_size.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"orders": 2, "events": 1},
	NoMutant:    "it only records",
	Run:         kit.WithPlanted(runSameOrder),
}

// runSameOrder compares the order of the run's events between page sizes.
func runSameOrder(ctx context.Context, p *kit.Probe) {
	var same, other []string
	for _, op := range p.EveryList() {
		e := p.Edges(op, 1)[0]
		q := kit.Query{Op: op, Start: kit.Bound(e.Before), End: kit.Bound(e.Behind)}
		one := p.WalkPlanted(ctx, q.Sized(100), kit.Called(op)+" on one page")
		small := p.WalkPlanted(ctx, q.Sized(6), kit.Called(op)+" on small pages")
		p.Saw("orders", 1)
		if slices.Equal(order(p, one), order(p, small)) {
			same = append(same, kit.Called(op))
		} else {
			other = append(other, kit.Called(op))
		}
	}
	p.Record("the same order with page_size 100 and 6: %s; another: %s", kit.Joined(same), kit.Joined(other))
}

// order returns the tags of the run's events in a walk as they came.
func order(p *kit.Probe, w kit.Walk) []string {
	var tags []string
	for _, e := range w.Events() {
		if k := p.Identify(e); k != nil {
			tags = append(tags, k.Tag)
		}
	}
	return tags
}
