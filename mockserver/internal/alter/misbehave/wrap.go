package misbehave

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// together applies several decorators, the last outermost.
func together(all ...decorator) decorator {
	return func(p *pipeline.Pipeline) {
		for _, decorate := range all {
			decorate(p)
		}
	}
}

// beforeQuery changes a list before the store is asked.
func beforeQuery(change func(*pipeline.Lookup)) decorator {
	return aroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		change(l)
		return next(l)
	})
}

// afterPage changes a page that was found.
func afterPage(change func(*pipeline.Lookup, *pipeline.Page)) decorator {
	return aroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		page, err := next(l)
		if err == nil {
			change(l, &page)
		}
		return page, err
	})
}

// aroundList does all of a list; next is how it was done.
func aroundList(list func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error)) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.List
		p.List = func(l *pipeline.Lookup) (pipeline.Page, error) { return list(next, l) }
	}
}

// beforeDecode changes a call before it is held to the contract.
func beforeDecode(change func(*pipeline.Call)) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Decode
		p.Decode = func(c *pipeline.Call) error {
			change(c)
			return next(c)
		}
	}
}

// afterDecode changes, or refuses, a call that keeps to the contract.
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

// beforeTrack changes a tracked event before it is stored.
func beforeTrack(change func(*world.Track)) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Track
		p.Track = func(c *pipeline.Call, t world.Track) (world.Tracked, error) {
			change(&t)
			return next(c, t)
		}
	}
}

// beforeLog changes a logged event before it is stored.
func beforeLog(change func(*pipeline.Pipeline, *world.LogEvent)) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.LogEvent
		p.LogEvent = func(c *pipeline.Call, e world.LogEvent) (world.Logged, error) {
			change(p, &e)
			return next(c, e)
		}
	}
}

// onProblem changes a refusal before it gets its shape.
func onProblem(change func(*pipeline.Call, *pipeline.Problem) *pipeline.Problem) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Problem
		p.Problem = func(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
			return change(c, next(c, problem))
		}
	}
}

// onAnswer changes an answer before it is sent. The body is to be replaced, not written into.
func onAnswer(change func(*pipeline.Call, *pipeline.Answer)) decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Encode
		p.Encode = func(c *pipeline.Call, a pipeline.Answer) pipeline.Answer {
			a = next(c, a)
			change(c, &a)
			return a
		}
	}
}

// onWire wraps the handler of both APIs.
func onWire(serve func(next http.Handler, w http.ResponseWriter, r *http.Request)) decorator {
	return func(p *pipeline.Pipeline) {
		inner := p.Transport
		p.Transport = func(next http.Handler) http.Handler {
			next = inner(next)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { serve(next, w, r) })
		}
	}
}
