package misbehave

import (
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// trackTimes change the timestamp that a client gave.
func trackTimes() []Misbehaviour {
	const broken = "CHL-TRK-28 CHL-TRK-8"
	return area("tracking",
		breaks("clock.server-sets-times", 2, "Every event gets the time of its receipt, whatever timestamp the client sent.", broken,
			received(0, time.Millisecond)),
		breaks("clock.whole-seconds", 3, "Timestamps are cut to whole seconds.", broken, restamped(alter.Truncated(time.Second))),
		breaks("track.fraction-misread", 4, "A timestamp's fraction such as .5 is read as 5 milliseconds instead of half a second.",
			"CHL-TRK-28 CHL-TRK-8", onStamp(misreadFraction)),
		breaks("track.whole-seconds-refused", 3, "A timestamp without a fraction of a second is refused.", "CHL-TRK-8",
			alter.AfterDecode(func(c *pipeline.Call) error {
				if at := c.Body.Text("timestamp"); c.Is(alter.TrackEvent) && at != "" && !fraction.MatchString(at) {
					return alter.Refuse(400, "timestamp: expected milliseconds")
				}
				return nil
			})),
	)
}

// given reports whether the client gave a timestamp.
func given(c *pipeline.Call) bool { return c.Body.Text("timestamp") != "" }

// received gives events the time of their receipt in a unit; those alone that are no older than some time, if it is not zero.
func received(age, unit time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.BeforeTrack(func(c *pipeline.Call, t *chatlayerworld.Track) error {
			now := p.Clock.Now().UTC()
			if past := now.Sub(t.Event.Timestamp); !given(c) || age == 0 || past >= 0 && past < age {
				t.Event.Timestamp = now.Truncate(unit)
			}
			return nil
		})(p)
	}
}

// restamped changes the timestamps that clients gave.
func restamped(change func(time.Time) time.Time) alter.Decorator {
	return alter.BeforeTrack(func(c *pipeline.Call, t *chatlayerworld.Track) error {
		if given(c) {
			t.Event.Timestamp = change(t.Event.Timestamp)
		}
		return nil
	})
}

// onStamp changes how the timestamp of a tracked event is read.
func onStamp(change func(string) string) alter.Decorator {
	return alter.AfterDecode(func(c *pipeline.Call) error {
		if at := c.Body.Text("timestamp"); c.Is(alter.TrackEvent) && at != "" {
			c.Body.Map()["timestamp"] = change(at)
		}
		return nil
	})
}
