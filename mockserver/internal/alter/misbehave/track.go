package misbehave

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func tracks() []Misbehaviour {
	return area("tracking",
		breaks("track.some-dropped", 2, "One in 50 events is acknowledged and never listed.", "CHL-LAW-1 CHL-TRK-17", dropEvery(50)),
		breaks("track.some-doubled", 2, "One in 50 events is stored twice.", "CHL-LAW-1 CHL-TRK-15", doubleEvery(50)),
		breaks("track.deduplicates", 3, "An event that differs from an earlier one in its attributes alone is dropped.",
			"CHL-LAW-1 CHL-TRK-15", deduplicate),
		breaks("track.refused-is-stored", 3, "An event that is refused because of an attribute is stored all the same.",
			"CHL-LAW-3 CHL-TRK-11", storeRefused),
		breaks("track.expires", 3, "An event disappears half a second after it was tracked.", "CHL-LAW-1 CHL-TIME-19",
			expire(time.Second/2)),
		breaks("track.id-replaced", 2, "The id that the client sent is replaced by one of the server's.", "CHL-TRK-17",
			alter.ChangeTracked(func(t *chatlayerworld.Track) { t.Event.ID = "" })),
		breaks("track.answer-id-differs", 3, "The event_id in the answer is not the id under which the event is listed.", "CHL-TRK-17",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				o["event_id"] = "evt_" + alter.Text(o, "event_id")
			}, alter.TrackEvent)),
		breaks("track.read-once", 3, "An event is listed once and never again.", "CHL-HTTP-11 CHL-LAW-1", readOnce),
	)
}

// acknowledge answers as if an event had been stored.
func acknowledge(t chatlayerworld.Track, n int64) chatlayerworld.Tracked {
	id := t.Event.ID
	if id == "" {
		id = "a" + decimal(alter.Hash(decimal(n)))
	}
	return chatlayerworld.Tracked{ID: id, Added: true, Owner: t.Team}
}

// dropWhen acknowledges and forgets; n counts the events of the server.
func dropWhen(dropped func(n int64, t chatlayerworld.Track) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var count atomic.Int64
		alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
			if n := count.Add(1); dropped(n, t) {
				return acknowledge(t, n), nil
			}
			return next(c, t)
		})(p)
	}
}

func dropEvery(n int64) alter.Decorator {
	return dropWhen(func(count int64, _ chatlayerworld.Track) bool { return count%n == 0 })
}

func doubleEvery(n int64) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var count atomic.Int64
		alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
			stored, err := next(c, t)
			if err == nil && count.Add(1)%n == 0 {
				t.Event.ID = stored.ID + "-again"
				_, err = next(c, t)
			}
			return stored, err
		})(p)
	}
}

// keeping drops events whose key was seen before.
func keeping(key func(e fixtures.ChatlayerEvent) string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		seen := alter.NewCounter()
		dropWhen(func(_ int64, t chatlayerworld.Track) bool { return seen.Next(key(t.Event)) > 1 })(p)
	}
}

func deduplicate(p *pipeline.Pipeline) {
	keeping(func(e fixtures.ChatlayerEvent) string {
		return strings.Join([]string{e.BotID, e.Version, e.Event, e.UserID, e.ConversationID, e.Timestamp.Truncate(time.Minute).String()},
			"\x00")
	})(p)
}

// storeRefused reads what can be read of a refused body.
func storeRefused(p *pipeline.Pipeline) {
	next := p.Decode
	p.Decode = func(c *pipeline.Call) error {
		err := next(c)
		body := alter.Tree(c.Sent)
		if err == nil || !c.Is(alter.TrackEvent) || body == nil {
			return err
		}
		body["attributes"] = map[string]any{}
		again := *c
		if again.Sent, _ = json.Marshal(body); next(&again) == nil {
			_, _ = chatlayersteps.Of(p).Track(&again, refusedEvent(p, &again))
		}
		return err
	}
}

func refusedEvent(p *pipeline.Pipeline, c *pipeline.Call) chatlayerworld.Track {
	t := chatlayerworld.Track{Team: c.Who.Team}
	t.Event.BotID, t.Event.Version = c.Path.Get("bot_id"), "LIVE"
	t.Event.ID, t.Event.Event, t.Event.UserID = c.Body.Text("id"), c.Body.Text("event"), c.Body.Text("user_id")
	t.Event.Attributes, t.Event.Timestamp = map[string]string{}, p.Clock.Now().UTC().Truncate(time.Millisecond)
	if context, ok := c.Body.Map()["context"].(map[string]any); ok {
		t.Event.ConversationID = alter.Text(context, "conversation_id")
	}
	return t
}

// expire hides tracked events after a while of the machine's time.
func expire(after time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var gone sync.Map
		alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
			stored, err := next(c, t)
			if err == nil && stored.Added {
				time.AfterFunc(after, func() { gone.Store(t.Event.BotID+" "+stored.ID, true) })
			}
			return stored, err
		})(p)
		alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			return alter.Recut(p, next, l, func(e event) bool {
				_, expired := gone.Load(e.BotID + " " + e.ID)
				return !expired
			})
		})(p)
	}
}

// onAttributes changes the attributes of a tracked event; it gets a copy.
func onAttributes(change func(map[string]string)) alter.Decorator {
	return alter.ChangeTracked(func(t *chatlayerworld.Track) {
		t.Event.Attributes = maps.Clone(t.Event.Attributes)
		change(t.Event.Attributes)
	})
}

func eachValue(change func(string) string) alter.Decorator {
	return onAttributes(func(attributes map[string]string) {
		for key, value := range attributes {
			attributes[key] = change(value)
		}
	})
}

// sortedKeys are the names of attributes in order, so that a choice among them is the same on every run.
func sortedKeys[V any](attributes map[string]V) []string { return slices.Sorted(maps.Keys(attributes)) }

// decimal writes a number as text.
func decimal[N int | int64 | uint64](n N) string { return fmt.Sprint(n) }
