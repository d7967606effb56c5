package chatlayer

import (
	"context"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

var filterOwnAnswer = conformance.Check{
	ID:          "chatlayer.filters.own-answer",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4", "CHL-FLT-7", "CHL-TIME-1", "CHL-TIME-2", "CHL-PAGE-1", "CHL-PAGE-10"},
	Title:       "A list answers what it was asked itself, right after others, after refusals and beside others.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Phase:       conformance.Alone,
	Floor:       map[string]int{"lists": 20, "events": 20},
	Run:         with(ownAnswers),
}

// ownAnswers asks lists for different things right after each other, right after a refusal, and at the same time. Each has to answer
// what it was asked itself: a cache may not forget a part of the question, and nothing of a request may stay for the next.
func ownAnswers(ctx context.Context, p *probe) {
	answersInTurn(ctx, p)
	answersAfterRefusals(ctx, p)
	answersAtOnce(ctx, p)
}

// answersInTurn asks twice by the same method, with one part of the question changed to another of the same length.
func answersInTurn(ctx context.Context, p *probe) {
	n := p.s.names
	open := p.inSeed(get)
	earlier, later := halves(p)
	short := p.s.some(get, 12, p.s.random("own sizes"))
	drafts := byUser.with(open, n.user())
	drafts.Version = "DRAFT"
	for _, pair := range [][2]Query{
		{byEvent.with(open, n.of("other-a")), byEvent.with(open, n.of("other-b"))},
		{byConversation.with(open, n.of("talk-01")), byConversation.with(open, n.of("talk-02"))},
		{drafts, byUser.with(open, n.user())},
		{earlier, later},
		{short.sized(9), short.sized(5)},
		{byUser.with(open, n.of("user-01")).on(post), byUser.with(open, n.of("user-02")).on(post)},
		{byCampaign.with(open, n.campaign()).on(post), byCampaign.with(open, n.literal()).on(post)},
		{earlier.on(post), later.on(post)},
	} {
		for _, q := range pair {
			answersItself(ctx, p, q, p.WholeWalk(ctx, q), "right after another list")
		}
	}
}

// halves are the two halves of the sample's window. Where a target dates events itself, the window can be too short for two.
func halves(p *probe) (earlier, later Query) {
	whole := p.sample().on(get)
	from, to := instants(whole)
	middle := from.Add(to.Sub(from) / 2).Truncate(time.Millisecond)
	earlier, later = whole, whole
	if middle.After(from) {
		earlier.End, later.Start = bound(middle), bound(middle)
	}
	return earlier, later
}

// answersAfterRefusals asks for something plain after a list with a filter and a page token was refused.
func answersAfterRefusals(ctx context.Context, p *probe) {
	for _, op := range filterLists() {
		plain := p.sample().on(op)
		o := p.open(ctx, p.s.some(op, 12, p.s.random("own "+op)).sized(5))
		filtered := plain
		for _, f := range allFilters() {
			filtered = f.with(filtered, p.s.names.of("nobody"))
		}
		for _, refused := range []struct {
			q     Query
			name  string
			value any
		}{
			{o.q, "end_time", "no-time-at-all"},
			{filtered, "end_time", "no-time-at-all"},
			{filtered, "page_size", "ten"},
			{filtered, "version", nil},
		} {
			ask := func() Walk {
				p.strange(ctx, p.s.with(refused.q, refused.name, refused.value))
				w := p.asker.Walk(ctx, plain)
				p.whole(ctx, w)
				return w
			}
			w := ask()
			if p.s.awaited(w) && aged(ctx, p) {
				w = ask()
			}
			answersItself(ctx, p, plain, w, "right after a list with a bad "+refused.name)
		}
	}
}

// aged waits until no event of the seed may be late any more, and reports whether it could: to ask for a list again at once because
// events may be late would hide what a refusal leaves for the next request alone.
func aged(ctx context.Context, p *probe) bool {
	for p.s.young(p.s.seed) {
		if p.s.clock.Sleep(ctx, quickest) != nil {
			return false
		}
	}
	return true
}

// answersAtOnce asks for many things at the same time.
func answersAtOnce(ctx context.Context, p *probe) {
	n := p.s.names
	open := p.inSeed(get)
	earlier, later := halves(p)
	drafts := byUser.with(open, n.user())
	drafts.Version = "DRAFT"
	queries := []Query{
		byEvent.with(open, n.of("other-a")), byEvent.with(open, n.event()).on(post), byUser.with(open, n.user()),
		byUser.with(open, n.both()).on(post),
		byConversation.with(open, n.conversation()), byConversation.with(open, n.of("talk-01")).on(post), drafts, drafts.on(post), earlier,
		later, earlier.on(post), later.on(post),
	}
	walks := make([]Walk, len(queries))
	var all sync.WaitGroup
	for i, q := range queries {
		all.Go(func() { walks[i] = p.Walk(ctx, q) })
	}
	all.Wait()
	for i, w := range walks {
		p.whole(ctx, w)
		answersItself(ctx, p, queries[i], w, "beside other lists")
	}
}

// answersItself holds a walk to its query.
func answersItself(ctx context.Context, p *probe, q Query, w Walk, about string) {
	p.Hold(ctx, w, p.s.seed, called(q.Op)+" "+about)
	p.atMost(w, q.Size)
	p.Saw("lists", 1)
	p.Saw("events", p.s.countKnown(w))
}
