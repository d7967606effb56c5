package eventstore

import (
	"iter"
	"slices"
	"time"
)

// Made is a stream whose events are made as they are looked at, and kept by nobody.
type Made[P any] struct {
	Stream string
	Fields []string // of the events, in the order of their Values
	// From gives the events at or after an instant, in order.
	From func(time.Time) iter.Seq[Event[P]]
}

func (m *Made[P]) collect(s *search[P]) error {
	where, ok := fieldValues(m.Fields, s.query.Where)
	if !ok {
		return nil
	}
	at, id, skip := s.start(m.Stream)
	for e := range m.From(at) {
		if e.Time.Equal(at) && (e.ID < id || skip && e.ID == id) {
			continue
		}
		if s.beyond(&e) {
			return nil
		}
		ok, err := s.meets(&e)
		if err != nil {
			return err
		}
		if ok && matches(&e, where) && !s.offer(m.Stream, &e) {
			return nil
		}
	}
	return nil
}

type fieldValue struct {
	field int
	value string
}

// fieldValues reports false if a field is asked for that there is not: no event can match then.
func fieldValues(fields []string, where []Equal) ([]fieldValue, bool) {
	values := make([]fieldValue, len(where))
	for i, w := range where {
		f := slices.Index(fields, w.Field)
		if f < 0 {
			return nil, false
		}
		values[i] = fieldValue{f, w.Value}
	}
	return values, true
}

func matches[P any](e *Event[P], where []fieldValue) bool {
	for _, w := range where {
		if e.Values[w.field] != w.value {
			return false
		}
	}
	return true
}
