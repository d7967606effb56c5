package misbehave

import (
	"net/http"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// overlap is how long a write is drawn out, so that writes at once meet.
const overlap = 2 * time.Millisecond

// crowding is how long every call takes where calls at once are counted.
const crowding = 20 * time.Millisecond

func concurrency() []Misbehaviour {
	return area("concurrency",
		breaks("concurrency.updates-lost", 4, "Of events tracked at the same time for one bot, only the last is stored.",
			"CHL-LAW-4 CHL-TRK-17", loseUpdates),
		breaks("concurrency.fields-mixed", 4, "Events tracked at the same time all get one user_id.", "CHL-LAW-4 CHL-TRK-2", mixUsers),
		breaks("concurrency.answers-swapped", 4,
			"Events tracked at the same time are answered with the event_id of one of them.",
			"CHL-LAW-4 CHL-TRK-17", swapAnswers),
		breaks("concurrency.page-half-filled", 3, "A list read during a write has null as its last event.", "CHL-JSON-3 CHL-SCH-6",
			halfFill),
		breaks("concurrency.ninth-is-500", 2,
			"While eight requests are being answered, a ninth is answered with 500.",
			"CHL-OPS-1 CHL-OPS-2 CHL-ROB-1", crowded(8)),
		breaks("concurrency.readers-share-filter", 4, "Lists read at the same time may be filtered by another one's user_id.", "CHL-FLT-3",
			shareFilter),
		breaks("concurrency.echo-crosses", 4, "Echoes at the same time may answer another one's message.", "CHL-ECHO-3", crossEchoes),
	)
}

func loseUpdates(p *pipeline.Pipeline) {
	started := alter.NewCounter()
	alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		mine := started.Next(t.Event.BotID)
		time.Sleep(overlap)
		if started.Now(t.Event.BotID) != mine {
			return acknowledge(t, int64(mine)), nil
		}
		return next(c, t)
	})(p)
}

// latest returns what came in last, after giving others the time to come in.
func latest[V any](shared *atomic.Pointer[V], mine V) V {
	shared.Store(&mine)
	time.Sleep(overlap)
	return *shared.Load()
}

func mixUsers(p *pipeline.Pipeline) {
	var shared atomic.Pointer[string]
	alter.ChangeTracked(func(t *chatlayerworld.Track) { t.Event.UserID = latest(&shared, t.Event.UserID) })(p)
}

func swapAnswers(p *pipeline.Pipeline) {
	var shared atomic.Pointer[string]
	alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		stored, err := next(c, t)
		if err == nil && stored.Owner == t.Team {
			stored.ID = latest(&shared, stored.ID)
		}
		return stored, err
	})(p)
}

// writing counts the writes under way.
func writing(p *pipeline.Pipeline) *atomic.Int64 {
	var writes atomic.Int64
	alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		writes.Add(1)
		defer writes.Add(-1)
		time.Sleep(overlap)
		return next(c, t)
	})(p)
	return &writes
}

func halfFill(p *pipeline.Pipeline) {
	writes := writing(p)
	onLists(func(o map[string]any) []byte {
		if events := eventsOf(o); writes.Load() > 0 && len(events) > 0 {
			events[len(events)-1] = nil
		}
		return alter.Write(o)
	})(p)
}

func crowded(limit int64) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var calls atomic.Int64
		alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
			defer calls.Add(-1)
			if calls.Add(1) > limit {
				http.Error(w, "too busy", http.StatusInternalServerError)
				return
			}
			time.Sleep(crowding)
			next.ServeHTTP(w, r)
		})(p)
	}
}

func shareFilter(p *pipeline.Pipeline) {
	var shared atomic.Pointer[string]
	alter.BeforeQuery(alter.When(alter.Asking(byUser, ""), func(l *chatlayersteps.Lookup) {
		user := latest(&shared, l.Where(byUser))
		seeking(byUser, func(string) string { return user })(l)
	}))(p)
}

func crossEchoes(p *pipeline.Pipeline) {
	var shared atomic.Pointer[string]
	onEcho(func(m string) string { return latest(&shared, m) })(p)
}
