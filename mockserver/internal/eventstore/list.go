package eventstore

import (
	"context"
	"iter"
	"slices"
	"time"
)

// Page is one answer to a Query.
type Page[P any] struct {
	Events []Event[P]
	Last   Position // of the last event of the page; zero if there is none
	More   bool     // more events follow Last
}

// Source is where List finds the events of one stream: a *Store or a *Made.
type Source[P any] interface {
	collect(*search[P]) error
}

// List answers q from all the sources as if they were one. Sources may hold the same stream or different ones; an id that
// stands in two sources of one stream is returned twice, so callers keep ids unique across them.
//
// Each store is read as it was at one instant, and no lock is held meanwhile. An event that is added while a caller walks
// the pages appears if its position is still ahead, and never makes another event appear twice or go missing.
//
// The error is that of ctx, whose end ends the search.
func List[P any](ctx context.Context, q Query, sources iter.Seq[Source[P]]) (Page[P], error) {
	if q.Limit <= 0 {
		return Page[P]{}, nil
	}
	s := &search[P]{ctx: ctx, query: q, labels: testsOf(q.Labels)}
	for source := range sources {
		if err := s.in(source); err != nil {
			return Page[P]{}, err
		}
	}
	return s.page(), nil
}

// search is one List on its way through the sources.
type search[P any] struct {
	ctx    context.Context
	query  Query
	labels []test
	found  []located[P] // the first of those of the sources so far, in order; one more than the page needs
	before int          // how many of found come from earlier sources
	work   int          // done since ctx was last asked
}

type located[P any] struct {
	event  *Event[P]
	stream string
}

func (l located[P]) position() Position {
	return Position{Time: l.event.Time, Stream: l.stream, ID: l.event.ID}
}

// in goes through one more source and keeps the first of all that was found.
func (s *search[P]) in(source Source[P]) error {
	s.before = len(s.found)
	if err := s.spend(patience); err != nil {
		return err
	}
	if err := source.collect(s); err != nil {
		return err
	}
	slices.SortFunc(s.found, func(a, b located[P]) int { return a.position().Compare(b.position()) })
	s.found = s.found[:min(len(s.found), s.query.Limit+1)]
	return nil
}

// offer takes an event that matches and reports whether later events of its source are of use: not if the page is full,
// or an earlier source has filled it with events that come before this one.
func (s *search[P]) offer(stream string, e *Event[P]) bool {
	l := located[P]{event: e, stream: stream}
	if s.before > s.query.Limit && l.position().Compare(s.found[s.query.Limit].position()) > 0 {
		return false
	}
	s.found = append(s.found, l)
	return len(s.found)-s.before <= s.query.Limit
}

// beyond reports whether an event, and with it every later one, is of no use whatever its values.
func (s *search[P]) beyond(e *Event[P]) bool {
	return !e.Time.Before(s.query.End) || s.before > s.query.Limit && e.Time.After(s.found[s.query.Limit].event.Time)
}

// start is the first instant that the window and the position allow, and the id behind which the events of a stream are
// wanted there; skip leaves that id itself out.
func (s *search[P]) start(stream string) (at time.Time, id string, skip bool) {
	after := s.query.After
	if after.IsZero() || after.Time.Before(s.query.Start) {
		return s.query.Start, "", false
	}
	// An event of the same time and id stands behind the position only if its stream does.
	return after.Time, after.ID, stream <= after.Stream
}

func (s *search[P]) page() Page[P] {
	found := s.found[:min(len(s.found), s.query.Limit)]
	page := Page[P]{More: len(s.found) > len(found), Events: make([]Event[P], len(found))}
	for i, l := range found {
		page.Events[i] = *l.event
	}
	if n := len(found); n > 0 {
		page.Last = found[n-1].position()
	}
	return page
}

// patience is how much work, in looks at an event and in bytes compared, passes between two looks at the context.
const patience = 1 << 16

// spend notes work done. The error is that of the context, asked every now and then.
func (s *search[P]) spend(work int) error {
	if s.work += work; s.work < patience {
		return nil
	}
	s.work = 0
	return s.ctx.Err()
}

// lookAt is the work of looking at one event.
const lookAt = 64

// meets reports whether the labels of an event meet every condition.
func (s *search[P]) meets(e *Event[P]) (bool, error) {
	if err := s.spend(lookAt); err != nil {
		return false, err
	}
	for _, t := range s.labels {
		ok, err := t.holds(e.Labels, s.spend)
		if err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}
