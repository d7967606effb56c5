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

var cutAtEvents = conformance.Check{
	ID:          "chatlayer.time.cut-at-events",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Also:        []string{"CHL-TIME-2"},
	Title:       "A window that is cut on events is the sum of its pieces.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"cuts": 2, "events": 1},
	Run:         kit.WithPlanted(runCutAtEvents),
}

// runCutAtEvents cuts windows on instants of the run's events, the one that most events share among them.
func runCutAtEvents(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		var points []time.Time
		edges := p.Edges(op, 3)
		from, to := edges[0].Before, edges[0].Behind
		for _, e := range edges {
			points = append(points, e.At)
			if e.Before.Before(from) {
				from = e.Before
			}
			if e.Behind.After(to) {
				to = e.Behind
			}
		}
		partition(ctx, p, op, append(points, from, to))
	}
}

var cutAnywhere = conformance.Check{
	ID:          "chatlayer.time.cut-anywhere",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Also:        []string{"CHL-TIME-1"},
	Title:       "A window that is cut anywhere is the sum of its pieces.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"cuts": 2, "events": 1},
	Run:         kit.WithPlanted(cutByChance),
}

// cutByChance cuts the window of all planted events anywhere.
func cutByChance(ctx context.Context, p *kit.Probe) {
	const cuts = 3
	for _, op := range p.EveryList() {
		chance := p.Random("cuts " + op)
		from, to := p.PlantedWindow()
		points := []time.Time{from, to}
		for range cuts {
			offset := time.Duration(chance.Int64N(int64(to.Sub(from))))
			points = append(points, from.Add(offset.Truncate(p.Unit)))
		}
		partition(ctx, p, op, points)
	}
}

// partition cuts a window at points, the first and the last of which are its ends, and wants the pieces to hold together
// what the window holds, each event in one piece.
func partition(ctx context.Context, p *kit.Probe, op string, points []time.Time) {
	slices.SortFunc(points, time.Time.Compare)
	points = slices.CompactFunc(points, time.Time.Equal)
	whole := p.WalkPlanted(ctx, kit.ListBetween(op, points[0], points[len(points)-1]),
		kit.Called(op)+" over a window that is cut afterwards")
	pieces := map[*kit.RunEvent]int{}
	for i := range points[1:] {
		w := p.MustWalk(ctx, kit.ListBetween(op, points[i], points[i+1]))
		for k, n := range p.TimesOf(w) {
			pieces[k] += n
		}
	}
	p.Saw("cuts", len(points)-2)
	if lost, twice := kit.Compared(p.TimesOf(whole), pieces); lost+twice > 0 {
		failCut(ctx, p, op, points, lost, twice)
	}
}

// cut is a window in two pieces.
type cut struct{ from, at, to time.Time }

// failCut looks for the smallest cut that fails too, and fails the check with it.
func failCut(ctx context.Context, p *kit.Probe, op string, points []time.Time, lost, twice int) {
	for i := 1; i < len(points)-1; i++ {
		if c := (cut{points[i-1], points[i], points[i+1]}); broken(ctx, p, op, c) != "" {
			failSmallest(ctx, p, op, c)
		}
	}
	p.Fail(conformance.Failure{
		Message: fmt.Sprintf("%s: the pieces of a window lack %d of its events and hold %d too often, and no single cut shows it",
			kit.Called(op),
			lost, twice),
		Expected: "every event of the window in exactly one of its pieces",
		Got: fmt.Sprintf("%s between %s and %s", english.Count(len(points)-1, "piece"), kit.Bound(points[0]),
			kit.Bound(points[len(points)-1])),
	})
}

// broken says how a cut fails, "" if it holds.
func broken(ctx context.Context, p *kit.Probe, op string, c cut) string {
	pieces := p.TimesOf(p.MustWalk(ctx, kit.ListBetween(op, c.from, c.at)))
	for k, n := range p.TimesOf(p.MustWalk(ctx, kit.ListBetween(op, c.at, c.to))) {
		pieces[k] += n
	}
	lost, twice := kit.Compared(p.TimesOf(p.MustWalk(ctx, kit.ListBetween(op, c.from, c.to))), pieces)
	if lost+twice == 0 {
		return ""
	}
	return fmt.Sprintf("%s in neither piece, %d in both", english.Count(lost, "event"), twice)
}

// failSmallest draws the ends of a cut in as long as it still fails.
func failSmallest(ctx context.Context, p *kit.Probe, op string, c cut) {
	const tries = 6
	why := broken(ctx, p, op, c)
	for range tries {
		smaller := cut{c.at.Add(-half(c.at.Sub(c.from), p.Unit)), c.at, c.at.Add(half(c.to.Sub(c.at), p.Unit))}
		still := broken(ctx, p, op, smaller)
		if still == "" {
			break
		}
		c, why = smaller, still
	}
	whole := p.MustWalk(ctx, kit.ListBetween(op, c.from, c.to))
	first := p.MustWalk(ctx, kit.ListBetween(op, c.from, c.at))
	second := p.MustWalk(ctx, kit.ListBetween(op, c.at, c.to))
	f := conformance.Failure{
		Message: fmt.Sprintf("%s: the window from %s to %s is not the sum of its pieces when it is cut at %s", kit.Called(op),
			kit.Bound(c.from),
			kit.Bound(c.to), kit.Bound(c.at)),
		Expected:  "of the window " + english.Count(p.CountOfRun(whole), "event") + ", each in one of the pieces",
		Got:       fmt.Sprintf("%d and %s; %s", p.CountOfRun(first), english.Count(p.CountOfRun(second), "event"), why),
		Exchanges: []*exchange.Exchange{first.Last().X, second.Last().X, whole.Last().X},
		Pictures:  []conformance.Picture{p.Line(first, p.Planted, kit.Difference{}), p.Line(second, p.Planted, kit.Difference{})},
	}
	p.LikeWalks(&f, first, second, whole)
	p.Fail(f)
}

// half halves a span, down to one unit.
func half(d, unit time.Duration) time.Duration { return max(unit, (d / 2).Truncate(unit)) }
