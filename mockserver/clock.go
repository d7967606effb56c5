package mockserver

import (
	"strconv"
	"time"

	"github.com/understudy-mock/understudy/spec"
)

// Clock tells the time of a world. Implementations are safe for concurrent use.
type Clock interface {
	Now() time.Time
}

// SystemClock returns the machine's clock. Nothing else in this module asks the machine for the time.
func SystemClock() Clock { return systemClock{} }

// FrozenClock returns a clock that always shows t.
func FrozenClock(t time.Time) Clock { return frozenClock{t.UTC()} }

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now().UTC() }

type frozenClock struct{ t time.Time }

func (c frozenClock) Now() time.Time { return c.t }

// receipt is the time that something gets which came without one: whole milliseconds, like the seeded data.
func receipt(c Clock) time.Time { return c.Now().UTC().Truncate(time.Millisecond) }

// printable reports whether RFC 3339 can write t in UTC: an offset can push a time out of the years of four digits.
func printable(t time.Time) bool {
	year := t.UTC().Year()
	return year >= 0 && year <= 9999
}

func unprintable(pointer string, t time.Time) spec.Violation {
	return spec.Violation{
		Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: pointer,
		Got: "a time in the year " + strconv.Itoa(t.UTC().Year()) + " of UTC", Expected: "a year from 0 to 9999", Fix: "send another time or offset",
	}
}
