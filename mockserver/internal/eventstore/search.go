package eventstore

import "slices"

// search is a Query made ready for one view of the store. It is a Cursor.
type search struct {
	written  written
	from, to instant
	after    *record  // the events of the instant from that are wanted are behind it; nil is all
	clauses  []clause // every one must hold
	never    bool     // no event can match
	names    int      // the group of the names of labels

	walks []walking
	at    instant
	found record
}

// walking is one part of the store on the way.
type walking struct {
	walker
	at     instant // where it stands, or the earliest where it can
	record record
	stands bool
}

// walker goes through one part of the store.
type walker interface {
	next(s *search, spend Spend) (instant, record, bool, error)
}

// Search starts a search.
func (s *Store) Search(q *Query) Cursor {
	v := s.view.Load()
	from, after := q.begin()
	c := &search{written: v.written, from: instantOf(from), to: instantOf(q.End), names: len(s.fields)}
	if after {
		c.after = &record{stream: q.After.Stream, id: q.After.ID}
	}
	if v.empty() {
		return c
	}
	if c.clauses, c.never = s.clauses(q); c.never {
		return c
	}
	for _, r := range v.runs {
		if w, earliest, found := newWalkRun(c, r); found {
			c.walks = append(c.walks, walking{walker: w, at: earliest})
		}
	}
	for _, r := range v.full {
		c.walks = append(c.walks, walking{walker: newWalkRecent(c, r), at: c.from})
	}
	c.walks = append(c.walks, walking{walker: newWalkRecent(c, v.recent), at: c.from})
	return c
}

// isBehind reports whether an event is not before the window and behind the position.
func (s *search) isBehind(at instant, r record) bool {
	c := at.compare(s.from)
	return c > 0 || c == 0 && (s.after == nil || r.compare(s.after) > 0)
}

// Next goes on to the first event of those at which the parts stand. A part is looked into when it may have the first.
func (s *search) Next(spend Spend) (bool, error) {
	for len(s.walks) > 0 {
		first := s.first()
		w := &s.walks[first]
		if w.stands {
			s.at, s.found, w.stands = w.at, w.record, false
			return true, nil
		}
		at, r, found, err := w.next(s, spend)
		if err != nil {
			return false, err
		}
		if w.at, w.record, w.stands = at, r, found; !found {
			s.walks = slices.Delete(s.walks, first, first+1)
		}
	}
	return false, nil
}

// first is the part that comes first: of those that stand at one instant the one that has to be looked into.
func (s *search) first() int {
	best := 0
	for i := 1; i < len(s.walks); i++ {
		if s.walks[i].before(&s.walks[best]) {
			best = i
		}
	}
	return best
}

func (w *walking) before(o *walking) bool {
	if c := w.at.compare(o.at); c != 0 {
		return c < 0
	}
	if !w.stands || !o.stands {
		return !w.stands && o.stands
	}
	return w.record.compare(&o.record) < 0
}

// Position is where the event stands.
func (s *search) Position() Position {
	return Position{Time: s.at.time(), Stream: s.found.stream, ID: s.found.id}
}

// Payload is what the event carries.
func (s *search) Payload() string { return s.found.payload }
