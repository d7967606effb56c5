package eventstore

import "time"

// Query asks for the events of a half-open window that meet every condition, in order, one page at a time.
type Query struct {
	Start, End time.Time   // events with Start <= time < End
	Where      []Equal     // every one must hold
	Among      []Among     // every one must hold
	Labels     []Condition // every one must hold
	After      Position    // only events behind this position; zero asks from the beginning
	Limit      int         // most events to return; zero or less returns none
}

// Equal holds for events whose field has exactly this value.
type Equal struct {
	Field string
	Value string
}

// Among holds for events whose field has one of these values.
type Among struct {
	Field  string
	Values []string
}

// begin is the first instant that the window and the position allow, and whether that is the position's.
func (q *Query) begin() (from time.Time, after bool) {
	if q.After.IsZero() || q.After.Time.Before(q.Start) {
		return q.Start, false
	}
	return q.After.Time, true
}
