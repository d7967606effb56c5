package misbehave

import (
	"maps"
	"slices"
	"sync/atomic"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// inkeepLeaks give an event, or the answer to it, what another one said.
func inkeepLeaks() []Misbehaviour {
	return slices.Concat(area("inkeep",
		breaks("inkeep.refused-properties-stay", 4,
			"The properties of a refused event come back with the next event that has none.",
			"INK-HTTP-10 INK-SCH-15", refusedStays(false)),
		breaks("inkeep.id-of-before", 4, "An event without an id gets the id that a client sent last.", "INK-ID-8", idOfBefore),
		breaks("inkeep.id-across-projects", 4, "An id used in one project is answered with that event in another project.", "INK-AUTH-4",
			acrossProjects),
	), area("concurrency",
		breaks("concurrency.inkeep-types-mixed", 4, "Events logged at the same time all get the type of one of them.",
			"INK-SCH-13 INK-SCH-3", func(p *pipeline.Pipeline) {
				var shared atomic.Pointer[string]
				alter.ChangeLogged(func(e *inkeepworld.LogEvent) { e.Event.Type = latest(&shared, e.Event.Type) })(p)
			}),
	))
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

// ofOtherProject has the key that may only write stand for a project of its own in some calls: the mock's own keys are of one.
func ofOtherProject(calls func(*pipeline.Call) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Authenticate
		p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
			who, err := next(c)
			if web, _ := fixtures.Integrations(who.Project); err == nil && who.Project != "" && who.Integration == web && calls(c) {
				who.Project = "other-project"
			}
			return who, err
		}
	}
}

// of holds for calls of some operations.
func of(operations ...string) func(*pipeline.Call) bool {
	return func(c *pipeline.Call) bool { return c.Is(operations...) }
}

// mayAll lets every key do something.
func mayAll(calls func(*pipeline.Call) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Authorize
		p.Authorize = func(c *pipeline.Call) error {
			if calls(c) {
				return nil
			}
			return next(c)
		}
	}
}

func acrossProjects(p *pipeline.Pipeline) {
	ofOtherProject(func(*pipeline.Call) bool { return true })(p)
	firsts := alter.NewMemory[inkeepworld.Logged]()
	alter.AroundLog(func(store inkeepsteps.Log, c *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error) {
		if first, there := firsts.Get(e.Event.ID); there && e.Event.ID != "" {
			return first, nil
		}
		stored, err := store(c, e)
		if err == nil {
			firsts.Put(e.Event.ID, stored)
		}
		return stored, err
	})(p)
}
