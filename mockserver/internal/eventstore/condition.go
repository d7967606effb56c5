package eventstore

import "strings"

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

// test is a Condition made ready for many events.
type test struct {
	Condition
	set map[string]bool // the values, for equality
}

func testsOf(conditions []Condition) []test {
	tests := make([]test, len(conditions))
	for i, c := range conditions {
		tests[i] = test{Condition: c}
		if c.Op == OneOf || c.Op == NoneOf {
			tests[i].set = make(map[string]bool, len(c.Values))
			for _, v := range c.Values {
				tests[i].set[v] = true
			}
		}
	}
	return tests
}

// holds reports whether an event with these labels meets the condition. What takes long is told to spend, whose error ends it.
func (t test) holds(labels map[string]string, spend func(work int) error) (bool, error) {
	got, there := labels[t.Key]
	switch t.Op {
	case OneOf:
		return there && t.set[got], nil
	case NoneOf:
		return !there || !t.set[got], nil
	case Contains:
		return t.contained(got, there, spend)
	case Exists:
		return there, nil
	case Absent:
		return !there, nil
	default:
		return false, nil
	}
}

func (t test) contained(got string, there bool, spend func(work int) error) (bool, error) {
	if !there {
		return false, nil
	}
	for _, v := range t.Values {
		if strings.Contains(got, v) {
			return true, nil
		}
		if err := spend(len(got)); err != nil {
			return false, err
		}
	}
	return false, nil
}
