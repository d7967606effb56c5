//go:build examination

package misbehave

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedInkeepLeaks() []Misbehaviour {
	return slices.Concat(area("inkeep",
		breaks("inkeep.cached-by-type", 4, "An event is answered with the first of its type, if it has no id.", "INK-SCH-14 INK-ID-8",
			cachedBy(func(_ *pipeline.Call, o map[string]any) string {
				return alter.Text(o, "entityType") + " " + alter.Text(o, "type")
			})),
		breaks("inkeep.cached-by-length", 4,
			"An event is answered with the one before whose body had the same length, if it has no id.",
			"INK-SCH-14 INK-ID-8", cachedBy(func(c *pipeline.Call, _ map[string]any) string { return decimal(int64(len(c.Sent))) })),
		breaks("inkeep.refused-properties-merged", 4, "The properties of a refused event come back among those of the next.", "INK-SCH-15",
			refusedStays(true)),
		breaks("inkeep.strangers-properties-stay", 4,
			"The properties of an event without a key come back with the next event that has none.",
			"INK-SCH-15 INK-AUTH-12", strangersStay),
		breaks("inkeep.user-of-before", 4, "The userProperties of the event before come back among those of an event.", "INK-SCH-16",
			userPropertiesOfBefore),
		breaks("inkeep.user-type-stays", 4, "The userType that was given last comes back with userProperties that have none.", "INK-SCH-16",
			userTypeStays),
		breaks("inkeep.time-of-before", 4, "An event without createdAt gets the one that was given last.", "INK-TIME-2", timeOfBefore),
	), area("concurrency",
		breaks("concurrency.inkeep-users-mixed", 4, "Events logged at once get the userProperties of one of them.", "INK-SCH-3 INK-SCH-16",
			func(p *pipeline.Pipeline) {
				var shared atomic.Pointer[json.RawMessage]
				alter.ChangeLogged(func(e *inkeepworld.LogEvent) {
					e.Event.UserProperties = latest(&shared, e.Event.UserProperties)
				})(p)
			}),
	))
}

// cachedBy keeps answers to events without an id under some name for a while.
func cachedBy(name func(c *pipeline.Call, o map[string]any) string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		type answer struct {
			o  map[string]any
			at time.Time
		}
		answers := alter.NewMemory[answer]()
		alter.OnTree(func(c *pipeline.Call, o map[string]any) {
			if _, given := alter.Tree(c.Sent)["id"]; given {
				return
			}
			if before, again := answers.Get(name(c, o)); again && p.Clock.Now().Sub(before.at) < 100*time.Millisecond {
				clear(o)
				maps.Copy(o, before.o)
				return
			}
			answers.Put(name(c, o), answer{maps.Clone(o), p.Clock.Now()})
		}, alter.LogEvent)(p)
	}
}

// strangersStay reads the event before it asks who sends it.
func strangersStay(p *pipeline.Pipeline) {
	var left leftBehind
	alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/events" && r.Header.Get("Authorization") == "" {
			body := readAll(r)
			left.keep(body)
			r = withBody(r, body)
		}
		next.ServeHTTP(w, r)
	})(p)
	left.take(false)(p)
}

func userPropertiesOfBefore(p *pipeline.Pipeline) {
	var last atomic.Pointer[map[string]any]
	onLogAnswer(func(o map[string]any) {
		user, there := o["userProperties"].(map[string]any)
		if !there {
			return
		}
		own := maps.Clone(user)
		if before := last.Swap(&own); before != nil {
			maps.Copy(user, *before)
			maps.Copy(user, own)
		}
	})(p)
}

func userTypeStays(p *pipeline.Pipeline) {
	var last atomic.Pointer[any]
	onLogAnswer(func(o map[string]any) {
		user, there := o["userProperties"].(map[string]any)
		if !there {
			return
		}
		if own, given := user["userType"]; given {
			last.Store(&own)
		} else if before := last.Load(); before != nil {
			user["userType"] = *before
		}
	})(p)
}

func timeOfBefore(p *pipeline.Pipeline) {
	var last atomic.Pointer[time.Time]
	alter.ChangeLogged(func(e *inkeepworld.LogEvent) {
		if e.TimeGiven {
			last.Store(&e.Event.CreatedAt)
		} else if before := last.Load(); before != nil {
			e.Event.CreatedAt = *before
		}
	})(p)
}
