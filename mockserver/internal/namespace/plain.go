package namespace

import (
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// plain returns the steps as the contracts have them.
func (n *Namespace) plain() *pipeline.Pipeline {
	p := &pipeline.Pipeline{
		Seed: n.opts.Seed, Strict: n.opts.RefuseAdvisory, World: n.world, Clock: n.clock,
		Accepted:     slices.Clip(n.shared.accepted),
		Transport:    func(next http.Handler) http.Handler { return next },
		Authenticate: func(c *pipeline.Call) (credential.Identity, error) { return n.named(c.API).authenticate(c.Header) },
		Read:         n.readBody,
		Decode:       n.validate,
		Problem:      func(_ *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem { return problem },
		Encode:       func(_ *pipeline.Call, ans pipeline.Answer) pipeline.Answer { return ans },
		Verify:       n.verify,
	}
	if n.name != Default {
		p.Namespace = n.name
	}
	p.Authorize = func(c *pipeline.Call) error {
		if may := n.named(c.API).Authorize; may != nil {
			return may(p, c)
		}
		return nil
	}
	for _, l := range n.shared.apis.served {
		if l.Steps != nil {
			p.Own = append(p.Own, l.Steps(p))
		}
	}
	return p
}
