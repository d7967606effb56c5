package alter

import (
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// Decorator wraps the steps of a server that is being built.
type Decorator = func(*pipeline.Pipeline)

// Together applies decorators one after the other, the last one outermost.
func Together(all ...Decorator) Decorator {
	return func(p *pipeline.Pipeline) {
		for _, decorate := range all {
			decorate(p)
		}
	}
}

// BeforeAuthenticate acts on every request that has an operation, whoever sends it, or refuses it.
func BeforeAuthenticate(act func(*pipeline.Call) error) Decorator {
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

// AfterAuthorize acts on requests that the caller may make, or refuses them.
func AfterAuthorize(act func(*pipeline.Call) error) Decorator {
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

// BeforeDecode changes a request as it was sent, before it is held to the contract, or refuses it.
func BeforeDecode(change func(*pipeline.Call) error) Decorator {
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

// ChangeSent is BeforeDecode for changes that refuse nothing.
func ChangeSent(change func(*pipeline.Call)) Decorator {
	return BeforeDecode(func(c *pipeline.Call) error {
		change(c)
		return nil
	})
}

// AfterDecode changes the arguments of a request that keeps to the contract, or refuses it.
func AfterDecode(change func(*pipeline.Call) error) Decorator {
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

// AroundTrack does all of a tracked event; next is how it was done.
func AroundTrack(
	track func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error),
) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := chatlayersteps.Of(p)
		next := steps.Track
		steps.Track = func(c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
			return track(next, c, t)
		}
	}
}

// BeforeTrack changes the command of a tracked event before it is applied, or refuses it.
func BeforeTrack(change func(*pipeline.Call, *chatlayerworld.Track) error) Decorator {
	return AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		if err := change(c, &t); err != nil {
			return chatlayerworld.Tracked{}, err
		}
		return next(c, t)
	})
}

// ChangeTracked is BeforeTrack for changes that refuse nothing.
func ChangeTracked(change func(*chatlayerworld.Track)) Decorator {
	return BeforeTrack(func(_ *pipeline.Call, t *chatlayerworld.Track) error {
		change(t)
		return nil
	})
}

// AroundLog does all of a logged event; next is how it was done.
func AroundLog(log func(next inkeepsteps.Log, c *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error)) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := inkeepsteps.Of(p)
		next := steps.Log
		steps.Log = func(c *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error) { return log(next, c, e) }
	}
}

// BeforeLog changes the command of a logged event before it is applied, or refuses it.
func BeforeLog(change func(*pipeline.Call, *inkeepworld.LogEvent) error) Decorator {
	return AroundLog(func(next inkeepsteps.Log, c *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error) {
		if err := change(c, &e); err != nil {
			return inkeepworld.Logged{}, err
		}
		return next(c, e)
	})
}

// ChangeLogged is BeforeLog for changes that refuse nothing.
func ChangeLogged(change func(*inkeepworld.LogEvent)) Decorator {
	return BeforeLog(func(_ *pipeline.Call, e *inkeepworld.LogEvent) error {
		change(e)
		return nil
	})
}

// OnProblem changes a refusal before it gets the API's shape.
func OnProblem(change func(*pipeline.Call, *pipeline.Problem) *pipeline.Problem) Decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Problem
		p.Problem = func(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
			return change(c, next(c, problem))
		}
	}
}

// OnAnswer changes an answer, refusals included, before it is sent. The body is to be replaced, not written into.
func OnAnswer(change func(*pipeline.Call, *pipeline.Answer)) Decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Encode
		p.Encode = func(c *pipeline.Call, a pipeline.Answer) pipeline.Answer {
			a = next(c, a)
			change(c, &a)
			return a
		}
	}
}
