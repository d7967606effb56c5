package namespace

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// verify checks an answer against the contract. Whatever the answer breaks is the server's own bug.
func (n *Namespace) verify(c *pipeline.Call, ans pipeline.Answer) pipeline.Answer {
	own := n.broken(c, ans)
	if len(own) == 0 {
		return ans
	}
	n.ownViolations.Add(int64(len(own)))
	for _, v := range own {
		n.log.Error("BUG OF THE MOCK: an answer of its own breaks the contract",
			"request", c.RequestID, "operation", v.Operation, "rule", v.Rule, "violation", v.String())
	}
	if !n.opts.FailOnOwnViolation || c.Op == nil {
		return ans
	}
	return n.named(c.API).Refuse(c, &pipeline.Problem{
		Status: http.StatusInternalServerError,
		Detail: "the mock's own answer breaks the contract, which is a bug of the mock: " + own[0].String(),
	})
}

// judge holds a value that comes into being to the contract of an API. Whatever it breaks is the server's own bug.
func (n *Namespace) judge(apis *APIs) func(api, schema string, value []byte) error {
	contracts := map[string]*spec.Contract{}
	for _, l := range apis.served {
		contracts[l.Name] = l.contract
	}
	return func(api, schema string, value []byte) error {
		_, own := contracts[api].ValidateValue(schema, value)
		if len(own) == 0 {
			return nil
		}
		n.ownViolations.Add(int64(len(own)))
		for _, v := range own {
			n.log.Error("BUG OF THE MOCK: an event of its own breaks the contract",
				"api", api, "schema", schema, "rule", v.Rule, "violation", v.String())
		}
		if !n.opts.FailOnOwnViolation {
			return nil
		}
		return fmt.Errorf("the mock's own event breaks the contract, which is a bug of the mock: %s", own[0].String())
	}
}

// broken tells what an answer breaks. One that belongs to no operation is a refusal, whose shape is the contract's all the same.
func (n *Namespace) broken(c *pipeline.Call, ans pipeline.Answer) []spec.Violation {
	if c.Op != nil {
		found := c.Op.ValidateResponse(asResponse(ans))
		if ans.Items != nil && ans.Items.Schema != "" {
			for item := range ans.Items.Each {
				found = append(found, n.named(c.API).contract.CheckValue(ans.Items.Schema, item)...)
			}
		}
		return found
	}
	a := n.named(c.API)
	return a.contract.CheckValue(a.ProblemSchema, ans.Body)
}

// asResponse is the answer as the contract sees it; without its items if they are held to it one by one.
func asResponse(a pipeline.Answer) spec.Response {
	h := http.Header{"Content-Type": {a.ContentType}}
	for name, values := range a.Header {
		h[name] = values
	}
	body := a.Body
	switch {
	case a.Envelope != nil:
		body = a.Envelope
	case a.Items != nil:
		body = slices.Concat(a.Items.Before, a.Items.After)
	}
	return spec.Response{Status: a.Status, Header: h, Body: body}
}

// refuseUnrouted refuses a request that reached no operation.
func (n *Namespace) refuseUnrouted(w http.ResponseWriter, a *api, c *pipeline.Call, p *pipeline.Problem) {
	n.send(w, c, n.unrouted(a, c, p))
}

func (n *Namespace) unrouted(a *api, c *pipeline.Call, p *pipeline.Problem) pipeline.Answer {
	c.API, c.Op = a.name, nil
	if len(p.Violations) > 0 && (c.Stray != "" || n.strayed(c)) {
		n.stray(cmp.Or(c.Stray, "unasked"), c)
	} else {
		for _, v := range p.Violations {
			c.Violations = append(c.Violations, a.contract.Violate(v))
		}
	}
	return a.steps.Verify(c, a.steps.Encode(c, a.Refuse(c, a.steps.Problem(c, p))))
}

// send writes an answer and records what the request broke.
func (n *Namespace) send(w http.ResponseWriter, c *pipeline.Call, ans pipeline.Answer) {
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
	n.record(c, ans.Status)
	w.WriteHeader(ans.Status)
	if err := writeBody(w, ans); err != nil {
		n.log.Debug("the client did not take the answer", "request", c.RequestID, "error", err)
	}
}

// writeBody sends a body, piece by piece as it is made if it is large.
func writeBody(w http.ResponseWriter, ans pipeline.Answer) (err error) {
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
