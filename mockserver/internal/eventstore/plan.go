package eventstore

import "github.com/tidwall/btree"

// selective is how much rarer than the whole store a value must be for its index to be worth following.
const selective = 4

// plan is how one store goes through its events for a query: along the index of the rarest value asked for, or along time.
type plan[P any] struct {
	tree  *btree.BTreeG[*Event[P]] // as it was when the plan was made
	from  *Event[P]                // where to start in the tree
	skip  bool                     // an event equal to from is left out
	along int                      // the field whose index is followed; -1 is time
	where []fieldValue
}

// plan reports false if no event of the store can match. It takes a snapshot of the tree that it follows, so that the lock
// is held for a moment only. An index that is not there yet is made meanwhile, for the next query.
func (s *Store[P]) plan(q *search[P]) (plan[P], bool) {
	p := plan[P]{along: -1}
	var ok bool
	if p.where, ok = fieldValues(s.fields, q.query.Where); !ok {
		return p, false
	}
	p.from = &Event[P]{Values: make([]string, len(s.fields))}
	p.from.Time, p.from.ID, p.skip = q.start(s.stream)

	s.mu.Lock()
	defer s.mu.Unlock()
	rarest, wanted := len(s.byID)/selective, -1
	for _, w := range p.where {
		n := s.index[w.field].count[w.value]
		if n == 0 {
			return p, false
		}
		if n <= rarest {
			rarest, wanted = n, w.field
		}
		p.from.Values[w.field] = w.value
	}
	p.tree = s.order
	switch {
	case wanted >= 0 && s.index[wanted].tree != nil:
		p.along, p.tree = wanted, s.index[wanted].tree
	case wanted >= 0:
		s.startIndex(wanted)
	}
	p.tree = p.tree.Copy()
	return p, true
}

// collect finds the first matches: one more than the page needs tells whether more follow.
func (s *Store[P]) collect(q *search[P]) (err error) {
	p, ok := s.plan(q)
	if !ok {
		return nil
	}
	p.tree.Ascend(p.from, func(e *Event[P]) bool {
		if p.skip && e.Time.Equal(p.from.Time) && e.ID == p.from.ID {
			return true
		}
		if !p.inIndex(e) || q.beyond(e) {
			return false
		}
		if !matches(e, p.where) {
			err = q.spend(lookAt)
			return err == nil
		}
		var ok bool
		if ok, err = q.meets(e); err != nil {
			return false
		}
		return !ok || q.offer(s.stream, e)
	})
	return err
}

// inIndex reports whether the scan is still among the events with the value it follows.
func (p *plan[P]) inIndex(e *Event[P]) bool {
	return p.along < 0 || e.Values[p.along] == p.from.Values[p.along]
}
