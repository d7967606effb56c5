package chatlayer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var timeCutAtEvents = conformance.Check{
	ID:          "chatlayer.time.cut-at-events",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Also:        []string{"CHL-TIME-2"},
	Title:       "A window that is cut on events is the sum of its pieces.",
	Operations:  listing(),
	Floor:       map[string]int{"cuts": 2, "events": 1},
	Run:         with(cutAtEvents),
}

// cutAtEvents cuts windows on instants of known events, the one that most events share among them.
func cutAtEvents(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		var points []time.Time
		edges := p.edges(op, 3)
		from, to := edges[0].before, edges[0].behind
		for _, e := range edges {
			points = append(points, e.at)
			if e.before.Before(from) {
				from = e.before
			}
			if e.behind.After(to) {
				to = e.behind
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
	Operations:  listing(),
	Floor:       map[string]int{"cuts": 2, "events": 1},
	Run:         with(cutByChance),
}

// cutByChance cuts the window of the whole seed anywhere.
func cutByChance(ctx context.Context, p *probe) {
	const cuts = 3
	for _, op := range p.everyList() {
		chance := p.s.random("cuts " + op)
		from, to := p.s.window()
		points := []time.Time{from, to}
		for range cuts {
			offset := time.Duration(chance.Int64N(int64(to.Sub(from))))
			points = append(points, from.Add(offset.Truncate(p.s.unit)))
		}
		partition(ctx, p, op, points)
	}
}

// partition cuts a window at points, the first and the last of which are its ends, and wants the pieces to hold together
// what the window holds, each event in one piece.
func partition(ctx context.Context, p *probe, op string, points []time.Time) {
	slices.SortFunc(points, time.Time.Compare)
	points = slices.CompactFunc(points, time.Time.Equal)
	whole := p.full(ctx, between(op, points[0], points[len(points)-1]), called(op)+" over a window that is cut afterwards")
	pieces := map[*Known]int{}
	for i := range points[1:] {
		w := p.WholeWalk(ctx, between(op, points[i], points[i+1]))
		for k, n := range p.s.knownOf(w) {
			pieces[k] += n
		}
	}
	p.Saw("cuts", len(points)-2)
	if lost, twice := compared(p.s.knownOf(whole), pieces); lost+twice > 0 {
		failCut(ctx, p, op, points, lost, twice)
	}
}

// cut is a window in two pieces.
type cut struct{ from, at, to time.Time }

// failCut looks for the smallest cut that fails too, and fails the check with it.
func failCut(ctx context.Context, p *probe, op string, points []time.Time, lost, twice int) {
	for i := 1; i < len(points)-1; i++ {
		if c := (cut{points[i-1], points[i], points[i+1]}); broken(ctx, p, op, c) != "" {
			failSmallest(ctx, p, op, c)
		}
	}
	p.Fail(conformance.Failure{
		Message: fmt.Sprintf("%s: the pieces of a window lack %d of its events and hold %d too often, and no single cut shows it", called(op),
			lost, twice),
		Expected: "every event of the window in exactly one of its pieces",
		Got:      fmt.Sprintf("%d pieces between %s and %s", len(points)-1, bound(points[0]), bound(points[len(points)-1])),
	})
}

// broken says how a cut fails, "" if it holds.
func broken(ctx context.Context, p *probe, op string, c cut) string {
	pieces := p.s.knownOf(p.WholeWalk(ctx, between(op, c.from, c.at)))
	for k, n := range p.s.knownOf(p.WholeWalk(ctx, between(op, c.at, c.to))) {
		pieces[k] += n
	}
	lost, twice := compared(p.s.knownOf(p.WholeWalk(ctx, between(op, c.from, c.to))), pieces)
	if lost+twice == 0 {
		return ""
	}
	return fmt.Sprintf("%d events are in neither piece, %d are in both", lost, twice)
}

// failSmallest draws the ends of a cut in as long as it still fails.
func failSmallest(ctx context.Context, p *probe, op string, c cut) {
	const tries = 6
	why := broken(ctx, p, op, c)
	for range tries {
		smaller := cut{c.at.Add(-half(c.at.Sub(c.from), p.s.unit)), c.at, c.at.Add(half(c.to.Sub(c.at), p.s.unit))}
		still := broken(ctx, p, op, smaller)
		if still == "" {
			break
		}
		c, why = smaller, still
	}
	whole := p.WholeWalk(ctx, between(op, c.from, c.to))
	first := p.WholeWalk(ctx, between(op, c.from, c.at))
	second := p.WholeWalk(ctx, between(op, c.at, c.to))
	f := conformance.Failure{
		Message: fmt.Sprintf("%s: the window from %s to %s is not the sum of its pieces when it is cut at %s", called(op), bound(c.from),
			bound(c.to), bound(c.at)),
		Expected:  fmt.Sprintf("the %d events of the window, each in one of the pieces", p.s.countKnown(whole)),
		Got:       fmt.Sprintf("%d and %d events; %s", p.s.countKnown(first), p.s.countKnown(second), why),
		Exchanges: []*exchange.Exchange{first.Last().X, second.Last().X, whole.Last().X},
		Pictures:  []conformance.Picture{line(p.s, first, p.s.seed, difference{}), line(p.s, second, p.s.seed, difference{})},
	}
	p.likeThe(&f, first, second, whole)
	p.Fail(f)
}

// half halves a span, down to one unit.
func half(d, unit time.Duration) time.Duration { return max(unit, (d / 2).Truncate(unit)) }
