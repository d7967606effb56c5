package alter

import (
	"strconv"
	"time"
)

// First is the first n bytes of a text.
func First(n int, s string) string { return s[:min(n, len(s))] }

// SameNumber compares texts, and as numbers if both look like one.
func SameNumber(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return a == b || errX == nil && errY == nil && x == y
}

// Truncated takes from a time what is less than a unit.
func Truncated(unit time.Duration) func(time.Time) time.Time {
	return func(at time.Time) time.Time { return at.Truncate(unit) }
}
