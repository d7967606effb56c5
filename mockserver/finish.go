package mockserver

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/understudy-mock/understudy/spec"
)

// verify checks an answer against the contract. Whatever the answer breaks is the server's own bug.
func (s *Server) verify(c *call, ans answer) answer {
	own := s.broken(c, ans)
	if len(own) == 0 {
		return ans
	}
	s.ownViolations.Add(int64(len(own)))
	for _, v := range own {
		s.log.Error("BUG OF THE MOCK: an answer of its own breaks the contract",
			"request", c.RequestID, "operation", v.Operation, "rule", v.Rule, "violation", v.String())
	}
	if !s.opts.FailOnOwnViolation || c.Op == nil {
		return ans
	}
	return s.named(c.API).problem(c, &Problem{
		Status: http.StatusInternalServerError,
		Detail: "the mock's own answer breaks the contract, which is a bug of the mock: " + own[0].String(),
	})
}

// broken tells what an answer breaks. One that belongs to no operation is a refusal, whose shape is the contract's all the same.
func (s *Server) broken(c *call, ans answer) []spec.Violation {
	if c.Op != nil {
		found := c.Op.ValidateResponse(asResponse(ans))
		if ans.Items != nil {
			for item := range ans.Items.Each {
				_, wrong := s.named(c.API).contract.ValidateValue(ans.Items.Schema, item)
				found = append(found, wrong...)
			}
		}
		return found
	}
	a := s.named(c.API)
	_, own := a.contract.ValidateValue(a.problemSchema, ans.Body)
	return own
}

// asResponse is the answer as the contract sees it; without its items if they are made one by one.
func asResponse(a answer) spec.Response {
	h := http.Header{"Content-Type": {a.ContentType}}
	for name, values := range a.Header {
		h[name] = values
	}
	body := a.Body
	if a.Items != nil {
		body = slices.Concat(a.Items.Before, a.Items.After)
	}
	return spec.Response{Status: a.Status, Header: h, Body: body}
}

// refuseUnrouted refuses a request that reached no operation.
func (s *Server) refuseUnrouted(w http.ResponseWriter, a *api, c *call, p *Problem) {
	s.send(w, c, s.unrouted(a, c, p))
}

func (s *Server) unrouted(a *api, c *call, p *Problem) answer {
	c.API, c.Op = a.name, nil
	if len(p.Violations) > 0 && (c.Stray != "" || s.strayed(c)) {
		s.stray(cmp.Or(c.Stray, "unasked"), c)
	} else {
		for _, v := range p.Violations {
			c.Violations = append(c.Violations, a.contract.Violate(v))
		}
	}
	return a.steps.Verify(c, a.steps.Encode(c, a.problem(c, a.steps.Problem(c, p))))
}

// send writes an answer and records what the request broke.
func (s *Server) send(w http.ResponseWriter, c *call, ans answer) {
	h := w.Header()
	for name, values := range ans.Header {
		h[name] = values
	}
	h.Set("Content-Type", ans.ContentType)
	if ans.Items == nil {
		h.Set("Content-Length", strconv.Itoa(len(ans.Body)))
	}
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if n := len(c.Violations); n > 0 {
		h.Set("Understudy-Violations", fmt.Sprintf("%d; id=%s", n, c.RequestID))
	}
	s.record(c, ans.Status)
	w.WriteHeader(ans.Status)
	if err := writeBody(w, ans); err != nil {
		s.log.Debug("the client did not take the answer", "request", c.RequestID, "error", err)
	}
}

// writeBody sends a body, piece by piece as it is made if it is large.
func writeBody(w http.ResponseWriter, ans answer) (err error) {
	if ans.Items == nil {
		_, err = w.Write(ans.Body)
		return err
	}
	for part := range ans.Items.Parts {
		if _, err = w.Write(part); err != nil {
			return err
		}
	}
	return nil
}
