package variant

import (
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
)

const (
	layoutSeconds = "2006-01-02T15:04:05Z07:00"
	layoutMillis  = "2006-01-02T15:04:05.000Z07:00"
	layoutMicros  = "2006-01-02T15:04:05.000000Z07:00"
	layoutNanos   = "2006-01-02T15:04:05.000000000Z07:00"
	layoutNumeric = "2006-01-02T15:04:05.000000000-07:00"
)

func times() []Variant {
	return []Variant{
		legal("L11", "time.milliseconds", "Chatlayer events have whole milliseconds, printed with 3 digits.",
			coarse(time.Millisecond, layoutMillis)),
		legal("L11", "time.microseconds", "Chatlayer events have whole microseconds, printed with 6 digits.",
			coarse(time.Microsecond, layoutMicros)),
		legal("L11", "time.nanoseconds", "Timestamps of Chatlayer events are printed with 9 digits.",
			printed(func(t time.Time) string { return t.Format(layoutNanos) })),
		legal("L11", "time.zero-offset", "Timestamps of Chatlayer events end in +00:00 instead of Z.",
			printed(func(t time.Time) string { return t.Format(layoutNumeric) })),
		legal("", "time.other-offset", "Timestamps of Chatlayer events are printed with the offset +05:30.",
			printed(func(t time.Time) string { return t.In(time.FixedZone("", 19_800)).Format(layoutNanos) })),
		legal("", "time.no-trailing-zeros", "Timestamps of Chatlayer events have as many digits as are needed.",
			printed(func(t time.Time) string { return t.Format(time.RFC3339Nano) })),
		legal("", "time.lower-case", "Timestamps of Chatlayer events are written with t and z.",
			printed(func(t time.Time) string { return strings.ToLower(t.Format(layoutNanos)) })),
	}
}

// printed shows the timestamps of listed events in another form. It must be the same instant.
func printed(form func(time.Time) string) alter.Decorator {
	return alter.OnEvents(func(e alter.Object) alter.Object {
		t, err := time.Parse(time.RFC3339Nano, e.Text("timestamp"))
		if err != nil {
			return e
		}
		return e.With("timestamp", alter.Quoted(form(t.UTC())))
	})
}

// coarse lets the server know times in whole units only. An event is within a range if its time, cut to the unit, is: that is
// so exactly if its full time is within the range whose bounds are rounded up.
func coarse(unit time.Duration, layout string) alter.Decorator {
	return alter.Together(
		alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			l.Query.Start, l.Query.End = roundUp(l.Query.Start, unit), roundUp(l.Query.End, unit)
			page, err := next(l)
			for i, e := range page.Events {
				page.Events[i].Timestamp = e.Timestamp.Truncate(unit)
			}
			return page, err
		}),
		printed(func(t time.Time) string { return t.Format(layout) }),
	)
}

func roundUp(t time.Time, unit time.Duration) time.Time {
	if down := t.Truncate(unit); !down.Equal(t) {
		return down.Add(unit)
	}
	return t
}
