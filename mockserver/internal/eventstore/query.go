package eventstore

import (
	"slices"
	"strings"
	"time"
)

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

// Condition is a test of one label of an event.
type Condition struct {
	Key    string
	Op     Op
	Values []string
}

// Op is how a Condition compares a label with its values.
type Op int

// The comparisons. An event without the label meets NoneOf and Absent only.
const (
	OneOf    Op = iota // the label equals one of the values
	NoneOf             // the label is missing or equals none of the values
	Contains           // the label contains one of the values
	Exists             // the label is there, empty or not
	Absent             // the label is not there
)

func (c Condition) holds(labels map[string]string) bool {
	got, there := labels[c.Key]
	switch c.Op {
	case OneOf:
		return there && slices.Contains(c.Values, got)
	case NoneOf:
		return !there || !slices.Contains(c.Values, got)
	case Contains:
		return there && slices.ContainsFunc(c.Values, func(v string) bool { return strings.Contains(got, v) })
	case Exists:
		return there
	case Absent:
		return !there
	default:
		return false
	}
}

func allHold(conditions []Condition, labels map[string]string) bool {
	for _, c := range conditions {
		if !c.holds(labels) {
			return false
		}
	}
	return true
}
