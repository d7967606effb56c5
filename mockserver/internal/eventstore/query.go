package eventstore

import "time"

// Query asks for the events of a half-open window that meet every condition, in order, one page at a time.
type Query struct {
	Start, End time.Time   // events with Start <= time < End
	Where      []Equal     // every one must hold
	Labels     []Condition // every one must hold
	After      Position    // only events behind this position; zero asks from the beginning
	Limit      int         // most events to return; zero or less returns none
}

// Equal holds for events whose field has exactly this value.
type Equal struct {
	Field string
	Value string
}
