package feedback

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// listed are the checks of the list. They run alone, so that the run's own feedback does not move what they look at, and leave out what
// others move. Whether limit and offset are of either kind of feedback or of both together nobody says, nor whether the counts are of the
// page or of all: they judge what holds in any case.
func listed() []conformance.Check {
	all := []conformance.Check{inList, countsTrue, limitKept, offsetTrue}
	for i := range all {
		all[i].Operations, all[i].Phase = []string{opSubmit, opList}, conformance.Alone
	}
	return all
}

// page is a page of the list: positive feedback first, then negative.
type page struct {
	*kit.Answer

	lists  [2][]object
	counts [2]int // -1 if it is no number
}

// page reads a page, which has to be one.
func (t *critic) page(ctx context.Context, limit, offset int) page {
	p := page{Answer: t.Look(ctx, kit.FeedbackPath, fmt.Sprintf("limit=%d&offset=%d", limit, offset))}
	for i, kind := range kinds() {
		all, isList := p.Event[kind+"Feedback"].([]any)
		if !p.Good() || !isList {
			t.NotApplicable("the list is no list of feedback: %s; mend that first", p.Shown())
		}
		for _, f := range all {
			o, _ := f.(object)
			p.lists[i] = append(p.lists[i], o)
		}
		p.counts[i] = kit.WholeNumber(p.Event[kind+"FeedbackCount"])
	}
	t.Saw("pages", 1)
	return p
}

// ids are those of positive or of negative feedback.
func (p page) ids(kind int) (all []string) {
	for _, f := range p.lists[kind] {
		id, _ := f["id"].(string)
		all = append(all, id)
	}
	return all
}

// lengths are how much of either kind a page has.
func (p page) lengths() [2]int { return [2]int{len(p.lists[0]), len(p.lists[1])} }

// mixed is what speaks for itself on a page that has feedback of another type in a list.
func (p page) mixed() (all []conformance.Symptom) {
	for i, kind := range kinds() {
		if slices.ContainsFunc(p.lists[i], func(f object) bool { return f["type"] != kind }) {
			return []conformance.Symptom{misfiled()}
		}
	}
	return nil
}

// isMine reports whether feedback is what the check has submitted.
func (t *critic) isMine(f object) bool {
	id, _ := f["id"].(string)
	return slices.Contains(t.made, id)
}

// several submits three positive and two negative, and waits until the last one is shown, if that is offered. A list may take its time
// even so.
func (t *critic) several(ctx context.Context) (own [2][]*kit.Answer) {
	for i, kind := range kinds() {
		for range 3 - i {
			one := t.submitted(ctx, func() kit.Draft { return t.opinion(ctx, kind) })
			if one.Event["type"] != kind {
				t.NotApplicable("%s feedback is answered with the type %s; mend that first", kind, kit.Brief(one.Event["type"]))
			}
			own[i] = append(own[i], one)
		}
	}
	if t.offers.get == "" {
		t.shown(ctx, own[1][1].Member("id"))
	}
	return own
}

// apart reports whether limit and offset are of either kind: a page of one has one of each then. There has to be some of both.
func (p page) apart() bool { return len(p.lists[0]) > 0 && len(p.lists[1]) > 0 }

// Where a list is longer than mostRead pages, only its ends are read: what is new is at one of them, if there is an order.
const (
	perPage  = 10
	mostRead = 10
)

// search reads the list, and reports whether it has read all of it.
func (t *critic) search(ctx context.Context) (seen [2][]object, whole bool, last page) {
	first := t.page(ctx, 1, 0)
	end := first.counts[0] + first.counts[1]
	if first.apart() {
		end = max(first.counts[0], first.counts[1])
	}
	whole = true
	for at, pages := 0, 0; ; pages++ {
		if pages == mostRead/2 && end > mostRead*perPage {
			at, whole = max(at, end-mostRead/2*perPage), false
		}
		last = t.page(ctx, perPage, at)
		n := last.lengths()
		seen[0], seen[1] = append(seen[0], last.lists[0]...), append(seen[1], last.lists[1]...)
		step := n[0] + n[1]
		if first.apart() {
			step = max(n[0], n[1])
		}
		if step == 0 || pages > mostRead {
			return seen, whole && step == 0, last
		}
		at += step
	}
}

// times is how often an id is in a list.
func times(list []object, id string) (n int) {
	for _, f := range list {
		if f["id"] == id {
			n++
		}
	}
	return n
}

var inList = conformance.Check{
	ID:          "inkeep.feedback.listed",
	Level:       conformance.Should,
	Requirement: "INK-FEED-20",
	Also:        []string{"INK-FEED-7", "INK-FEED-19"},
	Title:       "Feedback is in the list of its type once, also when it was changed, and not any more when it was deleted.",
	Floor:       map[string]int{"feedback": 5, "pages": 4},
	Run: with(func(ctx context.Context, t *critic) {
		own := t.several(ctx)
		kind := map[string]int{}
		for i := range own {
			for _, one := range own[i] {
				kind[one.Member("id")] = i
			}
		}
		t.inLists(ctx, kind, own[1][1])
		first := own[0][0]
		if again := t.again(ctx, first, "negative"); again.Good() && again.Member("id") == first.Member("id") {
			kind[first.Member("id")] = 1
			t.inLists(ctx, kind, again)
		}
		if gone := t.Send(ctx, kit.Deletion(path(own[0][1].Member("id")), "")); gone.Good() { // else it is for the checks of deletions
			kind[own[0][1].Member("id")] = -1
			t.inLists(ctx, kind, gone)
		}
	}, lists),
}

// inLists waits until each id is in the list of its kind once and in no other, or in none where that is -1.
func (t *critic) inLists(ctx context.Context, kind map[string]int, after *kit.Answer) {
	var whole bool
	var last page
	var wrong, id string
	if t.Await(ctx, func() bool {
		var seen [2][]object
		seen, whole, last = t.search(ctx)
		id, wrong = amiss(seen, kind)
		return wrong == ""
	}) {
		return
	}
	last.Before = after
	symptoms := []conformance.Symptom{}
	switch {
	case wrong == isMissing && !whole:
		t.NotApplicable("the list has much feedback, and what was just submitted is at neither end of it")
	case wrong == isMissing:
		symptoms = append(symptoms, notFound())
	case wrong == isLeft:
		symptoms = append(symptoms, stillThere())
	case wrong == isElsewhere:
		symptoms = append(symptoms, misfiled(), notKept("type"))
	}
	t.FailWith(last.Answer, wrong, "each in the list of its type once", kit.Brief(id), symptoms...)
}

// What is wrong with a list.
const (
	isMissing   = "feedback that was submitted is not in the list"
	isLeft      = "feedback that was deleted is still in the list"
	isElsewhere = "feedback is in the list of the other type"
	isTwice     = "feedback is in the list twice"
)

// amiss names an id that is not where it should be, and says what is wrong; both are empty if all are.
func amiss(seen [2][]object, kind map[string]int) (id, wrong string) {
	for _, id := range slices.Sorted(maps.Keys(kind)) {
		own := kind[id]
		for i := range seen {
			n := times(seen[i], id)
			switch {
			case own == i && n == 0:
				return id, isMissing
			case own == i && n > 1:
				return id, isTwice
			case own == -1 && n > 0:
				return id, isLeft
			case own != i && n > 0:
				return id, isElsewhere
			}
		}
	}
	return "", ""
}

var limitKept = conformance.Check{
	ID:          "inkeep.feedback.list-limit",
	Level:       conformance.Should,
	Requirement: "INK-FEED-21",
	Also:        []string{"INK-FEED-4"},
	Title:       "A page has at most as much feedback of a type as limit says, and one at least if there is some.",
	Floor:       map[string]int{"pages": 2},
	Run: with(func(ctx context.Context, t *critic) {
		t.several(ctx)
		for _, limit := range []int{1, 2} {
			var p page
			if !t.Await(ctx, func() bool {
				p = t.page(ctx, limit, 0)
				return p.lengths() != [2]int{}
			}) {
				t.FailWith(p.Answer, "a page is empty although there is feedback", "one at least", p.Shown(), notFound())
			}
			if most := max(len(p.lists[0]), len(p.lists[1])); most > limit {
				t.FailWith(p.Answer, "a page has more feedback of a type than limit says", fmt.Sprintf("at most %d", limit),
					fmt.Sprint(most), p.mixed()...)
			}
		}
	}, lists),
}

// offsetTrue lays two pages next to each other over a third one: either list is that of the third one then, whatever limit and offset are
// of.
var offsetTrue = conformance.Check{
	ID:          "inkeep.feedback.list-offset",
	Level:       conformance.Should,
	Requirement: "INK-FEED-21",
	Also:        []string{"INK-FEED-4"},
	Title:       "A page with an offset goes on where the one before ended.",
	Floor:       map[string]int{"pages": 4},
	Run: with(func(ctx context.Context, t *critic) {
		t.several(ctx)
		var all, below page
		steady, kind := false, 0
		laid := func() bool {
			all = t.page(ctx, 3, 0)
			top := t.page(ctx, 1, 0)
			below = t.page(ctx, 2, 1)
			same := all.lengths() != [2]int{}
			again := t.page(ctx, 3, 0)
			for i := range kinds() {
				same = same && slices.Equal(all.ids(i), again.ids(i))
			}
			steady = steady || same
			kind = slices.IndexFunc([]int{0, 1}, func(i int) bool {
				return !slices.Equal(all.ids(i), slices.Concat(top.ids(i), below.ids(i)))
			})
			return same && kind < 0
		}
		switch {
		case t.Await(ctx, laid):
			return
		case !steady || kind < 0:
			t.NotApplicable("the list was never the same twice, or is empty, so that nothing can be laid over it")
		}
		below.Before = all.Answer
		t.FailWith(below.Answer, "offset does not leave out as much feedback as it says",
			fmt.Sprintf("behind the first one of all, with limit 2 and offset 1, the rest of %s", kit.Brief(all.ids(kind))),
			kit.Brief(below.ids(kind)), all.mixed()...)
	}, lists),
}

var countsTrue = conformance.Check{
	ID:          "inkeep.feedback.list-counts",
	Level:       conformance.Should,
	Requirement: "INK-FEED-21",
	Also:        []string{"INK-FEED-4"},
	Title:       "positiveFeedbackCount and negativeFeedbackCount are how much feedback there is, on the page or in all.",
	Floor:       map[string]int{"pages": 2},
	Run: with(func(ctx context.Context, t *critic) {
		t.several(ctx)
		var first, p page
		var wrong string
		if t.Await(ctx, func() bool {
			first = t.page(ctx, 1, 0)
			p, wrong = t.dispute(ctx, first)
			return wrong == ""
		}) {
			return
		}
		if again := t.page(ctx, 1, 0); again.counts != first.counts {
			t.NotApplicable("others submit feedback meanwhile, so that the counts cannot be held against anything")
		}
		p.Before = first.Answer
		t.FailWith(p.Answer, wrong, "counts of the page, or of all that there is", p.Shown())
	}, lists),
}

// dispute says what speaks against the counts of a page of one, and shows it; it is empty if nothing does.
func (t *critic) dispute(ctx context.Context, first page) (p page, wrong string) {
	own := [2]int{3, 2}
	n := first.lengths()
	if first.counts == n && (n[0] < own[0] || n[1] < own[1]) { // of the page
		if p = t.page(ctx, 3, 0); p.counts != p.lengths() {
			wrong = "the counts are those of the page on one page, and not on another"
		}
		return p, wrong
	}
	for i, kind := range kinds() {
		if first.counts[i] < own[i] {
			return first, fmt.Sprintf("%sFeedbackCount is smaller than the number that the run itself has submitted", kind)
		}
	}
	for _, end := range first.ends() {
		for _, offset := range []int{end.count - 1, end.count} {
			p = t.page(ctx, 1, offset)
			there := false
			for _, i := range end.kinds {
				there = there || len(p.lists[i]) > 0
			}
			switch {
			case p.counts != first.counts:
				return p, "the counts are not the same on each page"
			case there && offset == end.count:
				return p, fmt.Sprintf("there is more %s feedback than its count says", end.name)
			case !there && offset < end.count:
				return p, fmt.Sprintf("there is less %s feedback than its count says", end.name)
			}
		}
	}
	return p, ""
}

// end is where feedback of some kinds ends, by its count.
type end struct {
	name  string
	kinds []int
	count int
}

// ends are where a list ends by its counts: either kind by itself, or both together.
func (p page) ends() []end {
	if !p.apart() {
		return []end{{"positive and negative", []int{0, 1}, p.counts[0] + p.counts[1]}}
	}
	return []end{{"positive", []int{0}, p.counts[0]}, {"negative", []int{1}, p.counts[1]}}
}
