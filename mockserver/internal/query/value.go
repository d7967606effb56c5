package query

import (
	"cmp"
	"strconv"
	"time"

	"github.com/tidwall/gjson"
)

// Value is what a row has in a column. The zero value is null.
type Value struct {
	Kind   Kind
	Text   string // of Text; of Bool, true or false; of JSON, the value itself
	Number float64
	Time   time.Time
}

// Kind is what a value is. Values of different kinds are ordered by kind.
type Kind int

// The kinds of values.
const (
	Null Kind = iota
	Bool
	Number // Text is as it was written, if it was
	Time
	Text
	JSON // an object or an array
)

// TextOf is a text.
func TextOf(text string) Value { return Value{Kind: Text, Text: text} }

// NumberOf is a whole number.
func NumberOf(n int) Value { return numberOf(float64(n)) }

// BoolOf is true or false.
func BoolOf(is bool) Value { return Value{Kind: Bool, Text: strconv.FormatBool(is)} }

// TimeOf is an instant.
func TimeOf(at time.Time) Value { return Value{Kind: Time, Time: at} }

// JSONOf is a value of JSON text, which is right; an empty text is null.
func JSONOf(text string) Value { return read(gjson.Parse(text)) }

// read is a value out of JSON.
func read(r gjson.Result) Value {
	switch r.Type {
	case gjson.String:
		return TextOf(r.Str)
	case gjson.Number:
		return Value{Kind: Number, Number: r.Num, Text: r.Raw}
	case gjson.True, gjson.False:
		return Value{Kind: Bool, Text: r.Raw}
	case gjson.JSON:
		return Value{Kind: JSON, Text: r.Raw}
	default:
		return Value{}
	}
}

// String is the value as a text; that of null is empty.
func (v Value) String() string {
	switch v.Kind {
	case Time:
		return v.Time.UTC().Format("2006-01-02T15:04:05.000Z")
	case Number:
		if v.Text == "" {
			return strconv.FormatFloat(v.Number, 'f', -1, 64)
		}
	}
	return v.Text
}

// At follows a path through objects and arrays; what it does not lead to is null.
func (v Value) At(path ...string) Value {
	if len(path) == 0 {
		return v
	}
	if v.Kind != JSON {
		return Value{}
	}
	r := gjson.Parse(v.Text)
	for _, step := range path {
		r = child(r, step)
	}
	return read(r)
}

// child is a member of an object, or an element of an array by its place.
func child(r gjson.Result, step string) (found gjson.Result) {
	place, err := strconv.Atoi(step)
	switch {
	case r.IsObject():
		r.ForEach(func(name, member gjson.Result) bool {
			if name.Str == step {
				found = member
			}
			return name.Str != step
		})
	case r.IsArray() && err == nil && place >= 0:
		r.ForEach(func(_, element gjson.Result) bool {
			if place == 0 {
				found = element
			}
			place--
			return place >= 0
		})
	}
	return found
}

// compare orders all values: first by kind, null before all, then numbers and times by size and the rest by text.
func compare(a, b Value) int {
	switch {
	case a.Kind != b.Kind:
		return cmp.Compare(a.Kind, b.Kind)
	case a.Kind == Time:
		return a.Time.Compare(b.Time)
	case a.Kind == Number:
		return compareNumbers(a, b)
	}
	return cmp.Compare(a.Text, b.Text)
}

// bucket is the beginning of the hour, day, week or month of a time, in UTC.
func (v Value) bucket(unit Unit) Value {
	if v.Kind != Time {
		return Value{}
	}
	at := v.Time.UTC()
	year, month, day := at.Date()
	switch unit {
	case Hour:
		return TimeOf(at.Truncate(time.Hour))
	case Week:
		day -= (int(at.Weekday()) + 6) % 7 // Monday is the first
	case Month:
		day = 1
	}
	return TimeOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}
