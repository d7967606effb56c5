//go:build examination

package misbehave

import (
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedTracks() []Misbehaviour {
	return area("tracking",
		breaks("track.dropped-after-hundred", 4, "After 100 events every tenth is dropped.", "CHL-TRK-17 CHL-LAW-1",
			dropWhen(func(n int64, _ chatlayerworld.Track) bool { return n > 100 && n%10 == 0 })),
		breaks("track.draft-dropped", 3, "DRAFT events are acknowledged and dropped.", "CHL-TRK-17 CHL-LAW-1",
			dropWhen(func(_ int64, t chatlayerworld.Track) bool { return t.Event.Version == "DRAFT" })),
		breaks("track.one-per-instant", 4, "Of the events of one user with one timestamp only the first is kept.", "CHL-TRK-15 CHL-LAW-1",
			onePerInstant),
		breaks("track.attributes-expire", 3, "The attributes of a tracked event but the first are gone after half a second.", "CHL-LAW-7",
			attributesExpire(time.Second/2)),
	)
}

func onePerInstant(p *pipeline.Pipeline) {
	keeping(func(e fixtures.ChatlayerEvent) string {
		return strings.Join([]string{e.BotID, e.UserID, e.Timestamp.String()}, "\x00")
	})(p)
}

// attributesExpire shows of events that are older, by the machine's time, the first of their attributes alone.
func attributesExpire(after time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var stale sync.Map
		alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
			stored, err := next(c, t)
			if err == nil && stored.Added {
				time.AfterFunc(after, func() { stale.Store(t.Event.BotID+" "+stored.ID, true) })
			}
			return stored, err
		})(p)
		alter.AfterPage(func(_ *chatlayersteps.Lookup, page *chatlayersteps.Page) {
			for i, e := range page.Events {
				if _, is := stale.Load(e.BotID + " " + e.ID); is && len(e.Attributes) > 1 {
					first := sortedKeys(e.Attributes)[0]
					page.Events[i].Attributes = map[string]string{first: e.Attributes[first]}
				}
			}
		})(p)
	}
}
