package conversations

import (
	"context"
	"fmt"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// listed are the checks of the list. They run alone, so that the run's own conversations do not move what they look at, and leave out what
// others move.
func listed() []conformance.Check {
	all := []conformance.Check{inList, countTrue, limitKept, pageSizeTrue, totalTrue, offsetTrue}
	for i := range all {
		all[i].Operations, all[i].Phase = []string{opLog, opList}, conformance.Alone
	}
	return all
}

// page is a page of the list.
type page struct {
	*kit.Answer

	ids                    []string
	total, pageSize, count int // -1 if it is no number
}

// page reads a page, which has to be one.
func (t *talk) page(ctx context.Context, limit, offset int) page {
	got := t.Look(ctx, kit.ConversationsPath, fmt.Sprintf("limit=%d&offset=%d", limit, offset))
	all, isList := got.Event["conversations"].([]any)
	if !got.Good() || !isList {
		t.NotApplicable("the list is no list of conversations: %s; mend that first", got.Shown())
	}
	p := page{
		Answer: got, total: kit.WholeNumber(got.Event["total"]), pageSize: kit.WholeNumber(got.Event["pageSize"]),
		count: kit.WholeNumber(got.Event["count"]),
	}
	for _, c := range all {
		o, _ := c.(object)
		id, _ := o["id"].(string)
		p.ids = append(p.ids, id)
	}
	t.Saw("pages", 1)
	return p
}

// several logs some conversations and waits until the last one is shown, if that is offered. A list may take its time even so.
func (t *talk) several(ctx context.Context) []string {
	const some = 3
	for range some {
		t.logged(ctx, func() kit.Draft { return t.openai() })
	}
	if t.offers.get == "" {
		t.Shown(ctx, path(t.made[len(t.made)-1]))
	}
	return t.made[len(t.made)-some:]
}

// isMine reports whether a conversation is one that the check has logged.
func (t *talk) isMine(c object) bool {
	id, _ := c["id"].(string)
	return slices.Contains(t.made, id)
}

// Where a list is longer than mostRead, only its ends are read, perPage at a time: new ones are at one of them, if there is an order.
const (
	perPage  = 20
	mostRead = 10 * perPage
)

// search looks for ids in the list, and reports whether it has read all of it.
func (t *talk) search(ctx context.Context) (seen []string, whole bool, last page) {
	last = t.page(ctx, perPage, 0)
	seen, whole = last.ids, last.total <= mostRead
	for at := len(last.ids); at < last.total && len(last.ids) > 0; at += len(last.ids) {
		if near := mostRead / 2; !whole && at >= near && at < last.total-near {
			at = last.total - near
		}
		last = t.page(ctx, perPage, at)
		seen = append(seen, last.ids...)
	}
	return seen, whole, last
}

var inList = conformance.Check{
	ID:          "inkeep.conversations.listed",
	Level:       conformance.Should,
	Requirement: "INK-CONV-23",
	Also:        []string{"INK-CONV-2", "INK-CONV-21"},
	Title:       "A conversation that was logged is in the list once, also when it was sent again, and not any more when it was deleted.",
	Floor:       map[string]int{"conversations": 3, "pages": 2},
	Run: with(func(ctx context.Context, t *talk) {
		own := t.several(ctx)
		again := t.log(ctx, func() kit.Draft { return t.openai(t.chat(3)...).With("id", own[0]) })
		var seen []string
		var whole bool
		var last page
		if !t.Await(ctx, func() bool {
			seen, whole, last = t.search(ctx)
			return !slices.ContainsFunc(own, func(id string) bool { return !slices.Contains(seen, id) })
		}) {
			if !whole {
				t.NotApplicable("the list has %d conversations, and those that were just logged are at neither end of it", last.total)
			}
			last.Before = again
			t.FailWith(last.Answer, "a conversation that was logged is not in the list", "all of "+kit.Brief(own),
				fmt.Sprintf("%d conversations without it", len(seen)), notFound())
		}
		if twice := slices.IndexFunc(own, func(id string) bool { return times(seen, id) > 1 && t.twice(ctx, id) }); twice >= 0 {
			last.Before = again
			t.FailWith(last.Answer, "a conversation is in the list twice", "each conversation once", "twice "+kit.Brief(own[twice]))
		}
		gone := t.Send(ctx, deletion(own[1], ""))
		if !gone.Good() {
			return // for the checks of deletions
		}
		if !t.Await(ctx, func() bool {
			seen, _, last = t.search(ctx)
			return !slices.Contains(seen, own[1])
		}) {
			last.Before = gone
			t.FailWith(last.Answer, "a conversation that was deleted is still in the list", "the others", kit.Brief(own[1])+" among them",
				stillThere())
		}
	}, lists),
}

func times(all []string, one string) (n int) {
	for _, id := range all {
		if id == one {
			n++
		}
	}
	return n
}

// twice looks again whether the list has a conversation twice: what others log meanwhile moves it from one page to the next.
func (t *talk) twice(ctx context.Context, id string) bool {
	return !t.Await(ctx, func() bool {
		seen, _, _ := t.search(ctx)
		return times(seen, id) < 2
	})
}

var countTrue = conformance.Check{
	ID:          "inkeep.conversations.list-count",
	Level:       conformance.Should,
	Requirement: "INK-CONV-20",
	Also:        []string{"INK-CONV-8"},
	Title:       "count is how many conversations an answer has.",
	Floor:       map[string]int{"pages": 3},
	Run: with(func(ctx context.Context, t *talk) {
		t.several(ctx)
		for _, limit := range []int{1, 2, perPage} {
			if p := t.page(ctx, limit, 0); p.count != len(p.ids) {
				t.FailWith(p.Answer, "count is not how many conversations the answer has", fmt.Sprintf("count %d", len(p.ids)),
					"count "+kit.Brief(p.Event["count"]))
			}
		}
		if p := t.page(ctx, 1, t.page(ctx, 1, 0).total+1000); p.count != len(p.ids) {
			t.FailWith(p.Answer, "behind the last conversation count is not how many the answer has", fmt.Sprintf("count %d", len(p.ids)),
				"count "+kit.Brief(p.Event["count"]))
		}
	}, lists),
}

var limitKept = conformance.Check{
	ID:          "inkeep.conversations.list-limit",
	Level:       conformance.Should,
	Requirement: "INK-CONV-20",
	Also:        []string{"INK-CONV-8"},
	Title:       "A page has at most as many conversations as limit says, and one at least if there are some.",
	Floor:       map[string]int{"pages": 2},
	Run: with(func(ctx context.Context, t *talk) {
		t.several(ctx)
		for _, limit := range []int{1, 2} {
			var p page
			if !t.Await(ctx, func() bool {
				p = t.page(ctx, limit, 0)
				return len(p.ids) > 0
			}) {
				t.FailWith(p.Answer, "a page is empty although there are conversations", "one conversation at least", p.Shown(), notFound())
			}
			if len(p.ids) > limit {
				t.FailWith(p.Answer, "a page has more conversations than limit says", fmt.Sprintf("at most %d", limit),
					fmt.Sprint(len(p.ids)))
			}
		}
	}, lists),
}

var pageSizeTrue = conformance.Check{
	ID:          "inkeep.conversations.list-page-size",
	Level:       conformance.Should,
	Requirement: "INK-CONV-20",
	Also:        []string{"INK-CONV-8"},
	Title:       "pageSize is how many conversations a page has at most.",
	Floor:       map[string]int{"pages": 3},
	Run: with(func(ctx context.Context, t *talk) {
		t.several(ctx)
		for _, limit := range []int{1, 2, 3} {
			if p := t.page(ctx, limit, 0); p.pageSize < len(p.ids) || p.pageSize > limit {
				t.FailWith(p.Answer, "pageSize is not how many conversations a page has at most", fmt.Sprintf("pageSize %d", limit),
					fmt.Sprintf("pageSize %s with %d conversations", kit.Brief(p.Event["pageSize"]), len(p.ids)))
			}
		}
	}, lists),
}

// totalTrue looks at the end that total says there is: the last conversation is before it, and none is behind it.
var totalTrue = conformance.Check{
	ID:          "inkeep.conversations.list-total",
	Level:       conformance.Should,
	Requirement: "INK-CONV-20",
	Also:        []string{"INK-CONV-8"},
	Title:       "total is how many conversations there are, whatever limit and offset are.",
	Floor:       map[string]int{"pages": 3},
	Run: with(func(ctx context.Context, t *talk) {
		own := t.several(ctx)
		var first, end, behind page
		after, endAfter := 0, 0
		if t.Await(ctx, func() bool {
			first = t.page(ctx, 1, 0)
			end, behind = t.page(ctx, 1, max(0, first.total-1)), t.page(ctx, 1, first.total)
			after, endAfter = t.page(ctx, 1, 0).total, t.page(ctx, 1, max(0, first.total-1)).total
			return first.total >= len(own) && end.total == first.total && behind.total == first.total &&
				!end.disputes(first.total-1) && !behind.disputes(first.total)
		}) {
			return
		}
		end.Before, behind.Before = first.Answer, first.Answer
		n := first.total
		expected := fmt.Sprintf("a conversation with offset %d and none with %d, total %d each time", n-1, n, n)
		switch {
		case first.total < len(own):
			t.FailWith(first.Answer, "total is smaller than the number of conversations that the run has logged itself",
				fmt.Sprintf("total %d at least", len(own)), "total "+kit.Brief(first.Event["total"]))
		case end.disputes(first.total - 1):
			t.FailWith(end.Answer, "total is more than there are", expected, end.Shown())
		case behind.disputes(first.total):
			t.FailWith(behind.Answer, "total is less than there are", expected, behind.Shown())
		case first.total != after || end.total != endAfter:
			t.NotApplicable("others log conversations meanwhile, so that total cannot be held against anything")
		default:
			t.FailWith(end.Answer, "total is not the same on each page", expected, end.Shown())
		}
	}, lists),
}

// disputes reports whether a page contradicts its own total.
func (p page) disputes(offset int) bool { return (offset < p.total) != (len(p.ids) > 0) }

// offsetTrue lays two pages over each other, and looks whether the first one is still the same afterwards.
var offsetTrue = conformance.Check{
	ID:          "inkeep.conversations.list-offset",
	Level:       conformance.Should,
	Requirement: "INK-CONV-20",
	Also:        []string{"INK-CONV-8"},
	Title:       "offset leaves out so many conversations: a page goes on where the one before ended.",
	Floor:       map[string]int{"pages": 3},
	Run: with(func(ctx context.Context, t *talk) {
		t.several(ctx)
		var top, below page
		steady := false
		if t.Await(ctx, func() bool {
			top = t.page(ctx, 3, 0)
			below = t.page(ctx, 2, 1)
			second := t.page(ctx, 1, 1)
			same := len(top.ids) == 3 && slices.Equal(top.ids, t.page(ctx, 3, 0).ids)
			steady = steady || same
			if same && slices.Equal(top.ids[1:], below.ids) && !slices.Equal(top.ids[1:2], second.ids) {
				below = second
				return false
			}
			return same && slices.Equal(top.ids[1:], below.ids)
		}) {
			return
		}
		if !steady {
			t.sameOrder(ctx)
			t.NotApplicable("the list was never the same twice, or has fewer than three conversations, so that nothing can be laid over it")
		}
		below.Before = top.Answer
		t.FailWith(below.Answer, "offset does not leave out as many conversations as it says",
			"with offset 1 the second and the third, or as many of them as limit says: "+kit.Brief(top.ids[1:]), kit.Brief(below.ids))
	}, lists),
}

// sameOrder fails if each time that the list is asked for the same conversations are in another order: whatever others do meanwhile, it
// would be others that are there now and then, or the same order.
func (t *talk) sameOrder(ctx context.Context) {
	before := t.page(ctx, perPage, 0)
	for range 4 {
		p := t.page(ctx, perPage, 0)
		if slices.Equal(p.ids, before.ids) || !slices.Equal(slices.Sorted(slices.Values(p.ids)), slices.Sorted(slices.Values(before.ids))) {
			return
		}
		p.Before, before = before.Answer, p
	}
	t.FailWith(before.Answer, "the list of conversations has another order each time, so that no offset leads anywhere",
		"one order", kit.Brief(before.ids))
}
