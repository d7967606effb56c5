package filters

import (
	"context"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

var ownAnswer = conformance.Check{
	ID:          "chatlayer.filters.own-answer",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4", "CHL-FLT-7", "CHL-TIME-1", "CHL-TIME-2", "CHL-PAGE-1", "CHL-PAGE-10"},
	Title:       "A list answers what it was asked itself, right after others, after refusals and beside others.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Phase:       conformance.Alone,
	Floor:       map[string]int{"lists": 20, "events": 20},
	Run:         kit.WithPlanted(ownAnswers),
}

// ownAnswers asks lists for different things right after each other, right after a refusal, and at the same time. Each has to answer
// what it was asked itself: a cache may not forget a part of the question, and nothing of a request may stay for the next.
func ownAnswers(ctx context.Context, p *kit.Probe) {
	answersInTurn(ctx, p)
	answersAfterRefusals(ctx, p)
	answersAtOnce(ctx, p)
}

// answersInTurn asks twice by the same method, with one part of the question changed to another of the same length.
func answersInTurn(ctx context.Context, p *kit.Probe) {
	n := p.Names
	open := p.ListPlanted(kit.Get)
	earlier, later := halves(p)
	short := p.ListSome(kit.Get, 12, p.Random("own sizes"))
	drafts := kit.ByUser.AddTo(open, n.User())
	drafts.Version = "DRAFT"
	for _, pair := range [][2]kit.Query{
		{kit.ByEvent.AddTo(open, n.Of("other-a")), kit.ByEvent.AddTo(open, n.Of("other-b"))},
		{kit.ByConversation.AddTo(open, n.Of("talk-01")), kit.ByConversation.AddTo(open, n.Of("talk-02"))},
		{drafts, kit.ByUser.AddTo(open, n.User())},
		{earlier, later},
		{short.Sized(9), short.Sized(5)},
		{kit.ByUser.AddTo(open, n.Of("user-01")).On(kit.Post), kit.ByUser.AddTo(open, n.Of("user-02")).On(kit.Post)},
		{kit.ByCampaign.AddTo(open, n.Campaign()).On(kit.Post), kit.ByCampaign.AddTo(open, n.Literal()).On(kit.Post)},
		{earlier.On(kit.Post), later.On(kit.Post)},
	} {
		for _, q := range pair {
			answersItself(ctx, p, q, p.MustWalk(ctx, q), "right after another list")
		}
	}
}

// halves are the two halves of the sample's window. Where a target dates events itself, the window can be too short for two.
func halves(p *kit.Probe) (earlier, later kit.Query) {
	whole := p.ListSample().On(kit.Get)
	from, to := kit.Instants(whole)
	middle := from.Add(to.Sub(from) / 2).Truncate(time.Millisecond)
	earlier, later = whole, whole
	if middle.After(from) {
		earlier.End, later.Start = kit.Bound(middle), kit.Bound(middle)
	}
	return earlier, later
}

// answersAfterRefusals asks for something plain after a list with a filter and a page token was refused.
func answersAfterRefusals(ctx context.Context, p *kit.Probe) {
	for _, op := range kit.BotLists() {
		plain := p.ListSample().On(op)
		o := p.Open(ctx, p.ListSome(op, 12, p.Random("own "+op)).Sized(5))
		filtered := plain
		for _, f := range kit.AllFilters() {
			filtered = f.AddTo(filtered, p.Names.Of("nobody"))
		}
		for _, refused := range []struct {
			q     kit.Query
			name  string
			value any
		}{
			{o.Q, "end_time", "no-time-at-all"},
			{filtered, "end_time", "no-time-at-all"},
			{filtered, "page_size", "ten"},
			{filtered, "version", nil},
		} {
			ask := func() kit.Walk {
				p.Strange(ctx, p.RequestWith(refused.q, refused.name, refused.value))
				w := p.Asker.Walk(ctx, plain)
				p.MustEnd(ctx, w)
				return w
			}
			w := ask()
			if p.Awaited(w) && aged(ctx, p) {
				w = ask()
			}
			answersItself(ctx, p, plain, w, "right after a list with a bad "+refused.name)
		}
	}
}

// aged waits until no planted event may be late any more, and reports whether it could: to ask for a list again at once because
// events may be late would hide what a refusal leaves for the next request alone.
func aged(ctx context.Context, p *kit.Probe) bool {
	for p.Young(p.Planted) {
		if p.Clock.Sleep(ctx, kit.ShortestPause) != nil {
			return false
		}
	}
	return true
}

// answersAtOnce asks for many things at the same time.
func answersAtOnce(ctx context.Context, p *kit.Probe) {
	n := p.Names
	open := p.ListPlanted(kit.Get)
	earlier, later := halves(p)
	drafts := kit.ByUser.AddTo(open, n.User())
	drafts.Version = "DRAFT"
	queries := []kit.Query{
		kit.ByEvent.AddTo(open, n.Of("other-a")), kit.ByEvent.AddTo(open, n.Event()).On(kit.Post), kit.ByUser.AddTo(open, n.User()),
		kit.ByUser.AddTo(open, n.Both()).On(kit.Post),
		kit.ByConversation.AddTo(open, n.Conversation()), kit.ByConversation.AddTo(open, n.Of("talk-01")).On(kit.Post), drafts,
		drafts.On(kit.Post), earlier,
		later, earlier.On(kit.Post), later.On(kit.Post),
	}
	walks := make([]kit.Walk, len(queries))
	var all sync.WaitGroup
	for i, q := range queries {
		all.Go(func() { walks[i] = p.Walk(ctx, q) })
	}
	all.Wait()
	for i, w := range walks {
		p.MustEnd(ctx, w)
		answersItself(ctx, p, queries[i], w, "beside other lists")
	}
}

// answersItself holds a walk to its query.
func answersItself(ctx context.Context, p *kit.Probe, q kit.Query, w kit.Walk, about string) {
	p.Hold(ctx, w, p.Planted, kit.Called(q.Op)+" "+about)
	p.PagesAtMost(w, q.Size)
	p.Saw("lists", 1)
	p.Saw("events", p.CountOfRun(w))
}
