package mockserver

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

// api is what differs between the APIs around their handlers.
type api struct {
	name     string
	contract *spec.Contract
	steps    *pipeline.Pipeline
	handlers map[string]pipeline.Handler // by operationId
	auth     authenticator
	scheme   control.ServedAPIAuthentication      // of the credentials
	example  func(base, credential string) string // a curl line that works; an empty credential stands for one of the user's own
	// authorize refuses what a known caller may not touch.
	authorize func(*call) error
	// invalid gives the status for a request that broke the contract.
	invalid func([]spec.Violation) int
	// problem gives a refusal the API's shape, which the contract has under the name problemSchema.
	problem       func(*call, *Problem) answer
	problemSchema string
}

// call is a request; the handlers see it when it is authenticated and valid.
type call = pipeline.Call

// answer is a whole response before it is written.
type answer = pipeline.Answer

// callOf returns the call of a request that has gone through the first step.
func callOf(r *http.Request) *call { return pipeline.CallOf(r) }

// endpoint serves one operation of an API.
func (s *Server) endpoint(a *api, op *spec.Operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := callOf(r)
		c.API, c.Op, c.Method, c.RawQuery, c.Header = a.name, op, r.Method, r.URL.RawQuery, r.Header // which transport may have changed
		ans, err := s.walk(a, w, r, c)
		c.Violations = append(c.Violations, c.Forgiven...)
		if err != nil {
			ans = s.refuse(a, c, err)
		}
		if a.steps.Whole {
			ans = ans.Whole()
		}
		s.send(w, c, a.steps.Verify(c, a.steps.Encode(c, ans)))
	}
}

// walk takes a request through the steps of its API.
func (s *Server) walk(a *api, w http.ResponseWriter, r *http.Request, c *call) (ans answer, err error) {
	if c.Path, err = decodedPath(mux.Vars(r)); err != nil {
		return ans, err
	}
	if c.Who, err = a.steps.Authenticate(c); err != nil {
		return ans, err
	}
	if err := a.steps.Read(w, r, c); err != nil {
		return ans, err
	}
	if err := a.steps.Decode(c); err != nil {
		return ans, err
	}
	if err := a.steps.Authorize(c); err != nil {
		return ans, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.opts.Limits.AnswerTimeout)
	defer cancel()
	c.Context = ctx
	return a.handlers[c.Op.ID](ctx, c)
}

// Bodies that are large, in bytes, are decoded few at a time: the values that they make are many times their size.
const (
	largeBody    = 64 << 10
	mostDecoding = 4
)

// validate holds a request to the contract. Advisory violations are noted and, unless the server is strict, forgiven.
func (s *Server) validate(c *call) error {
	if len(c.Sent) > largeBody {
		s.decoding <- struct{}{}
		defer func() { <-s.decoding }()
	}
	in, violations := c.Op.ValidateRequest(spec.Request{PathParams: c.Path, RawQuery: c.RawQuery, Header: c.Header, Body: c.Sent})
	c.Params, c.Forgiven = in.Params, nil
	c.Body, _ = in.Body.(map[string]any)
	var grave []spec.Violation
	for _, v := range violations {
		if s.grave(v) {
			grave = append(grave, v)
		} else {
			c.Forgiven = append(c.Forgiven, v)
		}
	}
	if len(grave) > 0 {
		return pipeline.Broken(s.named(c.API).invalid(grave), grave...)
	}
	return nil
}

// refuse turns an error into the API's shape. What it broke of the contract is noted with its place in the document.
func (s *Server) refuse(a *api, c *call, err error) answer {
	p := s.problemOf(err)
	if p == nil {
		s.log.Error("pipeline.Handler failed", "request", c.RequestID, "operation", c.Op.ID, "error", err)
		p = pipeline.Failure()
	}
	for _, v := range p.Violations {
		if v.Operation == "" {
			v = c.Op.Violate(v)
		}
		c.Violations = append(c.Violations, v)
	}
	return a.problem(c, a.steps.Problem(c, p))
}

// decodedPath undoes the percent-encoding, which the router leaves so that an encoded slash is not one.
func decodedPath(vars map[string]string) (map[string]string, error) {
	path := make(map[string]string, len(vars))
	for name, encoded := range vars {
		value, err := url.PathUnescape(encoded)
		if err != nil {
			return nil, &Problem{Status: http.StatusBadRequest, Detail: "path parameter " + name + " is not percent-encoded properly; encode it anew"}
		}
		path[name] = value
	}
	return path, nil
}

// rawMember returns an object member of the body as it was sent, nil if it is null or absent.
func rawMember(c *call, name string) json.RawMessage {
	if pipeline.Members(c.Body).Object(name) == nil {
		return nil
	}
	var sent map[string]json.RawMessage
	if err := json.Unmarshal(c.Sent, &sent); err != nil {
		return nil // not reached: the contract has read the same bytes
	}
	return sent[name]
}
