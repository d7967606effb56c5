package variant

import (
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// decorator wraps the steps of a server that is being built.
type decorator = func(*pipeline.Pipeline)

const (
	chatlayerAPI = "chatlayer"
	inkeepAPI    = "inkeep"
	jsonType     = "application/json"
)

// isList tells the operations that answer a page of events.
func isList(c *pipeline.Call) bool {
	return c.Is("ListEvents", "ListEventsWithFilters", "GetTeamEvents")
}

// refuse makes a refusal of a request that a stricter server does not take.
func refuse(status int, format string, args ...any) *pipeline.Problem {
	return &pipeline.Problem{Status: status, Detail: fmt.Sprintf(format, args...)}
}

// onList stands around the finding of a page. The lookup is a copy: change it freely, but not what its slices share.
func onList(list func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error)) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.List
		p.List = func(l *pipeline.Lookup) (pipeline.Page, error) {
			own := *l
			return list(next, &own)
		}
	}
}

// onTrack changes the command of a tracked event before it is applied, or refuses it.
func onTrack(change func(*pipeline.Call, *world.Track) error) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Track
		p.Track = func(c *pipeline.Call, t world.Track) (world.Tracked, error) {
			if err := change(c, &t); err != nil {
				return world.Tracked{}, err
			}
			return next(c, t)
		}
	}
}

// beforeDecode changes a request as it was sent, or refuses it.
func beforeDecode(change func(*pipeline.Call) error) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Decode
		p.Decode = func(c *pipeline.Call) error {
			if err := change(c); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// afterDecode changes the arguments of a request that keeps to the contract, or refuses it.
func afterDecode(change func(*pipeline.Call) error) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Decode
		p.Decode = func(c *pipeline.Call) error {
			if err := next(c); err != nil {
				return err
			}
			return change(c)
		}
	}
}

// afterAuthorize acts on requests that the caller may make.
func afterAuthorize(act func(*pipeline.Call) error) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Authorize
		p.Authorize = func(c *pipeline.Call) error {
			if err := next(c); err != nil {
				return err
			}
			return act(c)
		}
	}
}

// beforeAuthenticate acts on every request that has an operation, whoever sends it.
func beforeAuthenticate(act func(*pipeline.Call) error) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Authenticate
		p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
			if err := act(c); err != nil {
				return pipeline.Identity{}, err
			}
			return next(c)
		}
	}
}

// onProblem changes refusals before they get the API's shape.
func onProblem(change func(*pipeline.Call, *pipeline.Problem) *pipeline.Problem) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Problem
		p.Problem = func(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
			return change(c, next(c, problem))
		}
	}
}

// onAnswer changes answers, refusals included.
func onAnswer(change func(*pipeline.Call, pipeline.Answer) pipeline.Answer) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Encode
		p.Encode = func(c *pipeline.Call, a pipeline.Answer) pipeline.Answer { return change(c, next(c, a)) }
	}
}

// onTransport stands around everything.
func onTransport(wrap func(http.Handler) http.Handler) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Transport
		p.Transport = func(h http.Handler) http.Handler { return wrap(next(h)) }
	}
}

// all applies decorators one after the other, the last one outermost.
func all(decorators ...decorator) decorator {
	return func(p *pipeline.Pipeline) {
		for _, d := range decorators {
			d(p)
		}
	}
}
