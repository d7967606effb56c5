package chatlayer

import (
	"cmp"
	"slices"
	"time"
)

// edge is an instant at which known events happened, with times before and behind it to end a window at.
type edge struct {
	before, at, behind time.Time
	unit               time.Duration
}

// around is how many instants a window at an edge holds beside it.
const around = 5

// edges chooses instants of a list's known events: the one that most events share, one late in its second and one so early
// that its fraction begins with a zero, and others by chance.
func (p *probe) edges(op string, n int) []edge {
	all := p.s.moments(op)
	chance := p.s.random(p.Check().ID + op)
	order := chance.Perm(len(all))
	within := func(from, to time.Duration) func(int) bool {
		return func(i int) bool { part := time.Duration(all[i].at.Nanosecond()); return part >= from && part < to }
	}
	most := slices.MaxFunc(order, func(a, b int) int { return cmp.Compare(all[a].n, all[b].n) })
	chosen := []int{most}
	for _, wanted := range []func(int) bool{within(500*time.Millisecond, time.Second), within(time.Millisecond, 100*time.Millisecond)} {
		if i := slices.IndexFunc(order, wanted); i >= 0 {
			chosen = append(chosen, order[i])
		}
	}
	chosen = append(chosen, order...)
	var edges []edge
	for i, index := range chosen {
		if len(edges) < n && !slices.Contains(chosen[:i], index) {
			edges = append(edges, edgeAt(p, all, index))
		}
	}
	return edges
}

// edgeAt takes the far ends of the windows from between two instants, where no event is, so that they test nothing.
func edgeAt(p *probe, all []moment, i int) edge {
	unit := p.s.unit
	e := edge{at: all[i].at, unit: unit}
	e.before = all[max(0, i-around)].at.Add(-unit)
	last := min(len(all)-1, i+around)
	e.behind = all[last].at.Add(2 * unit)
	return e
}
