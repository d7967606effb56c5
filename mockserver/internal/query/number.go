package query

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

// numberOf is a number; one that JSON cannot write, such as a sum beyond all numbers, is null.
func numberOf(n float64) Value {
	if math.IsInf(n, 0) || math.IsNaN(n) {
		return Value{}
	}
	return Value{Kind: Number, Number: n}
}

// number is the value as one: a number, a text that is one, a time in milliseconds since 1970.
func (v Value) number() (Value, bool) {
	switch v.Kind {
	case Number:
		return v, true
	case Time:
		return numberOf(float64(v.Time.UnixMilli())), true
	case Text:
		if !gjson.Valid(v.Text) || strings.TrimSpace(v.Text) != v.Text {
			return Value{}, false
		}
		n := read(gjson.Parse(v.Text))
		return n, n.Kind == Number
	}
	return Value{}, false
}

// spelt is a number as all that are equal to it have it.
func (v Value) spelt() string {
	switch {
	case v.Number == 0:
		return "0"
	case v.whole() || math.IsInf(v.Number, 0):
		return v.Text
	}
	return strconv.FormatFloat(v.Number, 'f', -1, 64)
}

// whole says that a number was written in digits alone.
func (v Value) whole() bool { return v.Text != "" && !strings.ContainsAny(v.Text, ".eE") }

// compareNumbers keeps whole numbers apart that a float64 does not, such as ids.
func compareNumbers(a, b Value) int {
	c := cmp.Compare(a.Number, b.Number)
	if c != 0 || a.Number == 0 || !a.whole() || !b.whole() {
		return c
	}
	c = cmp.Or(cmp.Compare(len(a.Text), len(b.Text)), cmp.Compare(a.Text, b.Text))
	if a.Number < 0 {
		return -c
	}
	return c
}
