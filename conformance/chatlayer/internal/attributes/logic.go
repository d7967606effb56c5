package attributes

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var none = conformance.Check{
	ID:          "chatlayer.attributes.none",
	Level:       conformance.Should,
	Requirement: "CHL-ATTR-16",
	Also:        []string{"CHL-ATTR-1", "CHL-ATTR-2", "CHL-ATTR-3"},
	Title:       "An empty list of attribute filters means none.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 20, "others": 20},
	Run:         kit.WithPlanted(emptyFilters),
}

// emptyFilters wants an empty list of attribute filters to mean the same as none.
func emptyFilters(ctx context.Context, p *kit.Probe) {
	for _, f := range []kit.PlainFilter{kit.ByEvent, kit.ByUser} {
		q := f.AddTo(p.ListPlanted(kit.Post), f.Own(p.Names))
		p.ExactlyMatching(ctx, q, "no attribute filters")
		q.Filters = []kit.Filter{}
		p.ExactlyMatching(ctx, q, "an empty list of attribute filters")
	}
}

var null = conformance.Check{
	ID:          "chatlayer.attributes.null",
	Level:       conformance.Info,
	Requirement: "CHL-JSON-8",
	Title:       "What null for the attribute filters means.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"answers": 1},
	NoMutant:    records,
	Run:         kit.WithPlanted(nullFilters),
}

// nullFilters wants null to be refused or to mean none.
func nullFilters(ctx context.Context, p *kit.Probe) {
	q := kit.ByEvent.AddTo(p.ListPlanted(kit.Post), p.Names.Event())
	r := p.Request(q)
	r.Body = append(r.Body[:len(r.Body)-1:len(r.Body)-1], []byte(`,"filters":null}`)...)
	r.Hostile = true
	page, _ := p.OddAnswer(ctx, r)
	p.Saw("answers", 1)
	if page.Problem != "" { // whether it may be refused nobody says
		p.Record("filters null is answered with status %d", page.X.Status)
		return
	}
	w := p.WalkChanged(ctx, q, func(r *exchange.Request) {
		r.Body = append(r.Body[:len(r.Body)-1:len(r.Body)-1], []byte(`,"filters":null}`)...)
	})
	if d := p.Compare(w, p.Planted); !d.None() {
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
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"combinations": 5, "matching": 3, "others": 20},
	NoMutant:    records,
	Run:         attributed(and),
}

// and wants two and three attribute filters to list the events that meet all of them.
func and(ctx context.Context, p *kit.Probe, word string) {
	red, core, round := kit.OneValue("colour", word, "red"), kit.OneValue("user_id", word, "attribute"),
		kit.OneValue("shape", word, "round")
	for _, filters := range [][]kit.Filter{{red, core}, {core, round}, {red, core, round}, {round, red, core}, {core, round, red}} {
		w, refused := orRefused(ctx, p, p.ListPlanted(kit.Post), filters...)
		if refused {
			p.NotApplicable("several attribute filters are refused with status %d", w.Last().X.Status)
		}
		holdAttributes(ctx, p, w, p.Planted, english.Count(len(filters), "attribute filter")+" together", filters)
		p.Saw("combinations", 1)
	}
	p.Record("two and three attribute filters list exactly the events that meet all of them")
}

var anyAttributeOrder = conformance.Check{
	ID:          "chatlayer.attributes.order",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-7",
	Title:       "Whether the order of attribute filters matters.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"events": 2},
	NoMutant:    records,
	Run:         attributed(order),
}

// order wants the order of attribute filters not to matter.
func order(ctx context.Context, p *kit.Probe, word string) {
	red, core := kit.OneValue("colour", word, "red"), kit.OneValue("user_id", word, "attribute")
	one, refused := orRefused(ctx, p, p.ListPlanted(kit.Post), red, core)
	if refused {
		p.NotApplicable("several attribute filters are refused with status %d", one.Last().X.Status)
	}
	other, refused := orRefused(ctx, p, p.ListPlanted(kit.Post), core, red)
	if refused {
		p.NotApplicable("two attribute filters are taken in one order, and refused with status %d in the other", other.Last().X.Status)
	}
	one, other = ripeAttributes(ctx, p, one, p.Planted, []kit.Filter{red, core}),
		ripeAttributes(ctx, p, other, p.Planted, []kit.Filter{core, red})
	a, b := p.Seen(one), p.Seen(other)
	if len(kit.Unseen(b, p.PlantedIn(a)))+len(kit.Unseen(a, p.PlantedIn(b))) > 0 {
		p.Differ("attribute filters in another order list other events", "the same "+p.PlantedEvents(len(a)),
			p.PlantedEvents(len(b)), one, other)
	}
	p.Saw("events", len(a))
	p.Record("two attribute filters list the same %s in either order", p.PlantedEvents(len(a)))
}

var givenTwice = conformance.Check{
	ID:          "chatlayer.attributes.twice",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Title:       "An attribute filter that is given twice lists each event once.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"events": 10},
	Run:         attributed(twice),
}

// twice wants a filter that is given twice to list no event more than once. Whether it lists the same events as when it is
// given once is recorded: how several filters combine nobody documents.
func twice(ctx context.Context, p *kit.Probe, word string) {
	red := kit.OneValue("colour", word, "red")
	once, refused := orRefused(ctx, p, p.ListPlanted(kit.Post), red)
	if refused {
		p.NotApplicable("an attribute filter over the whole window is refused with status %d", once.Last().X.Status)
	}
	twice, refused := orRefused(ctx, p, p.ListPlanted(kit.Post), red, red)
	if refused {
		p.NotApplicable("an attribute filter that is given twice is refused with status %d", twice.Last().X.Status)
	}
	once, twice = ripeAttributes(ctx, p, once, p.Planted, []kit.Filter{red}), ripeAttributes(ctx, p, twice, p.Planted, []kit.Filter{red})
	if d := p.Judge(ctx, twice, nil, "an attribute filter that is given twice"); !d.None() {
		p.Fail(p.Proven(ctx, twice, nil, d, "an attribute filter that is given twice"))
	}
	before, now := p.Seen(once), p.Seen(twice)
	if lost, more := kit.Unseen(now, p.PlantedIn(before)), kit.Unseen(before, p.PlantedIn(now)); len(lost)+len(more) > 0 {
		p.Record("given twice, the filter lists %s less and %d more than given once", english.Count(len(lost), "event"), len(more))
	}
	p.Saw("events", len(before))
}

var besidePlain = conformance.Check{
	ID:          "chatlayer.attributes.beside",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-6",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4", "CHL-FLT-7"},
	Title:       "Plain filters, version and window hold beside an attribute filter.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"others": 100},
	Run:         attributed(beside),
}

// beside wants plain filters, version and window to hold beside an attribute filter, whatever that does.
func beside(ctx context.Context, p *kit.Probe, word string) {
	taken := false
	for _, b := range besides(ctx, p, word) {
		if b.refused { // which filters may stand beside each other nobody documents
			p.Record("%s: refused with status %d", b.about, b.w.Last().X.Status)
			continue
		}
		p.Sound(ctx, b.w, b.about)
		q := b.w.Query
		q.Filters = nil
		_, others := p.Wanted(q, p.Planted)
		p.Saw("others", others)
		taken = taken || q.Narrowed()
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
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 20, "others": 20},
	NoMutant:    records,
	Run:         attributed(runBesideExact),
}

// runBesideExact looks whether exactly the events come that meet the attribute filter and the plain ones.
func runBesideExact(ctx context.Context, p *kit.Probe, word string) {
	lists, refused := 0, []string{}
	for _, b := range besides(ctx, p, word) {
		if b.refused {
			refused = append(refused, b.about)
			continue
		}
		holdAttributes(ctx, p, b.w, p.Planted, b.about, []kit.Filter{b.filter})
		lists++
	}
	p.Record("%s with an attribute filter, beside plain ones, in a window and on drafts, hold exactly the events that meet all; refused: "+
		"%s",
		english.Count(lists, "list"), kit.Joined(refused))
}

// besideWalk is a list with an attribute filter beside others.
type besideWalk struct {
	w       kit.Walk
	refused bool
	filter  kit.Filter
	about   string
}

// besides are lists with an attribute filter beside plain filters, in a window and on drafts. Two checks share them.
func besides(ctx context.Context, p *kit.Probe, word string) []besideWalk {
	return *kit.SharedBy[[]besideWalk](p).Get(func() *[]besideWalk {
		var walks []besideWalk
		eachBeside(p, word, func(q kit.Query, filter kit.Filter, about string) {
			w, refused := orRefused(ctx, p, q, filter)
			walks = append(walks, besideWalk{w, refused, filter, about})
		})
		return &walks
	})
}

// eachBeside goes through queries with plain filters.
func eachBeside(p *kit.Probe, word string, ask func(q kit.Query, filter kit.Filter, about string)) {
	red := kit.OneValue("colour", word, "red")
	for _, fields := range kit.Subsets(kit.AllFilters()) {
		if len(fields) == 1 || len(fields) == 2 && fields[1].Shown != nil {
			ask(p.Filtered(p.ListPlanted(kit.Post), fields), red, "red events by "+kit.FilterNames(fields))
		}
	}
	ask(redWindow(p), red, "red events of a window that begins and ends on red ones")
	draft := p.ListPlanted(kit.Post)
	draft.Version = "DRAFT"
	ask(draft, kit.OneValue("colour", word, "blue"), "blue drafts")
	ask(draft, red, "red drafts")
}

// redWindow is the window of the sample, with both bounds on red events, the later one beyond it.
func redWindow(p *kit.Probe) kit.Query {
	q := p.ListSample()
	from, to := kit.Instants(q)
	var red []time.Time
	for _, k := range p.Planted {
		if k.Matches(q, from, to) && k.Attributes["colour"] == "red" {
			red = append(red, k.Moment())
		}
	}
	slices.SortFunc(red, time.Time.Compare)
	if len(red) > 4 {
		q.Start, q.End = kit.Bound(red[1]), kit.Bound(red[len(red)-2])
	}
	return q
}

var onPages = conformance.Check{
	ID:          "chatlayer.attributes.paged",
	Level:       conformance.Should,
	Requirement: "CHL-ATTR-15",
	Also:        []string{"CHL-ATTR-1", "CHL-PAGE-10", "CHL-TIME-1", "CHL-TIME-2"},
	Title:       "An attribute filter lists the same events on small pages, and in a narrower window those that lie in it.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 10, "later pages": 2},
	Run:         attributed(paged),
}

// paged holds a filter to what the target lists under it on large pages, whatever it takes the filter for.
func paged(ctx context.Context, p *kit.Probe, word string) {
	red := []kit.Filter{kit.OneValue("colour", word, "red")}
	ask := func(q kit.Query) kit.Walk {
		q.Filters = red
		return ripeAttributes(ctx, p, p.MustWalk(ctx, q), p.Planted, red)
	}
	q := p.ListSample()
	q.Size = 100
	wide := ask(q)
	shown := p.PlantedIn(p.Seen(wide))
	p.Saw("matching", len(shown))
	small, narrow := q, redWindow(p)
	small.Size, narrow.Size = 5, 100
	paged := ask(small)
	p.Saw("later pages", len(paged.Pages)-1)
	likeWide(p, wide, paged, shown, "an attribute filter on small pages")
	likeWide(p, wide, ask(narrow), shown, "an attribute filter in a window that begins and ends on events that it lists")
}

// likeWide wants a walk to list those of the events that a wider one has shown which lie in its window, each once.
func likeWide(p *kit.Probe, wide, w kit.Walk, shown []*kit.RunEvent, about string) {
	d, seen := p.Compare(w, shown), p.Seen(wide)
	for _, e := range w.Events() {
		if k := p.Identify(e); k != nil && !seen[k] && slices.Contains(p.Planted, k) {
			d.Extra, d.Why = append(d.Extra, e), append(d.Why, "the wider walk does not show it")
		}
	}
	if d.None() {
		return
	}
	f := p.Failure(w, nil, d, about)
	f.Expected = "of the " + p.PlantedEvents(len(shown)) + " that the wider walk shows those in the window, each once"
	f.Exchanges = append(f.Exchanges, kit.LastOf(wide, 1)...)
	p.Fail(f)
}

var unknownOperator = conformance.Check{
	ID:          "chatlayer.attributes.unknown-operator",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-4",
	Title:       "What an unknown operator lists.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"events": 10},
	NoMutant:    records,
	Run:         attributed(runUnknownOperator),
}

// runUnknownOperator sends a word that no server knows.
func runUnknownOperator(ctx context.Context, p *kit.Probe, _ string) {
	whole := p.Seen(p.MustWalk(ctx, p.ListSample()))
	all := p.PlantedIn(whole)
	w, refused := orRefused(ctx, p, p.ListSample(), kit.OneValue("colour", "understudy-no-such-operator", "red"))
	p.Saw("events", len(all))
	switch {
	case refused:
		p.Record("an unknown operator is refused with status %d", w.Last().X.Status)
	case len(kit.Unseen(p.Seen(w), all)) == 0 && len(all) > 0:
		p.Fail(conformance.Failure{
			Message:  "a filter with an unknown operator is left out: the unfiltered list comes back",
			Expected: "a refusal, or fewer events",
			Got:      "all " + p.PlantedEvents(len(all)) + " of the window", Exchanges: kit.LastOf(w, 1),
		})
	default:
		p.Record("an unknown operator lists %d of %s", len(p.Seen(w)), p.PlantedEvents(len(all)))
	}
}
