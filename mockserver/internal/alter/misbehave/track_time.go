package misbehave

import (
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// trackTimes change the timestamp that a client gave.
func trackTimes() []Mutant {
	const broken = "CHL-TRK-28 CHL-TRK-8"
	return area("tracking",
		mutant("clock.server-sets-times", 2, "The time of a tracked event is that of its receipt, whatever the client says.", broken, received(0, time.Millisecond)),
		mutant("stamp.receipt-in-seconds", 2, "The time of a tracked event is that of its receipt in whole seconds, whatever the client says.", broken, received(0, time.Second)),
		mutant("stamp.recent-is-now", 4, "A timestamp of the last hour becomes the time of receipt.", broken, received(time.Hour, time.Millisecond)),
		mutant("clock.whole-seconds", 3, "Tracked events are stored in whole seconds, so that many share an instant.", broken, restamped(cut(time.Second))),
		mutant("clock.whole-minutes", 3, "Tracked events are stored in whole minutes.", broken, restamped(cut(time.Minute))),
		mutant("clock.hundredths", 4, "Tracked events are stored in hundredths of a second.", broken, restamped(cut(10*time.Millisecond))),
		mutant("stamp.rounded-to-seconds", 3, "Tracked events are stored at the nearest whole second.", broken, restamped(func(at time.Time) time.Time { return at.Round(time.Second) })),
		mutant("clock.local-time", 3, "A timestamp is stored in the time of another zone and listed as UTC.", broken, restamped(func(at time.Time) time.Time { return at.Add(2 * time.Hour) })),
		mutant("time.seconds", 3, "Chatlayer events have whole seconds, printed without a fraction.", broken, wholeSeconds),
		mutant("track.offset-sign-swapped", 4, "The offset of a timestamp counts in the wrong direction.", broken, misreadOffset(func(offset time.Duration) time.Duration { return -offset })),
		mutant("track.offset-keeps-day", 4, "The offset of a timestamp changes the time of the day and never the day.", broken, onStamp(keepDay)),
		mutant("track.offset-minutes-dropped", 4, "Of the offset of a timestamp the minutes are dropped.", broken, misreadOffset(func(offset time.Duration) time.Duration { return offset.Truncate(time.Hour) })),
		mutant("track.offset-minutes-unsigned", 4, "Of the offset of a timestamp that is negative the minutes count as positive.", broken, misreadOffset(func(offset time.Duration) time.Duration {
			return offset.Truncate(time.Hour) + (offset % time.Hour).Abs()
		})),
		mutant("stamp.last-of-month-early", 4, "A timestamp on the 31st of an earlier month is stored on the 30th.", broken, restampedBefore(func(at time.Time) time.Time {
			if at.Day() == 31 {
				return at.AddDate(0, 0, -1)
			}
			return at
		})),
		mutant("stamp.old-half-a-day-early", 3, "A timestamp that is more than an hour old is stored twelve hours early.", broken, func(p *pipeline.Pipeline) {
			restamped(func(at time.Time) time.Time {
				if p.Clock.Now().Sub(at) > time.Hour {
					return at.Add(-12 * time.Hour)
				}
				return at
			})(p)
		}),
		mutant("stamp.week-year", 4, "Timestamps in the last days of December are stored in the year of their week.", broken, restamped(func(at time.Time) time.Time {
			year, _ := at.ISOWeek()
			return at.AddDate(year-at.Year(), 0, 0)
		})),
		mutant("track.fraction-misread", 4, "A timestamp's half second written as .5 is read as 5 milliseconds.", "CHL-TRK-8", onStamp(misreadFraction)),
		mutant("track.whole-seconds-refused", 3, "A timestamp without a fraction is refused.", "CHL-TRK-8", alter.AfterDecode(func(c *pipeline.Call) error {
			if at := alter.Text(c.Body, "timestamp"); c.Is(alter.TrackEvent) && at != "" && !fraction.MatchString(at) {
				return alter.Refuse(400, "timestamp: expected milliseconds")
			}
			return nil
		})),
		mutant("track.summer-hour", 4, "From April to October timestamps are stored an hour late.", "CHL-TRK-8 CHL-TIME-2", alter.ChangeTracked(func(t *world.Track) {
			if m := t.Event.Timestamp.Month(); m >= time.April && m <= time.October || m == time.March && t.Event.Timestamp.Day() > 29 {
				t.Event.Timestamp = t.Event.Timestamp.Add(time.Hour)
			}
		})),
	)
}

// given reports whether the client gave a timestamp.
func given(c *pipeline.Call) bool { return alter.Text(c.Body, "timestamp") != "" }

// received gives events the time of their receipt in a unit; those alone that are no older than some time, if it is not zero.
func received(age, unit time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Track
		p.Track = func(c *pipeline.Call, t world.Track) (world.Tracked, error) {
			now := p.Clock.Now().UTC()
			if past := now.Sub(t.Event.Timestamp); !given(c) || age == 0 || past >= 0 && past < age {
				t.Event.Timestamp = now.Truncate(unit)
			}
			return next(c, t)
		}
	}
}

// restamped changes the timestamps that clients gave.
func restamped(change func(time.Time) time.Time) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Track
		p.Track = func(c *pipeline.Call, t world.Track) (world.Tracked, error) {
			if given(c) {
				t.Event.Timestamp = change(t.Event.Timestamp)
			}
			return next(c, t)
		}
	}
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

// misreadOffset takes another offset for the one that a timestamp is written with.
func misreadOffset(change func(time.Duration) time.Duration) alter.Decorator {
	return onStamp(func(text string) string {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return text
		}
		_, seconds := at.Zone()
		offset := time.Duration(seconds) * time.Second
		return at.Add(offset - change(offset)).UTC().Format(time.RFC3339Nano)
	})
}

func cut(unit time.Duration) func(time.Time) time.Time {
	return func(at time.Time) time.Time { return at.Truncate(unit) }
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
		alter.BeforeQuery(func(l *pipeline.Lookup) { l.Query.Start, l.Query.End = up(l.Query.Start), up(l.Query.End) }),
		alter.OnEventTrees(func(e map[string]any) { e["timestamp"] = timestampOf(e).Truncate(time.Second).Format(time.RFC3339) }),
	)(p)
}

// onStamp changes how the timestamp of a tracked event is read.
func onStamp(change func(string) string) alter.Decorator {
	return alter.AfterDecode(func(c *pipeline.Call) error {
		if at := alter.Text(c.Body, "timestamp"); c.Is(alter.TrackEvent) && at != "" {
			c.Body["timestamp"] = change(at)
		}
		return nil
	})
}
