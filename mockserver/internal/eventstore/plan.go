package eventstore

import (
	"slices"

	"github.com/tidwall/btree"
)

// selective is how much rarer than the whole store a value must be for its index to be worth following.
const selective = 4

// plan is how one store goes through its events for a query: along the index of the rarest value asked for, or along time.
type plan[P any] struct {
	tree  *btree.BTreeG[*Event[P]] // nil if the index to follow is not built yet
	from  *Event[P]                // where to start in the tree
	skip  bool                     // an event equal to from is left out
	along int                      // the field whose index is followed; -1 is time
	where []fieldValue
}

type fieldValue struct {
	field int
	value string
}

// plan reports false if no event of the store can match. The caller holds the lock.
func (s *Store[P]) plan(q Query) (plan[P], bool) {
	p := plan[P]{tree: s.order, along: -1}
	rarest := len(s.byID) / selective
	for _, w := range q.Where {
		f := slices.Index(s.fields, w.Field)
		if f < 0 {
			return p, false
		}
		n := s.index[f].count[w.Value]
		if n == 0 {
			return p, false
		}
		if n <= rarest {
			rarest, p.along, p.tree = n, f, s.index[f].tree
		}
		p.where = append(p.where, fieldValue{f, w.Value})
	}
	p.from, p.skip = s.start(q)
	for _, w := range p.where {
		p.from.Values[w.field] = w.value
	}
	return p, true
}

// lockedPlan takes the read lock and plans, building the index that the plan wants. The caller unlocks.
func (s *Store[P]) lockedPlan(q Query) (plan[P], bool) {
	for {
		s.mu.RLock()
		p, ok := s.plan(q)
		if !ok || p.tree != nil {
			return p, ok
		}
		s.mu.RUnlock()
		s.buildIndex(p.along)
	}
}

// start finds the first place in this store's own order that the window and the position allow.
func (s *Store[P]) start(q Query) (from *Event[P], skip bool) {
	from = &Event[P]{Time: q.Start, Values: make([]string, len(s.fields))}
	if q.After.IsZero() || q.After.Time.Before(q.Start) {
		return from, false
	}
	// An event of the same time and id stands behind the position only if its stream does.
	from.Time, from.ID = q.After.Time, q.After.ID
	return from, s.stream <= q.After.Stream
}

func (p *plan[P]) scan(visit func(*Event[P]) bool) {
	p.tree.Ascend(p.from, func(e *Event[P]) bool {
		if p.skip && e.Time.Equal(p.from.Time) && e.ID == p.from.ID {
			return true
		}
		return visit(e)
	})
}

// inIndex reports whether the scan is still among the events with the value it follows.
func (p *plan[P]) inIndex(e *Event[P]) bool {
	return p.along < 0 || e.Values[p.along] == p.from.Values[p.along]
}

func (p *plan[P]) matches(e *Event[P]) bool {
	for _, w := range p.where {
		if e.Values[w.field] != w.value {
			return false
		}
	}
	return true
}
