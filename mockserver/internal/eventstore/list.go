package eventstore

import (
	"iter"
	"slices"
)

// Page is one answer to a Query.
type Page[P any] struct {
	Events []Event[P]
	Last   Position // of the last event of the page; zero if there is none
	More   bool     // more events follow Last
}

// List answers q from all the stores as if they were one. Stores may hold the same stream or different ones; an id that
// stands in two stores of one stream is returned twice, so callers keep ids unique across them.
//
// Each store is read at one instant of its own, and let go before the next one is asked for. An event that is added while a
// caller walks the pages appears if its position is still ahead, and never makes another event appear twice or go missing.
func List[P any](q Query, stores iter.Seq[*Store[P]]) Page[P] {
	if q.Limit <= 0 {
		return Page[P]{}
	}
	var found []located[P]
	for s := range stores {
		found = firstOf(s.collect(found, q), q.Limit+1)
	}
	page := Page[P]{More: len(found) > q.Limit}
	if page.More {
		found = found[:q.Limit]
	}
	page.Events = make([]Event[P], len(found))
	for i, l := range found {
		page.Events[i] = *l.event
	}
	if n := len(found); n > 0 {
		page.Last = found[n-1].position()
	}
	return page
}

// firstOf puts events in order and keeps the first n.
func firstOf[P any](found []located[P], n int) []located[P] {
	slices.SortFunc(found, func(a, b located[P]) int { return a.position().Compare(b.position()) })
	return found[:min(n, len(found))]
}

type located[P any] struct {
	event  *Event[P]
	stream string
}

func (l located[P]) position() Position {
	return Position{Time: l.event.Time, Stream: l.stream, ID: l.event.ID}
}

// collect appends the first q.Limit+1 matches of one store: one more than the page needs tells whether more follow.
func (s *Store[P]) collect(found []located[P], q Query) []located[P] {
	plan, ok := s.lockedPlan(q)
	defer s.mu.RUnlock()
	if !ok {
		return found
	}
	missing := q.Limit + 1
	plan.scan(func(e *Event[P]) bool {
		if !e.Time.Before(q.End) || !plan.inIndex(e) {
			return false
		}
		if plan.matches(e) && allHold(q.Labels, e.Labels) {
			found = append(found, located[P]{event: e, stream: s.stream})
			missing--
		}
		return missing > 0
	})
	return found
}
