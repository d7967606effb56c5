package chatlayer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var timeBoundsOnPages = conformance.Check{
	ID:          "chatlayer.time.bounds-on-pages",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Also:        []string{"CHL-PAGE-6"},
	Title:       "The bounds hold on every page of a walk.",
	Operations:  listing(),
	Floor:       map[string]int{"later pages": 2},
	Run:         with(boundsOnPages),
}

// boundsOnPages walks windows with small pages: the bounds hold on every page, not only on the first.
func boundsOnPages(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		for _, e := range p.edges(op, 2) {
			q := Query{Op: op, Start: bound(e.before), End: bound(e.at), Size: 2}
			w := p.full(ctx, q, called(op)+" page by page with end_time exactly on events")
			p.Saw("later pages", len(w.Pages)-1)
		}
	}
}

var timeSameByPost = conformance.Check{
	ID:          "chatlayer.time.same-by-post",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Also:        []string{"CHL-TIME-2"},
	Title:       "GET and POST apply the same bounds.",
	Operations:  []string{get, post},
	Floor:       map[string]int{"windows": 2, "events": 1},
	Run:         with(sameByPost),
}

// sameByPost asks for the same windows by GET and by POST.
func sameByPost(ctx context.Context, p *probe) {
	for _, e := range p.edges(get, 2) {
		for _, q := range []Query{
			{Start: bound(e.before), End: bound(e.at), Size: 100}, {Start: bound(e.at), End: bound(e.behind), Size: 100},
		} {
			p.agree(ctx, q)
			p.Saw("windows", 1)
		}
	}
}

var timeWidening = conformance.Check{
	ID:          "chatlayer.time.widening",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Also:        []string{"CHL-TIME-2"},
	Title:       "A wider window shows all events of a narrower one.",
	Operations:  listing(),
	Floor:       map[string]int{"windows": 4, "events": 1},
	Run:         with(widening),
}

// widening asks for windows each of which holds the one before. The wide ones are asked for one user's events, which are on one page: what
// other checks track meanwhile, and where pages end, is no matter of windows.
func widening(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		e := p.edges(op, 1)[0]
		q := widen(ctx, p, between(op, e.before, e.behind), p.s.unit)
		widen(ctx, p, byUser.with(q, p.valueOf(byUser)), 45*time.Second, 45*time.Minute)
	}
}

// widen asks for a window and for wider ones, and returns the last query that was taken.
func widen(ctx context.Context, p *probe, q Query, steps ...time.Duration) Query {
	inner := p.full(ctx, q, called(q.Op)+" over a small window")
	for _, more := range steps {
		from, to := instants(inner.Query)
		wider := inner.Query
		wider.Start, wider.End = bound(from.Add(-more)), bound(to.Add(more))
		outer, taken := p.unlessRefused(ctx, wider)
		if !taken {
			p.Record("%s refuses %s", called(q.Op), wider.describe())
			break
		}
		if lost, _ := compared(p.s.knownOf(inner), p.s.knownOf(outer)); lost > 0 {
			f := conformance.Failure{
				Message:  fmt.Sprintf("%s: a wider window lacks %d events that the narrower one shows", called(q.Op), lost),
				Expected: "every event of " + inner.Query.describe(), Got: "not all of them in " + wider.describe(),
				Exchanges: []*exchange.Exchange{inner.Last().X, outer.Last().X},
				Pictures:  []conformance.Picture{line(p.s, outer, p.s.seed, difference{})},
			}
			p.likeThe(&f, outer, inner)
			p.Fail(f)
		}
		p.Saw("windows", 1)
		inner = outer
	}
	return inner.Query
}

var timeLongWindow = conformance.Check{
	ID:          "chatlayer.time.long-window",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Title:       "A window longer than a day shows all of its events.",
	Operations:  listing(),
	Floor:       map[string]int{"old events": 1},
	Run:         with(longWindow),
}

// longWindow asks for a window longer than a day. A target may refuse that; it may not leave events out.
func longWindow(ctx context.Context, p *probe) {
	var old []*Known
	from, to := p.s.window()
	start := from
	for _, k := range p.s.seed {
		if k.User != p.s.names.user() || !k.when().Before(from) {
			continue
		}
		old = append(old, k)
		if k.when().Before(start) {
			start = k.when()
		}
	}
	switch {
	case p.Target().ReadOnly:
		p.NotApplicable("the run is read-only, so there is no event of its own from before its window")
	case !p.s.honoured:
		p.NotApplicable("the target dates events itself, so none is a day old")
	case len(old) == 0:
		p.NotApplicable("the target lists none of the run's events from the day before")
	}
	for _, op := range p.everyList() {
		q := Query{Op: op, Start: bound(start), End: bound(to), User: p.s.names.user(), Size: 100}
		page := p.strange(ctx, p.s.wrong(q))
		if page.Refused() {
			p.Record("%s refuses a window longer than a day with status %d", called(op), page.X.Status)
			p.Saw("old events", 1)
			continue
		}
		p.full(ctx, q, called(op)+" over a window longer than a day")
		p.Saw("old events", len(old))
	}
}

var timeEmptyRange = conformance.Check{
	ID:          "chatlayer.time.empty-range",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Title:       "A window that ends where it starts shows nothing or is refused.",
	Operations:  listing(),
	Floor:       map[string]int{"windows": 2},
	Run:         with(emptyRange),
}

// emptyRange asks for windows that end where they start.
func emptyRange(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		for i, e := range p.edges(op, 2) {
			showsNothing(ctx, p, Query{Op: op, Start: bound(e.at), End: bound(e.at), Size: []int{100, 1}[i]}, "a window that ends where it starts")
		}
	}
}

var timeReversedRange = conformance.Check{
	ID:          "chatlayer.time.reversed-range",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Also:        []string{"CHL-TIME-1"},
	Title:       "A window that ends before it starts shows nothing or is refused.",
	Operations:  listing(),
	Floor:       map[string]int{"windows": 2},
	Run:         with(reversedRange),
}

// reversedRange asks for windows that end before they start.
func reversedRange(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		e := p.edges(op, 1)[0]
		showsNothing(ctx, p, Query{Op: op, Start: bound(e.behind), End: bound(e.before), Size: 100}, "a window that ends before it starts")
	}
}

// showsNothing wants no known event, or a refusal. One that is dated into the window is no fault of the window: the seed may lack it.
func showsNothing(ctx context.Context, p *probe, q Query, about string) {
	page := p.strange(ctx, p.s.wrong(q))
	p.Saw("windows", 1)
	from, to := instants(q)
	shown := slices.DeleteFunc(p.s.ours(page), func(e Event) bool { return !e.At.IsZero() && inside(e.At, from, to) })
	if len(shown) > 0 {
		p.Fail(conformance.Failure{
			Message:  fmt.Sprintf("%s: %s shows events", called(q.Op), about),
			Symptoms: []conformance.Symptom{forbiddenSymptom(allowed(shown[0], Query{Op: team}, from, to))},
			Expected: "no events, or a refusal",
			Got:      fmt.Sprintf("%d known events, such as %s", len(shown), p.s.label(shown[0])), Exchanges: []*exchange.Exchange{page.X},
		})
	}
}

var timeElsewhere = conformance.Check{
	ID:          "chatlayer.time.elsewhere",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Also:        []string{"CHL-TIME-2"},
	Title:       "A window beside the known events shows none of them.",
	Operations:  listing(),
	Floor:       map[string]int{"windows": 4},
	Run:         with(elsewhere),
}

// elsewhere asks for windows where no known event is: the days before and behind the seed, and years ahead.
func elsewhere(ctx context.Context, p *probe) {
	from, to := p.s.window()
	for _, op := range p.everyList() {
		for _, w := range [][2]time.Time{
			{from.Add(-3 * time.Hour), from.Add(-time.Hour)}, {to, to.Add(10 * time.Minute)}, {to.AddDate(20, 0, 0), to.AddDate(20, 0, 1)},
		} {
			showsNothing(ctx, p, Query{Op: op, Start: bound(w[0]), End: bound(w[1]), Size: 100}, "a window beside all known events")
		}
	}
}

var timeFarBounds = conformance.Check{
	ID:          "chatlayer.time.far-bounds",
	Level:       conformance.Should,
	Requirement: "CHL-TIME-20",
	Also:        []string{"CHL-TIME-1", "CHL-TIME-2"},
	Title:       "A bound in a far year is refused or keeps the events.",
	Operations:  listing(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"windows": 4},
	Run:         with(farBounds),
}

// farBounds asks from and until years in which nobody has events. A target may refuse them.
func farBounds(ctx context.Context, p *probe) {
	user := p.s.names.user()
	from, to := p.s.window()
	for _, op := range p.everyList() {
		windows := [][2]string{{"1969-07-20T20:17:40.000Z", bound(to)}, {bound(from), "2300-01-01T00:00:00.000Z"}}
		if op == get {
			windows = append(windows, [2]string{"0001-01-01T00:00:00.000Z", bound(to)}, [2]string{bound(from), "9999-12-31T23:59:59.000Z"})
		}
		for _, w := range windows {
			q := Query{Op: op, Start: w[0], End: w[1], User: user, Size: 100}
			if page := p.strange(ctx, p.s.wrong(q)); page.Refused() {
				p.Record("%s refuses %s with status %d", called(op), q.describe(), page.X.Status)
			} else {
				p.full(ctx, q, called(op)+" with a bound in a far year")
			}
			p.Saw("windows", 1)
		}
	}
}
