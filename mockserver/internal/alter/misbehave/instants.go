package misbehave

import (
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/spec"
)

// rounds are mistakes at round instants alone.
func rounds() []Misbehaviour {
	return area("time",
		breaks("list.summer-hour", 4,
			"From April to October start_time and end_time are read an hour early, as with daylight saving time.",
			"CHL-TIME-1 CHL-TIME-2", changeInstants(func(_ string, t time.Time) time.Time {
				if m := t.Month(); m >= time.April && m <= time.October || m == time.March && t.Day() > 29 {
					return t.Add(-time.Hour)
				}
				return t
			})),
	)
}

// changeInstants changes which instants the two times of a list are read as.
func changeInstants(change func(at string, t time.Time) time.Time) alter.Decorator {
	return changeTimes(func(at string) string {
		t, err := spec.ParseTime(at)
		if err != nil {
			return at
		}
		return change(at, t.UTC()).Format(time.RFC3339Nano)
	})
}
