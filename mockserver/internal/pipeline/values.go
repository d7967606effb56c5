package pipeline

import (
	"strconv"
	"time"

	"github.com/understudy-mock/understudy/spec"
)

// Printable reports whether RFC 3339 can write t in UTC: an offset can push a time out of the years of four digits.
func Printable(t time.Time) bool {
	year := t.UTC().Year()
	return year >= 0 && year <= 9999
}

// Unprintable is what a request breaks with a time that is not printable.
func Unprintable(pointer string, t time.Time) spec.Violation {
	return spec.Violation{
		Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: pointer,
		Got: "a time in the year " + strconv.Itoa(t.UTC().Year()) + " of UTC", Expected: "a year from 0 to 9999",
		Fix: "send another time or offset",
	}
}
