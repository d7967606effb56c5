package times

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var boundsOnPages = conformance.Check{
	ID:          "chatlayer.time.bounds-on-pages",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Also:        []string{"CHL-PAGE-6"},
	Title:       "The bounds hold on every page of a walk.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"later pages": 2},
	Run:         kit.WithPlanted(runBoundsOnPages),
}

// runBoundsOnPages walks windows with small pages: the bounds hold on every page, not only on the first.
func runBoundsOnPages(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		for _, e := range p.Edges(op, 2) {
			q := kit.Query{Op: op, Start: kit.Bound(e.Before), End: kit.Bound(e.At), Size: 2}
			w := p.WalkPlanted(ctx, q, kit.Called(op)+" page by page with end_time exactly on events")
			p.Saw("later pages", len(w.Pages)-1)
		}
	}
}

var sameByPost = conformance.Check{
	ID:          "chatlayer.time.same-by-post",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Also:        []string{"CHL-TIME-2"},
	Title:       "GET and POST apply the same bounds.",
	Operations:  []string{kit.Get, kit.Post},
	Floor:       map[string]int{"windows": 2, "events": 1},
	Run:         kit.WithPlanted(runSameByPost),
}

// runSameByPost asks for the same windows by GET and by POST.
func runSameByPost(ctx context.Context, p *kit.Probe) {
	for _, e := range p.Edges(kit.Get, 2) {
		for _, q := range []kit.Query{
			{Start: kit.Bound(e.Before), End: kit.Bound(e.At), Size: 100}, {Start: kit.Bound(e.At), End: kit.Bound(e.Behind), Size: 100},
		} {
			p.Agree(ctx, q)
			p.Saw("windows", 1)
		}
	}
}

var widening = conformance.Check{
	ID:          "chatlayer.time.widening",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Also:        []string{"CHL-TIME-2"},
	Title:       "A wider window shows all events of a narrower one.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"windows": 4, "events": 1},
	Run:         kit.WithPlanted(runWidening),
}

// runWidening asks for windows each of which holds the one before. The wide ones are asked for one user's events, which are on one page:
// what other checks track meanwhile, and where pages end, is no matter of windows.
func runWidening(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		e := p.Edges(op, 1)[0]
		q := widen(ctx, p, kit.ListBetween(op, e.Before, e.Behind), p.Unit)
		widen(ctx, p, kit.ByUser.AddTo(q, p.ValueOf(kit.ByUser)), 45*time.Second, 45*time.Minute)
	}
}

// widen asks for a window and for wider ones, and returns the last query that was taken.
func widen(ctx context.Context, p *kit.Probe, q kit.Query, steps ...time.Duration) kit.Query {
	inner := p.WalkPlanted(ctx, q, kit.Called(q.Op)+" over a small window")
	for _, more := range steps {
		from, to := kit.Instants(inner.Query)
		wider := inner.Query
		wider.Start, wider.End = kit.Bound(from.Add(-more)), kit.Bound(to.Add(more))
		outer, taken := p.UnlessRefused(ctx, wider)
		if !taken {
			p.Record("%s refuses %s", kit.Called(q.Op), wider.Describe())
			break
		}
		if lost, _ := kit.Compared(p.TimesOf(inner), p.TimesOf(outer)); lost > 0 {
			f := conformance.Failure{
				Message: fmt.Sprintf("%s: a wider window lacks %s that the narrower one shows", kit.Called(q.Op),
					english.Count(lost, "event")),
				Expected: "every event of " + inner.Query.Describe(), Got: "not all of them in " + wider.Describe(),
				Exchanges: []*exchange.Exchange{inner.Last().X, outer.Last().X},
				Pictures:  []conformance.Picture{p.Line(outer, p.Planted, kit.Difference{})},
			}
			p.LikeWalks(&f, outer, inner)
			p.Fail(f)
		}
		p.Saw("windows", 1)
		inner = outer
	}
	return inner.Query
}

var longWindow = conformance.Check{
	ID:          "chatlayer.time.long-window",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Title:       "A window longer than a day shows all of its events.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"old events": 1},
	Run:         kit.WithPlanted(runLongWindow),
}

// runLongWindow asks for a window longer than a day. A target may refuse that; it may not leave events out.
func runLongWindow(ctx context.Context, p *kit.Probe) {
	var old []*kit.RunEvent
	from, to := p.PlantedWindow()
	start := from
	for _, k := range p.Planted {
		if k.User != p.Names.User() || !k.When().Before(from) {
			continue
		}
		old = append(old, k)
		if k.When().Before(start) {
			start = k.When()
		}
	}
	switch {
	case p.Target().ReadOnly:
		p.NotApplicable("the run is read-only, so there is no event of its own from before its window")
	case !p.Honoured:
		p.NotApplicable("the target dates events itself, so none is a day old")
	case len(old) == 0:
		p.NotApplicable("the target lists none of the run's events from the day before")
	}
	for _, op := range p.EveryList() {
		q := kit.Query{Op: op, Start: kit.Bound(start), End: kit.Bound(to), User: p.Names.User(), Size: 100}
		page := p.Strange(ctx, p.HostileRequest(q))
		if page.Declined() {
			p.Record("%s refuses a window longer than a day with status %d", kit.Called(op), page.X.Status)
			p.Saw("old events", 1)
			continue
		}
		p.WalkPlanted(ctx, q, kit.Called(op)+" over a window longer than a day")
		p.Saw("old events", len(old))
	}
}

var emptyRange = conformance.Check{
	ID:          "chatlayer.time.empty-range",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Title:       "A window that ends where it starts shows nothing or is refused.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"windows": 2},
	Run:         kit.WithPlanted(runEmptyRange),
}

// runEmptyRange asks for windows that end where they start.
func runEmptyRange(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		for i, e := range p.Edges(op, 2) {
			showsNothing(ctx, p, kit.Query{Op: op, Start: kit.Bound(e.At), End: kit.Bound(e.At), Size: []int{100, 1}[i]},
				"a window that ends where it starts")
		}
	}
}

var reversedRange = conformance.Check{
	ID:          "chatlayer.time.reversed-range",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Also:        []string{"CHL-TIME-1"},
	Title:       "A window that ends before it starts shows nothing or is refused.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"windows": 2},
	Run:         kit.WithPlanted(runReversedRange),
}

// runReversedRange asks for windows that end before they start.
func runReversedRange(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		e := p.Edges(op, 1)[0]
		showsNothing(ctx, p, kit.Query{Op: op, Start: kit.Bound(e.Behind), End: kit.Bound(e.Before), Size: 100},
			"a window that ends before it starts")
	}
}

// showsNothing wants no planted event, or a refusal. One that is dated into the window is no mistake of the window: the planted events
// may lack it.
func showsNothing(ctx context.Context, p *kit.Probe, q kit.Query, about string) {
	page := p.Strange(ctx, p.HostileRequest(q))
	p.Saw("windows", 1)
	from, to := kit.Instants(q)
	shown := slices.DeleteFunc(p.Ours(page), func(e kit.Event) bool { return !e.At.IsZero() && kit.Inside(e.At, from, to) })
	if len(shown) > 0 {
		p.Fail(conformance.Failure{
			Message:  fmt.Sprintf("%s: %s shows events", kit.Called(q.Op), about),
			Symptoms: []conformance.Symptom{kit.ForbiddenSymptom(kit.Allowed(shown[0], kit.Query{Op: kit.Team}, from, to))},
			Expected: "no events, or a refusal",
			Got:      p.PlantedEvents(len(shown)) + ", such as " + p.Label(shown[0]), Exchanges: []*exchange.Exchange{page.X},
		})
	}
}

var elsewhere = conformance.Check{
	ID:          "chatlayer.time.elsewhere",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Also:        []string{"CHL-TIME-2"},
	Title:       "A window beside the planted events shows none of them.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"windows": 4},
	Run:         kit.WithPlanted(runElsewhere),
}

// runElsewhere asks for windows where no planted event is: the days before and behind the planted events, and years ahead.
func runElsewhere(ctx context.Context, p *kit.Probe) {
	from, to := p.PlantedWindow()
	for _, op := range p.EveryList() {
		for _, w := range [][2]time.Time{
			{from.Add(-3 * time.Hour), from.Add(-time.Hour)}, {to, to.Add(10 * time.Minute)}, {to.AddDate(20, 0, 0), to.AddDate(20, 0, 1)},
		} {
			showsNothing(ctx, p, kit.Query{Op: op, Start: kit.Bound(w[0]), End: kit.Bound(w[1]), Size: 100},
				"a window beside all planted events")
		}
	}
}

var farBounds = conformance.Check{
	ID:          "chatlayer.time.far-bounds",
	Level:       conformance.Should,
	Requirement: "CHL-TIME-20",
	Also:        []string{"CHL-TIME-1", "CHL-TIME-2"},
	Title:       "A bound in a far year is refused or keeps the events.",
	Operations:  kit.AllLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"windows": 4},
	Run:         kit.WithPlanted(runFarBounds),
}

// runFarBounds asks from and until years in which nobody has events. A target may refuse them.
func runFarBounds(ctx context.Context, p *kit.Probe) {
	user := p.Names.User()
	from, to := p.PlantedWindow()
	for _, op := range p.EveryList() {
		windows := [][2]string{{"1969-07-20T20:17:40.000Z", kit.Bound(to)}, {kit.Bound(from), "2300-01-01T00:00:00.000Z"}}
		if op == kit.Get {
			windows = append(windows, [2]string{"0001-01-01T00:00:00.000Z", kit.Bound(to)},
				[2]string{kit.Bound(from), "9999-12-31T23:59:59.000Z"})
		}
		for _, w := range windows {
			q := kit.Query{Op: op, Start: w[0], End: w[1], User: user, Size: 100}
			if page := p.Strange(ctx, p.HostileRequest(q)); page.Declined() {
				p.Record("%s refuses %s with status %d", kit.Called(op), q.Describe(), page.X.Status)
			} else {
				p.WalkPlanted(ctx, q, kit.Called(op)+" with a bound in a far year")
			}
			p.Saw("windows", 1)
		}
	}
}
