package misbehave

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// inkeepLeaks give an event, or the answer to it, what another one said.
func inkeepLeaks() []Mutant {
	return slices.Concat(area("inkeep",
		mutant("inkeep.cached-by-type", 4, "An event is answered with the first of its type, if it has no id.", "INK-SCH-14 INK-ID-8", cachedBy(func(_ *pipeline.Call, o map[string]any) string {
			return alter.Text(o, "entityType") + " " + alter.Text(o, "type")
		})),
		mutant("inkeep.one-per-type-and-reference", 4, "An event is answered with the first of its type and reference, if it has no id.", "INK-SCH-15 INK-ID-8",
			cachedBy(func(_ *pipeline.Call, o map[string]any) string {
				return alter.Text(o, "type") + " " + alter.Text(o, "messageId") + alter.Text(o, "conversationId") + alter.Text(o, "searchQuery")
			})),
		mutant("inkeep.cached-by-length", 4, "An event is answered with the one before whose body had the same length, if it has no id.", "INK-SCH-14 INK-ID-8",
			cachedBy(func(c *pipeline.Call, _ map[string]any) string { return decimal(int64(len(c.Sent))) })),
		mutant("inkeep.refused-properties-stay", 4, "The properties of a refused event come back with the next event that has none.", "INK-SCH-15", refusedStays(false)),
		mutant("inkeep.refused-properties-merged", 4, "The properties of a refused event come back among those of the next.", "INK-SCH-15", refusedStays(true)),
		mutant("inkeep.strangers-properties-stay", 4, "The properties of an event without a key come back with the next event that has none.", "INK-SCH-15 INK-AUTH-12", strangersStay),
		mutant("inkeep.user-of-before", 4, "The userProperties of the event before come back among those of an event.", "INK-SCH-16", userPropertiesOfBefore),
		mutant("inkeep.time-of-before", 4, "An event without createdAt gets the one that was given last.", "INK-TIME-2", timeOfBefore),
		mutant("inkeep.id-of-before", 4, "An event without an id gets the one that was given last.", "INK-ID-8", idOfBefore),
		mutant("inkeep.id-across-projects", 4, "The Web key is of another project, and an id that one project uses is answered with its event in the other.", "INK-AUTH-4", acrossProjects),
	), area("concurrency",
		mutant("concurrency.inkeep-users-mixed", 4, "Events logged at once get the userProperties of one of them.", "INK-SCH-3 INK-SCH-16", func(p *pipeline.Pipeline) {
			var shared atomic.Pointer[json.RawMessage]
			alter.ChangeLogged(func(e *world.LogEvent) {
				e.Event.UserProperties = latest(&shared, e.Event.UserProperties)
			})(p)
		}),
		mutant("concurrency.inkeep-types-mixed", 4, "Events logged at once get the type of one of them.", "INK-SCH-3 INK-SCH-13", func(p *pipeline.Pipeline) {
			var shared atomic.Pointer[string]
			alter.ChangeLogged(func(e *world.LogEvent) { e.Event.Type = latest(&shared, e.Event.Type) })(p)
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
		known := alter.NewMemory[answer]()
		alter.OnTree(func(c *pipeline.Call, o map[string]any) {
			if _, given := alter.Tree(c.Sent)["id"]; given {
				return
			}
			if before, again := known.Get(name(c, o)); again && p.Clock.Now().Sub(before.at) < 100*time.Millisecond {
				clear(o)
				maps.Copy(o, before.o)
				return
			}
			known.Put(name(c, o), answer{maps.Clone(o), p.Clock.Now()})
		}, alter.LogEvent)(p)
	}
}

// leftBehind is what refused events leave: the properties of the last one, until the next answer takes them.
type leftBehind struct {
	last atomic.Pointer[map[string]any]
}

func (l *leftBehind) keep(sent []byte) {
	if properties, there := alter.Tree(sent)["properties"].(map[string]any); there {
		l.last.Store(&properties)
	}
}

// take gives them to an answer that has none, and to others if they are merged.
func (l *leftBehind) take(merged bool) alter.Decorator {
	return onLogAnswer(func(o map[string]any) {
		stayed := l.last.Swap(nil)
		if stayed == nil {
			return
		}
		properties, there := o["properties"].(map[string]any)
		switch {
		case !there:
			o["properties"] = *stayed
		case merged:
			maps.Copy(properties, *stayed)
		}
	})
}

// refusedStays keeps the properties of an event that is refused for what it is.
func refusedStays(merged bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var left leftBehind
		alter.OnProblem(func(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
			if c.Is(alter.LogEvent) {
				left.keep(c.Sent)
			}
			return problem
		})(p)
		left.take(merged)(p)
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

func timeOfBefore(p *pipeline.Pipeline) {
	var last atomic.Pointer[time.Time]
	alter.ChangeLogged(func(e *world.LogEvent) {
		if e.TimeGiven {
			last.Store(&e.Event.CreatedAt)
		} else if before := last.Load(); before != nil {
			e.Event.CreatedAt = *before
		}
	})(p)
}

func idOfBefore(p *pipeline.Pipeline) {
	var last atomic.Pointer[string]
	alter.OnTree(func(c *pipeline.Call, o map[string]any) {
		id, given := alter.Tree(c.Sent)["id"].(string)
		if given {
			last.Store(&id)
		} else if before := last.Swap(nil); before != nil {
			o["id"] = *before
		}
	}, alter.LogEvent)(p)
}

// acrossProjects has the projects that it needs: the mock's own keys are of one.
func acrossProjects(p *pipeline.Pipeline) {
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		who, err := next(c)
		if web, _ := fixtures.Integrations(who.Project); err == nil && who.Project != "" && who.Integration == web {
			who.Project = "other-project"
		}
		return who, err
	}
	known := alter.NewMemory[world.Logged]()
	store := p.LogEvent
	p.LogEvent = func(c *pipeline.Call, e world.LogEvent) (world.Logged, error) {
		if first, there := known.Get(e.Event.ID); there && e.Event.ID != "" {
			return first, nil
		}
		stored, err := store(c, e)
		if err == nil {
			known.Put(e.Event.ID, stored)
		}
		return stored, err
	}
}
