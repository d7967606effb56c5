package variant

import (
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func stamps() []Variant {
	const tolerance = time.Minute // of clocks that differ
	return []Variant{
		legal("", "stamp.refused-after-24h", "An event whose timestamp is more than a day old is refused with 400.",
			onStamp(refuseOlder(24*time.Hour))),
		legal("L12", "stamp.now-after-24h", "An event whose timestamp is more than a day old gets the time of its receipt.",
			onStamp(nowIfOlder(24*time.Hour))),
		legal("", "stamp.future-refused", "An event whose timestamp lies ahead by more than a minute is refused with 400.",
			onStamp(refuseOlder(-tolerance))),
		legal("L12", "stamp.future-is-now", "An event whose timestamp lies ahead gets the time of its receipt.", onStamp(nowIfOlder(0))),
		legal("", "track.clock-a-day-late", "An event without a timestamp gets the time of the day before.",
			alter.BeforeTrack(func(c *pipeline.Call, e *chatlayerworld.Track) error {
				if c.Args().Text("timestamp") == "" {
					e.Event.Timestamp = e.Event.Timestamp.Add(-aDay)
				}
				return nil
			})),
	}
}

// stampRule changes or refuses an event whose client gave it a timestamp, so long before now; after now it is negative.
type stampRule func(t *chatlayerworld.Track, age time.Duration, now time.Time) error

func onStamp(rule stampRule) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.BeforeTrack(func(c *pipeline.Call, t *chatlayerworld.Track) error {
			if c.Args().Text("timestamp") == "" {
				return nil
			}
			now := p.Clock.Now().UTC()
			return rule(t, now.Sub(t.Event.Timestamp), now)
		})(p)
	}
}

// beyond reports whether an age is on the far side of a limit. A limit that is not positive is one of the future.
func beyond(age, limit time.Duration) bool {
	if limit <= 0 {
		return age < limit
	}
	return age > limit
}

func refuseOlder(limit time.Duration) stampRule {
	return func(t *chatlayerworld.Track, age time.Duration, now time.Time) error {
		if beyond(age, limit) {
			return alter.Refuse(
				http.StatusBadRequest,
				"timestamp: got %v, expected one within %v of now, which is %v",
				t.Event.Timestamp,
				limit.Abs(),
				now,
			)
		}
		return nil
	}
}

func nowIfOlder(limit time.Duration) stampRule {
	return func(t *chatlayerworld.Track, age time.Duration, now time.Time) error {
		if beyond(age, limit) {
			t.Event.Timestamp = now.Truncate(time.Millisecond)
		}
		return nil
	}
}
