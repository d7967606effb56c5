//go:build examination

package misbehave

import (
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/spec"
)

// offsetEdges are mistakes with times that are in another month where they are written than in UTC, and with offsets that are rare.
func offsetEdges() []Misbehaviour {
	return append(append(area("time", ofOffsets("list.offset", "of start_time and end_time", "CHL-TIME-20", changeTimes)...),
		area("tracking", ofOffsets("track.offset", "of a timestamp", "CHL-TRK-28 CHL-TRK-8", onStamp)...)...),
		area("inkeep", ofOffsets("inkeep.offset", "of createdAt", "INK-TIME-10", onGivenText)...)...)
}

// ofOffsets are the mistakes with the times of one kind.
func ofOffsets(family, whose, broken string, on func(func(string) string) alter.Decorator) []Misbehaviour {
	return []Misbehaviour{
		breaks(family+"-keeps-month", 4, "An offset "+whose+" changes the day and the hour and never the month.", broken,
			on(reread(keepMonth))),
		breaks(family+"-keeps-year", 4, "An offset "+whose+" changes the month and the day and never the year.", broken,
			on(reread(keepYear))),
		breaks(family+"-forgets-leap-day", 4, "Where an offset "+whose+" leads back into February, that has 28 days.", broken,
			on(reread(forgetLeapDay))),
		breaks(family+"-beyond-twelve", 4, "An offset "+whose+" of more than twelve hours counts as twelve.", broken,
			on(withOffset(func(offset time.Duration) time.Duration { return max(-halfDay, min(offset, halfDay)) }))),
		breaks(family+"-in-halves", 4, "Of an offset "+whose+" of 45 minutes 30 count.", broken,
			on(withOffset(func(offset time.Duration) time.Duration { return offset.Truncate(30 * time.Minute) }))),
	}
}

const halfDay = 12 * time.Hour

// reread takes another instant for the one of a time, by what it is where it is written and in UTC.
func reread(change func(local, utc time.Time) time.Time) func(string) string {
	return func(text string) string {
		at, err := spec.ParseTime(text)
		if err != nil {
			return text
		}
		return change(at, at.UTC()).UTC().Format(time.RFC3339Nano)
	}
}

// withOffset takes another offset for the one that a time is written with.
func withOffset(change func(time.Duration) time.Duration) func(string) string {
	return reread(func(local, utc time.Time) time.Time {
		_, seconds := local.Zone()
		offset := time.Duration(seconds) * time.Second
		return utc.Add(offset - change(offset))
	})
}

func keepMonth(local, utc time.Time) time.Time {
	return utc.AddDate(local.Year()-utc.Year(), int(local.Month()-utc.Month()), 0)
}

func keepYear(local, utc time.Time) time.Time { return utc.AddDate(local.Year()-utc.Year(), 0, 0) }

func forgetLeapDay(local, utc time.Time) time.Time {
	if local.Month() == time.March && utc.Month() == time.February && utc.Day() == 29 {
		return utc.AddDate(0, 0, -1)
	}
	return utc
}
