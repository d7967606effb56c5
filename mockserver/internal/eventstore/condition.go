package eventstore

import (
	"slices"
	"strings"
)

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

// Holds reports whether an event meets the condition, whose label has this text if it is there. What takes long is told to spend.
func (c *Condition) Holds(text string, there bool, spend Spend) (bool, error) {
	switch c.Op {
	case OneOf:
		return there && slices.Contains(c.Values, text), nil
	case NoneOf:
		return !there || !slices.Contains(c.Values, text), nil
	case Exists, Absent:
		return there == (c.Op == Exists), nil
	case Contains:
		for _, v := range c.Values {
			if err := spend(1 + len(text)); err != nil {
				return false, err
			}
			if there && strings.Contains(text, v) {
				return true, nil
			}
		}
		return false, nil
	default:
		return false, nil
	}
}
