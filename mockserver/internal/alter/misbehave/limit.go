package misbehave

import (
	"errors"
	"net/http"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const twoMegabytes = 2 << 20

func limits() []Misbehaviour {
	return area("limits",
		breaks("limit.none", 2, "There is no limit on the size of a body.", "INK-LIM-2 INK-LIM-5",
			reading(func(_ readBody, _ http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
				c.Sent = readAll(r)
				return nil
			})),
		breaks("limit.64-kilobytes", 2, "A body above 64 KiB is refused.", "INK-LIM-14", refuseAbove(64<<10)),
		breaks("limit.declared-only", 3, "The size limit looks at Content-Length alone, so a body in chunks may be of any size.",
			"INK-LIM-2", reading(func(next readBody, w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
				if r.ContentLength < 0 {
					c.Sent = readAll(r)
					return nil
				}
				return next(w, r, c)
			})),
		breaks("limit.refused-is-stored", 4, "Inkeep: an event that is refused as too large is stored all the same.", "INK-LIM-2",
			storeTooLarge),
		breaks("limit.too-large-harms-others", 4, "After a body that is too large, the next ten with a body are answered with 500.",
			"CHL-ROB-1 INK-ROB-1 INK-LIM-2", harmfulWhenTooLarge),
		breaks("limit.too-large-is-500", 2, "A body that is too large is answered with 500.", "CHL-ROB-1 INK-ROB-1 CHL-LIM-1 INK-LIM-3",
			alter.OnProblem(func(_ *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
				if problem.Status == http.StatusRequestEntityTooLarge {
					return problem.WithStatus(http.StatusInternalServerError)
				}
				return problem
			})),
	)
}

type readBody = func(http.ResponseWriter, *http.Request, *pipeline.Call) error

// reading does all of reading a POST's body; next is how it was done.
func reading(read func(next readBody, w http.ResponseWriter, r *http.Request, c *pipeline.Call) error) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Read
		p.Read = func(w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
			if r.Method != http.MethodPost {
				return next(w, r, c)
			}
			return read(next, w, r, c)
		}
	}
}

func refuseAbove(limit int) alter.Decorator {
	return reading(func(next readBody, w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
		if err := next(w, r, c); err != nil {
			return err
		}
		if len(c.Sent) > limit {
			return alter.Refuse(http.StatusRequestEntityTooLarge, "the body is too large")
		}
		return nil
	})
}

// harmfulWhenTooLarge is a server that has to recover from a body which it refuses.
func harmfulWhenTooLarge(p *pipeline.Pipeline) {
	var harmed atomic.Int64
	reading(func(next readBody, w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
		if harmed.Add(-1) >= 0 {
			return alter.Refuse(http.StatusInternalServerError, "out of memory")
		}
		err := next(w, r, c)
		var problem *pipeline.Problem
		if errors.As(err, &problem) && problem.Status == http.StatusRequestEntityTooLarge {
			harmed.Store(10)
		}
		return err
	})(p)
}

func storeTooLarge(p *pipeline.Pipeline) {
	reading(func(next readBody, w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
		body := readAll(r)
		if len(body) > twoMegabytes && c.Is(alter.LogEvent) {
			large := *c
			large.Sent = body
			if p.Decode(&large) == nil {
				_, _ = inkeepsteps.Of(p).Log(&large, refusedLog(p, &large))
			}
		}
		return next(w, withBody(r, body), c)
	})(p)
}
