package misbehave

import (
	"maps"
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// ofRequestBefore give a request what belongs to the one before it, or to somebody else.
func ofRequestBefore() []Misbehaviour {
	return slices.Concat(
		area("transport",
			breaks("transport.pipelined-swapped", 4,
				"Of two requests sent at once on a connection, the second is answered first.",
				"CHL-HTTP-2 INK-HTTP-2", alter.OnWire(swapPipelined)),
			breaks("transport.refusal-gathers", 4,
				"A refusal also lists what was wrong with the refused request before it.",
				"CHL-HTTP-13 INK-HTTP-10", gatherProblems),
		),
		area(
			"tracking",
			breaks("track.refused-is-merged", 4, "The attributes of a refused event are added to the next event.", "CHL-HTTP-13 CHL-LAW-3",
				mergeRefusedTrack),
		),
	)
}

// gatherProblems is a list of problems that nobody empties before the next request.
func gatherProblems(p *pipeline.Pipeline) {
	last := alter.NewMemory[string]()
	alter.OnProblem(func(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
		again := *problem
		before, _ := last.Get(c.API)
		last.Put(c.API, problem.Detail)
		if before != "" {
			again.Detail += "; " + before
		}
		return &again
	})(p)
}

// fromRefused gives what a refused call of some operations had to the next good one of them, once.
func fromRefused(take func(sent map[string]any) any, give func(c *pipeline.Call, left any), operations ...string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		left := alter.NewMemory[any]()
		next := p.Decode
		p.Decode = func(c *pipeline.Call) error {
			err := next(c)
			if !c.Is(operations...) {
				return err
			}
			if err != nil {
				sent := alter.Tree(c.Sent)
				if c.Method == http.MethodGet {
					sent = map[string]any{}
					for _, name := range []string{byEvent, byVersion} {
						if value, there := alter.Argument(c, name); there {
							sent[name] = value
						}
					}
				}
				if what := take(sent); what != nil {
					left.Put("", what)
				}
				return err
			}
			if what, there := left.Take(""); there {
				give(c, what)
			}
			return nil
		}
	}
}

func mergeRefusedTrack(p *pipeline.Pipeline) {
	fromRefused(member("attributes"), mergeInto("attributes"), alter.TrackEvent)(p)
}

// member takes an object out of a body.
func member(name string) func(map[string]any) any {
	return func(sent map[string]any) any {
		if o, ok := sent[name].(map[string]any); ok {
			return o
		}
		return nil
	}
}

// mergeInto adds to an object of a body.
func mergeInto(name string) func(*pipeline.Call, any) {
	return func(c *pipeline.Call, left any) {
		into, _ := c.Body.Map()[name].(map[string]any)
		merged := map[string]any{}
		given, _ := left.(map[string]any)
		maps.Copy(merged, given)
		maps.Copy(merged, into)
		c.Body.Map()[name] = merged
	}
}
