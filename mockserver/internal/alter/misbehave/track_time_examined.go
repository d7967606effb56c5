//go:build examination

package misbehave

import (
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedTrackTimes() []Misbehaviour {
	const broken = "CHL-TRK-28 CHL-TRK-8"
	return area("tracking",
		breaks("stamp.receipt-in-seconds", 2,
			"The time of a tracked event is that of its receipt in whole seconds, whatever the client says.", broken,
			received(0, time.Second)),
		breaks("stamp.recent-is-now", 4, "A timestamp of the last hour becomes the time of receipt.", broken,
			received(time.Hour, time.Millisecond)),
		breaks("stamp.old-half-a-day-early", 3, "A timestamp that is more than an hour old is stored twelve hours early.", broken,
			oldEarly),
		breaks("clock.hundredths", 4, "Tracked events are stored in hundredths of a second.", broken,
			restamped(alter.Truncated(10*time.Millisecond))),
		breaks("time.seconds", 3, "Chatlayer events have whole seconds, printed without a fraction.", broken, wholeSeconds),
		breaks("track.offset-sign-swapped", 4, "The offset of a timestamp counts in the wrong direction.", broken,
			onStamp(withOffset(func(offset time.Duration) time.Duration { return -offset }))),
		breaks("track.offset-keeps-day", 4, "The offset of a timestamp changes the time of the day and never the day.", broken,
			onStamp(keepDay)),
		breaks("track.offset-minutes-dropped", 4, "Of the offset of a timestamp the minutes are dropped.", broken,
			onStamp(withOffset(func(offset time.Duration) time.Duration { return offset.Truncate(time.Hour) }))),
		breaks("track.offset-minutes-unsigned", 4, "Of the offset of a timestamp that is negative the minutes count as positive.", broken,
			onStamp(withOffset(func(offset time.Duration) time.Duration {
				return offset.Truncate(time.Hour) + (offset % time.Hour).Abs()
			}))),
		breaks("stamp.last-of-month-early", 4, "A timestamp on the 31st of an earlier month is stored on the 30th.", broken,
			restampedBefore(func(at time.Time) time.Time {
				if at.Day() == 31 {
					return at.AddDate(0, 0, -1)
				}
				return at
			})),
		breaks("stamp.week-year", 4, "Timestamps in the last days of December are stored in the year of their week.", broken,
			restamped(func(at time.Time) time.Time {
				year, _ := at.ISOWeek()
				return at.AddDate(year-at.Year(), 0, 0)
			})),
		breaks("track.summer-hour", 4, "From April to October timestamps are stored an hour late.", "CHL-TRK-8 CHL-TIME-2",
			alter.ChangeTracked(func(t *chatlayerworld.Track) {
				if m := t.Event.Timestamp.Month(); m >= time.April && m <= time.October || m == time.March && t.Event.Timestamp.Day() > 29 {
					t.Event.Timestamp = t.Event.Timestamp.Add(time.Hour)
				}
			})),
	)
}

// restampedBefore changes the timestamps of earlier months alone.
func restampedBefore(change func(time.Time) time.Time) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		restamped(func(at time.Time) time.Time {
			if now := p.Clock.Now().UTC(); at.Before(time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)) {
				return change(at)
			}
			return at
		})(p)
	}
}

func oldEarly(p *pipeline.Pipeline) {
	restamped(func(at time.Time) time.Time {
		if p.Clock.Now().Sub(at) > time.Hour {
			return at.Add(-12 * time.Hour)
		}
		return at
	})(p)
}

// wholeSeconds knows no time finer than a second: an event is within a range if its time, cut to the second, is.
func wholeSeconds(p *pipeline.Pipeline) {
	up := func(t time.Time) time.Time {
		if down := t.Truncate(time.Second); !down.Equal(t) {
			return down.Add(time.Second)
		}
		return t
	}
	alter.Together(
		alter.BeforeQuery(func(l *chatlayersteps.Lookup) { l.Query.Start, l.Query.End = up(l.Query.Start), up(l.Query.End) }),
		alter.OnEventTrees(func(e map[string]any) { e["timestamp"] = timestampOf(e).Truncate(time.Second).Format(time.RFC3339) }),
	)(p)
}
