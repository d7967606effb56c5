package kit

import (
	"cmp"
	"slices"
	"time"
)

// Edge is an instant at which events of the run happened, with times before and behind it to end a window at.
type Edge struct {
	Before, At, Behind time.Time
	Unit               time.Duration
}

// EdgeReach is how many instants a window at an edge holds beside it.
const EdgeReach = 5

// Edges chooses instants of the run's events in a list: the one that most events share, one late in its second and one so early
// that its fraction begins with a zero, and others by chance.
func (p *Probe) Edges(op string, n int) []Edge {
	all := p.Moments(op)
	chance := p.Random(p.Check().ID + op)
	order := chance.Perm(len(all))
	within := func(from, to time.Duration) func(int) bool {
		return func(i int) bool { part := time.Duration(all[i].At.Nanosecond()); return part >= from && part < to }
	}
	most := slices.MaxFunc(order, func(a, b int) int { return cmp.Compare(all[a].N, all[b].N) })
	chosen := []int{most}
	for _, wanted := range []func(int) bool{within(500*time.Millisecond, time.Second), within(time.Millisecond, 100*time.Millisecond)} {
		if i := slices.IndexFunc(order, wanted); i >= 0 {
			chosen = append(chosen, order[i])
		}
	}
	chosen = append(chosen, order...)
	var edges []Edge
	for i, index := range chosen {
		if len(edges) < n && !slices.Contains(chosen[:i], index) {
			edges = append(edges, edgeAt(p, all, index))
		}
	}
	return edges
}

// edgeAt takes the far ends of the windows from between two instants, where no event is, so that they test nothing.
func edgeAt(p *Probe, all []Moment, i int) Edge {
	unit := p.Unit
	e := Edge{At: all[i].At, Unit: unit}
	e.Before = all[max(0, i-EdgeReach)].At.Add(-unit)
	last := min(len(all)-1, i+EdgeReach)
	e.Behind = all[last].At.Add(2 * unit)
	return e
}
