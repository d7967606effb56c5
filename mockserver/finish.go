package mockserver

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/understudy-mock/understudy/spec"
)

// finish checks an answer against the contract and sends it. Whatever the answer breaks is the server's own bug.
func (s *Server) finish(w http.ResponseWriter, a *api, op *spec.Operation, x *exchange, ans answer) {
	if own := op.ValidateResponse(ans.asResponse()); len(own) > 0 {
		s.ownViolation(x, own)
		if s.opts.FailOnOwnViolation {
			ans = a.problem(x, &Problem{
				Status: http.StatusInternalServerError,
				Detail: "the mock's own answer breaks the contract, which is a bug of the mock: " + own[0].String(),
			})
		}
	}
	s.send(w, x, ans)
}

// refuseUnrouted refuses a request that reached no operation. The shape of the refusal is the contract's all the same.
func (s *Server) refuseUnrouted(w http.ResponseWriter, a *api, x *exchange, p *Problem) {
	s.send(w, x, s.unrouted(a, x, p))
}

func (s *Server) unrouted(a *api, x *exchange, p *Problem) answer {
	for _, v := range p.Violations {
		x.note([]spec.Violation{a.contract.Violate(v)})
	}
	ans := a.problem(x, p)
	if _, own := a.contract.ValidateValue(a.problemSchema, ans.body); len(own) > 0 {
		s.ownViolation(x, own)
	}
	return ans
}

func (a answer) asResponse() spec.Response {
	h := http.Header{"Content-Type": {a.contentType}}
	for name, values := range a.header {
		h[name] = values
	}
	return spec.Response{Status: a.status, Header: h, Body: a.body}
}

func (s *Server) ownViolation(x *exchange, own []spec.Violation) {
	s.ownViolations.Add(int64(len(own)))
	for _, v := range own {
		s.log.Error("BUG OF THE MOCK: an answer of its own breaks the contract",
			"request", x.id, "operation", v.Operation, "rule", v.Rule, "violation", v.String())
	}
}

// send writes an answer and records what the request broke.
func (s *Server) send(w http.ResponseWriter, x *exchange, ans answer) {
	h := w.Header()
	for name, values := range ans.header {
		h[name] = values
	}
	h.Set("Content-Type", ans.contentType)
	h.Set("Content-Length", strconv.Itoa(len(ans.body)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if n := len(x.violations); n > 0 {
		h.Set("Understudy-Violations", fmt.Sprintf("%d; id=%s", n, x.id))
	}
	s.record(x, ans.status)
	w.WriteHeader(ans.status)
	if _, err := w.Write(ans.body); err != nil {
		s.log.Debug("the client did not take the answer", "request", x.id, "error", err)
	}
}
