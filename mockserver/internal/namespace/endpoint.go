package namespace

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// endpoint serves one operation of an API.
func (n *Namespace) endpoint(a *api, op *spec.Operation, w http.ResponseWriter, r *http.Request) {
	c := pipeline.CallOf(r)
	c.API, c.Op, c.Method, c.RawQuery, c.Header = a.name, op, r.Method, r.URL.RawQuery, r.Header // which transport may have changed
	release, busy := n.patience(a, w, r, c)
	if busy != nil {
		n.refuseUnrouted(w, a, c, busy)
		return
	}
	defer release()
	ans, err := n.walk(a, w, r, c)
	c.Violations = append(c.Violations, c.Forgiven...)
	if err != nil {
		ans = n.refuse(a, c, err)
	} else {
		n.planned(a, c)
	}
	if a.steps.Altered {
		ans = ans.InOnePiece()
	}
	ans = a.steps.Verify(c, a.steps.Encode(c, ans))
	if c.Reshape != nil {
		ans = reshaped(c, ans)
	}
	n.send(w, c, ans)
}

// reshaped has a variable of its own, which takes memory.
func reshaped(c *pipeline.Call, ans pipeline.Answer) pipeline.Answer {
	c.Reshape(&ans)
	return ans
}

// walk takes a request through the steps of its API.
func (n *Namespace) walk(a *api, w http.ResponseWriter, r *http.Request, c *pipeline.Call) (ans pipeline.Answer, err error) {
	if c.Path == nil {
		if c.Path, err = decodedPath(c.Encoded); err != nil {
			return ans, err
		}
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
	if c.Context == nil {
		began := c.Began
		if c.BodyDue {
			began = clock.System().Now()
		}
		// That of the request as it came, which stays when the call's memory is used again: a timer may come to its end only then.
		ctx := &deadline{Context: c.Came.Context(), at: began.Add(n.opts.Limits.AnswerTimeout)}
		defer ctx.release()
		c.Context = ctx
	}
	return a.handlers()[c.Op.ID](c.Context, c)
}

// Bodies that are large, in bytes, are decoded few at a time: the values that they make are many times their size.
const (
	largeBody    = 64 << 10
	mostDecoding = 4
)

// validate holds a request to the contract. Advisory violations are noted and, unless the server is strict, forgiven; not where they are
// of the namespace's own endpoints, where what is not known would do nothing.
func (n *Namespace) validate(c *pipeline.Call) error {
	if len(c.Sent) > largeBody {
		n.shared.decoding <- struct{}{}
		defer func() { <-n.shared.decoding }()
	}
	asked := spec.Request{PathParams: c.Path, RawQuery: c.RawQuery, Header: c.Header, Body: c.Sent}
	if !n.opts.altered() { // else a step may hold what another one has read
		asked.Room = &c.Input
	}
	in, violations := c.Op.ValidateRequest(asked)
	c.Params, c.Body, c.Forgiven = in.Params, in.Body, nil
	c.Asked = spec.Use{Path: c.Path, Params: in.Params, Body: in.Body}
	if judge := n.named(c.API).Judge; judge != nil {
		violations = append(violations, n.judged(c, judge(c), violations)...)
	}
	var broken []spec.Violation
	for _, v := range violations {
		own := c.API == n.control.name
		if own {
			v.Advisory = false
		}
		if own || n.refusable(v) {
			broken = append(broken, v)
		} else {
			c.Forgiven = append(c.Forgiven, v)
		}
	}
	if len(broken) > 0 {
		return pipeline.Broken(n.named(c.API).Invalid(broken), broken...)
	}
	return nil
}

// judged are the violations of a body that its schema has not told at the same place already.
func (n *Namespace) judged(c *pipeline.Call, found, told []spec.Violation) (more []spec.Violation) {
	for _, v := range found {
		if !slices.ContainsFunc(told, func(t spec.Violation) bool { return t.In == spec.InBody && t.Pointer == v.Pointer }) {
			more = append(more, c.Op.Violate(v))
		}
	}
	return more
}

// refuse turns an error into the API's shape. What it broke of the contract is noted with its place in the document.
func (n *Namespace) refuse(a *api, c *pipeline.Call, err error) pipeline.Answer {
	p := n.problemOf(err)
	if p == nil {
		n.log.Error("pipeline.Handler failed", "request", c.RequestID, "operation", c.Op.ID, "error", err)
		p = pipeline.Failure()
	}
	placed := *p
	placed.Violations = slices.Clone(p.Violations)
	for i, v := range placed.Violations {
		if v.Operation == "" {
			placed.Violations[i] = c.Op.Violate(v)
		}
	}
	p, c.Violations = &placed, append(c.Violations, placed.Violations...)
	return a.Refuse(c, a.steps.Problem(c, p))
}

// decodedPath undoes the percent-encoding, which the router leaves so that an encoded slash is not one.
func decodedPath(encoded spec.PathParams) (spec.PathParams, error) {
	path := make(spec.PathParams, len(encoded))
	for i, p := range encoded {
		value, err := url.PathUnescape(p.Value)
		if err != nil {
			return nil, &pipeline.Problem{
				Status: http.StatusBadRequest,
				Detail: "path parameter " + p.Name + " is not percent-encoded properly; encode it anew",
			}
		}
		path[i] = spec.PathParam{Name: p.Name, Value: value}
	}
	return path, nil
}
