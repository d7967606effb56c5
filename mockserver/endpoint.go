package mockserver

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"github.com/understudy-mock/understudy/spec"
)

// api is what differs between the APIs around their handlers.
type api struct {
	name     string
	contract *spec.Contract
	handlers map[string]handler // by operationId
	auth     authenticator      // nil: everybody may
	// authorize refuses what a known caller may not touch. Nil: nothing is refused.
	authorize func(ctx context.Context, who identity, path map[string]string) error
	// invalid gives the status for a request that broke the contract.
	invalid func([]spec.Violation) int
	// problem gives a refusal the API's shape, which the contract has under the name problemSchema.
	problem       func(x *exchange, p *Problem) answer
	problemSchema string
}

// call is a request that is authenticated and valid.
type call struct {
	who    identity
	path   map[string]string // path parameters, decoded
	params map[string]any    // path and query parameters as the contract types them
	body   members           // of a JSON object; nil if the operation has no body
	sent   []byte            // the body as it was sent
}

// handler serves one operation: decode, handle, encode.
type handler func(context.Context, *call) (answer, error)

// handle makes a handler of its three steps, so that the middle one sees typed values only.
func handle[In, Out any](
	decode func(*call) (In, error),
	serve func(context.Context, In) (Out, error),
	encode func(Out) (answer, error),
) handler {
	return func(ctx context.Context, c *call) (answer, error) {
		in, err := decode(c)
		if err != nil {
			return answer{}, err
		}
		out, err := serve(ctx, in)
		if err != nil {
			return answer{}, err
		}
		return encode(out)
	}
}

// endpoint serves one operation of an API.
func (s *Server) endpoint(a *api, op *spec.Operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		x := exchangeOf(r)
		ans, err := s.walk(a, op, w, r)
		if err != nil {
			ans = s.refuse(a, op, x, err)
		}
		s.finish(w, a, op, x, ans)
	}
}

// walk takes a request through the steps of its API.
func (s *Server) walk(a *api, op *spec.Operation, w http.ResponseWriter, r *http.Request) (answer, error) {
	c := &call{}
	if a.auth != nil {
		who, problem := a.auth.authenticate(r.Header)
		if problem != nil {
			return answer{}, problem
		}
		c.who = who
	}
	body, problem := s.readBody(w, r)
	if problem != nil {
		return answer{}, problem
	}
	path, err := decodedPath(mux.Vars(r))
	if err != nil {
		return answer{}, err
	}
	c.path, c.sent = path, body
	if err := s.validate(a, op, exchangeOf(r), c, spec.Request{PathParams: path, RawQuery: r.URL.RawQuery, Header: r.Header, Body: body}); err != nil {
		return answer{}, err
	}
	if a.authorize != nil {
		if err := a.authorize(r.Context(), c.who, c.path); err != nil {
			return answer{}, err
		}
	}
	return a.handlers[op.ID](r.Context(), c)
}

// validate holds a request to the contract. Advisory violations are noted and, unless the server is strict, forgiven.
func (s *Server) validate(a *api, op *spec.Operation, x *exchange, c *call, r spec.Request) error {
	in, violations := op.ValidateRequest(r)
	c.params = in.Params
	c.body, _ = in.Body.(map[string]any)
	var grave, forgiven []spec.Violation
	for _, v := range violations {
		if s.grave(v) {
			grave = append(grave, v)
		} else {
			forgiven = append(forgiven, v)
		}
	}
	x.note(forgiven)
	if len(grave) > 0 {
		return broken(a.invalid(grave), grave...)
	}
	return nil
}

// refuse turns an error into the API's shape. What it broke of the contract is noted with its place in the document.
func (s *Server) refuse(a *api, op *spec.Operation, x *exchange, err error) answer {
	var p *Problem
	if !errors.As(err, &p) {
		s.log.Error("handler failed", "request", x.id, "operation", op.ID, "error", err)
		p = &Problem{Status: http.StatusInternalServerError, Detail: "the mock failed on this request; its log says why"}
	}
	for _, v := range p.Violations {
		if v.Operation == "" {
			v = op.Violate(v)
		}
		x.note([]spec.Violation{v})
	}
	return a.problem(x, p)
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

// raw returns an object member of the body as it was sent, nil if it is null or absent.
func (c *call) raw(name string) json.RawMessage {
	if c.body.object(name) == nil {
		return nil
	}
	var sent map[string]json.RawMessage
	if err := json.Unmarshal(c.sent, &sent); err != nil {
		return nil // not reached: the contract has read the same bytes
	}
	return sent[name]
}
