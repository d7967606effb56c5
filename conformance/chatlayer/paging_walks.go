package chatlayer

import (
	"context"
	"fmt"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

var pagingComplete = conformance.Check{
	ID:          "chatlayer.paging.complete",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-PAGE-6", "CHL-PAGE-8", "CHL-PAGE-11", "CHL-PAGE-24"},
	Title:       "A walk along the page tokens shows every event exactly once, and ends.",
	Operations:  listing(),
	Floor:       map[string]int{"events": 1, "pages": 2},
	Run:         bare(complete),
}

// complete walks the whole seed in both versions. If the run has no seed because walks never end, that is what it shows.
func complete(ctx context.Context, p *probe) {
	if w := p.s.endless.Load(); p.s.problem != "" && w != nil {
		p.Fail(p.s.endlessWalk(*w))
	}
	p.seeded()
	for _, op := range p.everyList() {
		p.held(ctx, p.wholeSeed(ctx, op), called(op)+" over the whole window")
		if op != team && !p.Target().ReadOnly {
			q := p.s.all(op).sized(10)
			q.Version = "DRAFT"
			p.full(ctx, q, called(op)+" over the drafts of the whole window")
		}
	}
}

var pagingEverySize = conformance.Check{
	ID:          "chatlayer.paging.every-size",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-PAGE-7"},
	Title:       "A walk shows every event exactly once with every page_size.",
	Operations:  listing(),
	Floor:       map[string]int{"events": 1, "later pages": 1},
	Run:         with(everySize),
}

// everySize walks with page sizes of all kinds, small ones over small windows.
func everySize(ctx context.Context, p *probe) {
	// How many events a window has for a page_size, so that a walk has some pages and never very many.
	events := map[int]int{1: 8, 2: 8, 7: 24, 49: 120, 50: 120, 99: 120}
	turns := map[string][]int{get: {1, 7, 50, 99}, post: {1, 49}, team: {2, 50}}
	for _, op := range p.everyList() {
		for _, size := range turns[op] {
			q := p.s.some(op, events[size], p.s.random(fmt.Sprint("size", size, op)))
			w := p.full(ctx, q.sized(size), fmt.Sprintf("%s with page_size %d", called(op), size))
			p.Saw("later pages", len(w.Pages)-1)
		}
	}
}

var pagingOverHundred = conformance.Check{
	ID:          "chatlayer.paging.over-hundred",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-3",
	Also:        []string{"CHL-PAGE-2"},
	Title:       "A page_size above 100 counts as 100.",
	Operations:  listing(),
	Floor:       map[string]int{"walks": 4, "events": 1},
	Run:         with(overHundred),
}

// overHundred walks with page sizes that count as 100.
func overHundred(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		for i, size := range []int{101, 2147483647, 1000} {
			if i == 2 && op != get {
				break
			}
			events := 150
			if i == 0 {
				events = seedLive // more than a hundred are left for the second page
			}
			q := p.s.some(op, events, p.s.random("over "+op)).sized(size)
			w := p.full(ctx, q, fmt.Sprintf("%s with page_size %d", called(op), size))
			p.atMost(w, 100)
			p.Saw("walks", 1)
		}
	}
	for _, op := range filterLists() {
		q := byEvent.with(p.inSeed(op), p.s.names.plain())
		p.atMost(p.full(ctx, q.sized(500), called(op)+" with event and page_size 500"), 100)
	}
}

var pagingDefaultSize = conformance.Check{
	ID:          "chatlayer.paging.default-size",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-2",
	Also:        []string{"CHL-PAGE-10"},
	Title:       "Without page_size a walk shows every event, at most 100 on a page.",
	Operations:  listing(),
	Floor:       map[string]int{"walks": 2, "events": 1},
	Run:         with(defaultSize),
}

// defaultSize walks without page_size.
func defaultSize(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		w := p.full(ctx, p.s.some(op, 150, p.s.random("default "+op)), called(op)+" without page_size")
		p.atMost(w, 100)
		p.Saw("walks", 1)
	}
}

var pagingCollections = conformance.Check{
	ID:          "chatlayer.paging.collections",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-PAGE-11", "CHL-TIME-1", "CHL-TIME-2"},
	Title:       "Windows of exactly 1, 2, 50, 99, 100, 101 and 200 events are walked exactly.",
	Operations:  listing(),
	Floor:       map[string]int{"collections": 1},
	Run:         with(collections),
}

// collections walks windows that hold exactly so many events, with page sizes around that number and with 100.
func collections(ctx context.Context, p *probe) {
	turns := map[string][]int{get: {1, 2, 50, 99, 100, 101, 200}, post: {1, 100, 200}, team: {2, 99, 200}}
	found := 0
	for _, op := range p.everyList() {
		for _, n := range turns[op] {
			q, ok := exactly(p.s, op, n, p.s.random(fmt.Sprint("exactly", n, op)))
			if !ok {
				continue
			}
			found++
			for _, size := range sizesAround(n) {
				p.full(ctx, q.sized(size), fmt.Sprintf("%s over exactly %d events with page_size %d", called(op), n, size))
				p.Saw("collections", 1)
			}
		}
	}
	if found == 0 {
		p.NotApplicable("too many of the known events share an instant to cut windows with exact numbers of events")
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

var pagingTies = conformance.Check{
	ID:          "chatlayer.paging.ties",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Title:       "Events of one instant are neither lost nor repeated where a page ends among them.",
	Operations:  listing(),
	Floor:       map[string]int{"ties": 3, "later pages": 2},
	Run:         with(ties),
}

// ties walks the instant that most events share with pages that end within it.
func ties(ctx context.Context, p *probe) {
	turns := map[string][]int{get: {1, 5}, post: {2}, team: {5}}
	for _, op := range p.everyList() {
		e := p.edges(op, 1)[0]
		tied := 0
		for _, m := range p.s.moments(op) {
			if m.at.Equal(e.at) {
				tied = m.n
			}
		}
		if tied < 3 {
			p.NotApplicable("no three of the known events share an instant on this target")
		}
		p.Saw("ties", tied)
		for _, size := range turns[op] {
			w := p.full(ctx, Query{Op: op, Start: bound(e.at), End: bound(e.at.Add(e.unit)), Size: size},
				fmt.Sprintf("%s with page_size %d over events of one instant", called(op), size))
			p.Saw("later pages", len(w.Pages)-1)
		}
	}
}

var pagingSameByPost = conformance.Check{
	ID:          "chatlayer.paging.same-by-post",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Title:       "Walks by GET and by POST show the same events.",
	Operations:  []string{get, post},
	Floor:       map[string]int{"walks": 2, "events": 1},
	Run:         with(sameWalkByPost),
}

// sameWalkByPost compares walks by GET and by POST.
func sameWalkByPost(ctx context.Context, p *probe) {
	p.agree(ctx, p.s.all("").sized(70))
	p.Saw("walks", 2)
}

var pagingSameOrder = conformance.Check{
	ID:          "chatlayer.paging.same-order",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-12",
	Title:       "Whether the order of events depends on page_size.",
	Operations:  listing(),
	Floor:       map[string]int{"orders": 2, "events": 1},
	Unproved:    "it only records",
	Run:         with(sameOrder),
}

// sameOrder compares the order of known events between page sizes.
func sameOrder(ctx context.Context, p *probe) {
	var same, other []string
	for _, op := range p.everyList() {
		e := p.edges(op, 1)[0]
		q := Query{Op: op, Start: bound(e.before), End: bound(e.behind)}
		one := p.full(ctx, q.sized(100), called(op)+" on one page")
		small := p.full(ctx, q.sized(6), called(op)+" on small pages")
		p.Saw("orders", 1)
		if slices.Equal(order(p.s, one), order(p.s, small)) {
			same = append(same, called(op))
		} else {
			other = append(other, called(op))
		}
	}
	p.Record("the same order with page_size 100 and 6: %s; another: %s", listed(same), listed(other))
}

// order returns the tags of a walk's known events as they came.
func order(s *session, w Walk) []string {
	var tags []string
	for _, e := range w.Events() {
		if k := s.identify(e); k != nil {
			tags = append(tags, k.Tag)
		}
	}
	return tags
}
