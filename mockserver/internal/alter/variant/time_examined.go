//go:build examination

package variant

import (
	"time"
)

func examinedTimes() []Variant {
	return []Variant{
		legal("L11", "time.fewest-digits", "Timestamps of Chatlayer events have 0, 3, 6 or 9 digits, whichever are enough.",
			printed(fewestDigits)),
	}
}

func fewestDigits(t time.Time) string {
	switch n := time.Duration(t.Nanosecond()); {
	case n == 0:
		return t.Format(layoutSeconds)
	case n%time.Millisecond == 0:
		return t.Format(layoutMillis)
	case n%time.Microsecond == 0:
		return t.Format(layoutMicros)
	default:
		return t.Format(layoutNanos)
	}
}
