package chatlayer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var attributeNone = conformance.Check{
	ID:          "chatlayer.attributes.none",
	Level:       conformance.Should,
	Requirement: "CHL-ATTR-16",
	Also:        []string{"CHL-ATTR-1", "CHL-ATTR-2", "CHL-ATTR-3"},
	Title:       "An empty list of attribute filters means none.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 20, "others": 20},
	Run:         with(emptyFilters),
}

// emptyFilters wants an empty list of attribute filters to mean the same as none.
func emptyFilters(ctx context.Context, p *probe) {
	for _, f := range []filter{byEvent, byUser} {
		q := f.with(p.inSeed(post), f.own(p.s.names))
		p.exactlyOnce(ctx, q, "no attribute filters")
		q.Filters = []Filter{}
		p.exactlyOnce(ctx, q, "an empty list of attribute filters")
	}
}

var attributeNull = conformance.Check{
	ID:          "chatlayer.attributes.null",
	Level:       conformance.Info,
	Requirement: "CHL-JSON-8",
	Title:       "What null for the attribute filters means.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"answers": 1},
	Unproved:    records,
	Run:         with(nullFilters),
}

// nullFilters wants null to be refused or to mean none.
func nullFilters(ctx context.Context, p *probe) {
	q := byEvent.with(p.inSeed(post), p.s.names.event())
	r := p.s.request(q)
	r.Body = append(r.Body[:len(r.Body)-1:len(r.Body)-1], []byte(`,"filters":null}`)...)
	r.Hostile = true
	page, _ := p.oddAnswer(ctx, r)
	p.Saw("answers", 1)
	if page.Problem != "" { // whether it may be refused nobody says
		p.Record("filters null is answered with status %d", page.X.Status)
		return
	}
	w := p.walkedBy(ctx, q, func(r *exchange.Request) {
		r.Body = append(r.Body[:len(r.Body)-1:len(r.Body)-1], []byte(`,"filters":null}`)...)
	})
	if d := p.s.compare(w, p.s.seed); !d.none() {
		p.Record("filters null is answered with 200 and another list than no filters: %s", d)
		return
	}
	p.Record("filters null is the same as no filters")
}

var severalAttributes = conformance.Check{
	ID:          "chatlayer.attributes.and",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-7",
	Title:       "Whether several attribute filters list the events that meet all of them.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"combinations": 5, "matching": 3, "others": 20},
	Unproved:    records,
	Run:         attributed(attributeAnd),
}

// attributeAnd wants two and three attribute filters to list the events that meet all of them.
func attributeAnd(ctx context.Context, p *probe, word string) {
	red, core, round := oneValue("colour", word, "red"), oneValue("user_id", word, "attribute"), oneValue("shape", word, "round")
	for _, filters := range [][]Filter{{red, core}, {core, round}, {red, core, round}, {round, red, core}, {core, round, red}} {
		w, refused := orRefused(ctx, p, p.inSeed(post), filters...)
		if refused {
			p.NotApplicable("several attribute filters are refused with status %d", w.Last().X.Status)
		}
		holdAttributes(ctx, p, w, p.s.seed, fmt.Sprintf("%d attribute filters together", len(filters)), filters)
		p.Saw("combinations", 1)
	}
	p.Record("two and three attribute filters list exactly the events that meet all of them")
}

var anyAttributeOrder = conformance.Check{
	ID:          "chatlayer.attributes.order",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-7",
	Title:       "Whether the order of attribute filters matters.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"events": 2},
	Unproved:    records,
	Run:         attributed(attributeOrder),
}

// attributeOrder wants the order of attribute filters not to matter.
func attributeOrder(ctx context.Context, p *probe, word string) {
	red, core := oneValue("colour", word, "red"), oneValue("user_id", word, "attribute")
	one, refused := orRefused(ctx, p, p.inSeed(post), red, core)
	if refused {
		p.NotApplicable("several attribute filters are refused with status %d", one.Last().X.Status)
	}
	other, refused := orRefused(ctx, p, p.inSeed(post), core, red)
	if refused {
		p.NotApplicable("two attribute filters are taken in one order, and refused with status %d in the other", other.Last().X.Status)
	}
	one, other = ripeAttributes(ctx, p, one, p.s.seed, []Filter{red, core}), ripeAttributes(ctx, p, other, p.s.seed, []Filter{core, red})
	a, b := p.seen(one), p.seen(other)
	if len(unseen(b, p.liveOf(a)))+len(unseen(a, p.liveOf(b))) > 0 {
		p.differ("attribute filters in another order list other events", fmt.Sprintf("the same %d known events", len(a)),
			fmt.Sprintf("%d known events", len(b)), one, other)
	}
	p.Saw("events", len(a))
	p.Record("two attribute filters list the same %s in either order", plural(len(a), "known event"))
}

var attributeGivenTwice = conformance.Check{
	ID:          "chatlayer.attributes.twice",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Title:       "An attribute filter that is given twice lists each event once.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"events": 10},
	Run:         attributed(attributeTwice),
}

// attributeTwice wants a filter that is given twice to list no event more than once. Whether it lists the same events as when it is
// given once is recorded: how several filters combine nobody documents.
func attributeTwice(ctx context.Context, p *probe, word string) {
	red := oneValue("colour", word, "red")
	once, refused := orRefused(ctx, p, p.inSeed(post), red)
	if refused {
		p.NotApplicable("an attribute filter over the whole window is refused with status %d", once.Last().X.Status)
	}
	twice, refused := orRefused(ctx, p, p.inSeed(post), red, red)
	if refused {
		p.NotApplicable("an attribute filter that is given twice is refused with status %d", twice.Last().X.Status)
	}
	once, twice = ripeAttributes(ctx, p, once, p.s.seed, []Filter{red}), ripeAttributes(ctx, p, twice, p.s.seed, []Filter{red})
	if d := p.judge(ctx, twice, nil, "an attribute filter that is given twice"); !d.none() {
		p.Fail(p.proven(ctx, twice, nil, d, "an attribute filter that is given twice"))
	}
	before, now := p.seen(once), p.seen(twice)
	if lost, more := unseen(now, p.liveOf(before)), unseen(before, p.liveOf(now)); len(lost)+len(more) > 0 {
		p.Record("given twice, the filter lists %d events less and %d more than given once", len(lost), len(more))
	}
	p.Saw("events", len(before))
}

var attributeBesidePlain = conformance.Check{
	ID:          "chatlayer.attributes.beside",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-6",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4", "CHL-FLT-7"},
	Title:       "Plain filters, version and window hold beside an attribute filter.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"others": 100},
	Run:         attributed(attributeBeside),
}

// attributeBeside wants plain filters, version and window to hold beside an attribute filter, whatever that does.
func attributeBeside(ctx context.Context, p *probe, word string) {
	taken := false
	for _, b := range besides(ctx, p, word) {
		if b.refused { // which filters may stand beside each other nobody documents
			p.Record("%s: refused with status %d", b.about, b.w.Last().X.Status)
			continue
		}
		p.sound(ctx, b.w, b.about)
		q := b.w.Query
		q.Filters = nil
		_, others := p.wanted(q, p.s.seed)
		p.Saw("others", others)
		taken = taken || q.narrowed()
	}
	if !taken {
		p.NotApplicable("attribute filters beside others are all refused")
	}
}

var besideExact = conformance.Check{
	ID:          "chatlayer.attributes.beside-exact",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-7",
	Also:        []string{"CHL-FLT-6"},
	Title:       "Whether an attribute filter lists exactly what meets it beside plain filters and on drafts.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 20, "others": 20},
	Unproved:    records,
	Run:         attributed(attributeBesideExact),
}

// attributeBesideExact looks whether exactly the events come that meet the attribute filter and the plain ones.
func attributeBesideExact(ctx context.Context, p *probe, word string) {
	lists, refused := 0, []string{}
	for _, b := range besides(ctx, p, word) {
		if b.refused {
			refused = append(refused, b.about)
			continue
		}
		holdAttributes(ctx, p, b.w, p.s.seed, b.about, []Filter{b.filter})
		lists++
	}
	p.Record("%s with an attribute filter, beside plain ones, in a window and on drafts, hold exactly the events that meet all; refused: %s",
		plural(lists, "list"), listed(refused))
}

// besideWalk is a list with an attribute filter beside others.
type besideWalk struct {
	w       Walk
	refused bool
	filter  Filter
	about   string
}

// besides are lists with an attribute filter beside plain filters, in a window and on drafts. Two checks share them.
func besides(ctx context.Context, p *probe, word string) []besideWalk {
	return *sharedBy[[]besideWalk](p.s).get(func() *[]besideWalk {
		var walks []besideWalk
		eachBeside(p, word, func(q Query, filter Filter, about string) {
			w, refused := orRefused(ctx, p, q, filter)
			walks = append(walks, besideWalk{w, refused, filter, about})
		})
		return &walks
	})
}

// eachBeside goes through queries with plain filters.
func eachBeside(p *probe, word string, ask func(q Query, filter Filter, about string)) {
	red := oneValue("colour", word, "red")
	for _, fields := range subsets(allFilters()) {
		if len(fields) == 1 || len(fields) == 2 && fields[1].shown != nil {
			ask(p.filtered(p.inSeed(post), fields), red, "red events by "+filterNames(fields))
		}
	}
	ask(redWindow(p), red, "red events of a window that begins and ends on red ones")
	draft := p.inSeed(post)
	draft.Version = "DRAFT"
	ask(draft, oneValue("colour", word, "blue"), "blue drafts")
	ask(draft, red, "red drafts")
}

// redWindow is the window of the sample, with both bounds on red events, the later one beyond it.
func redWindow(p *probe) Query {
	q := p.sample()
	from, to := instants(q)
	var red []time.Time
	for _, k := range p.s.seed {
		if k.matches(q, from, to) && k.Attributes["colour"] == "red" {
			red = append(red, k.moment())
		}
	}
	slices.SortFunc(red, time.Time.Compare)
	if len(red) > 4 {
		q.Start, q.End = bound(red[1]), bound(red[len(red)-2])
	}
	return q
}

var attributeOnPages = conformance.Check{
	ID:          "chatlayer.attributes.paged",
	Level:       conformance.Should,
	Requirement: "CHL-ATTR-15",
	Also:        []string{"CHL-ATTR-1", "CHL-PAGE-10", "CHL-TIME-1", "CHL-TIME-2"},
	Title:       "An attribute filter lists the same events on small pages, and in a narrower window those that lie in it.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 10, "later pages": 2},
	Run:         attributed(attributePaged),
}

// attributePaged holds a filter to what the target lists under it on large pages, whatever it takes the filter for.
func attributePaged(ctx context.Context, p *probe, word string) {
	red := []Filter{oneValue("colour", word, "red")}
	ask := func(q Query) Walk {
		q.Filters = red
		return ripeAttributes(ctx, p, p.WholeWalk(ctx, q), p.s.seed, red)
	}
	q := p.sample()
	q.Size = 100
	wide := ask(q)
	shown := p.liveOf(p.seen(wide))
	p.Saw("matching", len(shown))
	small, narrow := q, redWindow(p)
	small.Size, narrow.Size = 5, 100
	paged := ask(small)
	p.Saw("later pages", len(paged.Pages)-1)
	likeWide(p, wide, paged, shown, "an attribute filter on small pages")
	likeWide(p, wide, ask(narrow), shown, "an attribute filter in a window that begins and ends on events that it lists")
}

// likeWide wants a walk to list those of the events that a wider one has shown which lie in its window, each once.
func likeWide(p *probe, wide, w Walk, shown []*Known, about string) {
	d, seen := p.s.compare(w, shown), p.seen(wide)
	for _, e := range w.Events() {
		if k := p.s.identify(e); k != nil && !seen[k] && slices.Contains(p.s.seed, k) {
			d.extra, d.why = append(d.extra, e), append(d.why, "the wider walk does not show it")
		}
	}
	if d.none() {
		return
	}
	f := p.failure(w, nil, d, about)
	f.Expected = fmt.Sprintf("of the %d known events that the wider walk shows those in the window, each once", len(shown))
	f.Exchanges = append(f.Exchanges, lastOf(wide, 1)...)
	p.Fail(f)
}

var attributeUnknownOperator = conformance.Check{
	ID:          "chatlayer.attributes.unknown-operator",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-4",
	Title:       "What an unknown operator lists.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"events": 10},
	Unproved:    records,
	Run:         attributed(unknownOperator),
}

// unknownOperator sends a word that no server knows.
func unknownOperator(ctx context.Context, p *probe, _ string) {
	whole := p.seen(p.WholeWalk(ctx, p.sample()))
	all := p.liveOf(whole)
	w, refused := orRefused(ctx, p, p.sample(), oneValue("colour", "understudy-no-such-operator", "red"))
	p.Saw("events", len(all))
	switch {
	case refused:
		p.Record("an unknown operator is refused with status %d", w.Last().X.Status)
	case len(unseen(p.seen(w), all)) == 0 && len(all) > 0:
		p.Fail(conformance.Failure{
			Message: "a filter with an unknown operator is left out: the unfiltered list comes back", Expected: "a refusal, or fewer events",
			Got: fmt.Sprintf("all %d known events of the window", len(all)), Exchanges: lastOf(w, 1),
		})
	default:
		p.Record("an unknown operator lists %d of %d known events", len(p.seen(w)), len(all))
	}
}
