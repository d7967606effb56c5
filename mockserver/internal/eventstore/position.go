package eventstore

import (
	"cmp"
	"time"
)

// Position is a place in the order of events: just behind the event it names. The zero Position is before every event.
type Position struct {
	Time   time.Time
	Stream string
	ID     string
}

// IsZero reports whether p is the place before every event.
func (p Position) IsZero() bool { return p == Position{} }

// Compare orders positions by time, then id, then stream.
func (p Position) Compare(q Position) int {
	return cmp.Or(p.Time.Compare(q.Time), cmp.Compare(p.ID, q.ID), cmp.Compare(p.Stream, q.Stream))
}
