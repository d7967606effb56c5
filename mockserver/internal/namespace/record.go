package namespace

import (
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// loggedViolations is how many violations of one request the log has a line for.
const loggedViolations = 10

// record remembers what a request broke of the contract. What is asked of the namespace itself is refused, but breaks the contract of no
// API.
func (n *Namespace) record(c *pipeline.Call, status int) {
	if len(c.Violations) == 0 || c.Looks || n.asksOwn(c) {
		return
	}
	api := c.API
	if api == n.control.name {
		api = ""
	}
	found, broken := make([]journal.Recorded, len(c.Violations)), false
	for i, v := range c.Violations {
		found[i] = journal.Recorded{
			Violation: v, RequestID: c.RequestID, At: c.At, Method: c.Method, Path: pipeline.Shorten(c.Target),
			Status: status, API: api, Noted: !n.refusable(v) || v.OnPurpose,
		}
		broken = broken || !found[i].Noted
	}
	n.logViolations(c)
	n.violations.Add(found, broken)
}

// cover counts what a request used of its contract, before the client can have the answer. Where a fault was the answer nobody has read
// the request.
func (n *Namespace) cover(c *pipeline.Call, status int) {
	if c.Op != nil && !c.Looks {
		c.Asked.Status = status
		n.coverage.Count(c.API, c.Op, c.Asked)
	}
}

// asksOwn reports whether a request is for the namespace's own endpoints, or for what might be among them.
func (n *Namespace) asksOwn(c *pipeline.Call) bool {
	return c.API == n.control.name && (c.Op != nil || meansOwn(c.Target) || controlapi.IsIndex(c.Method, c.Target))
}

func (n *Namespace) logViolations(c *pipeline.Call) {
	told := c.Violations
	if n.opts.LogNoViolations {
		told = slices.DeleteFunc(slices.Clone(told), n.refusable)
	}
	for i, v := range told {
		if i == loggedViolations {
			n.log.Warn("the request breaks the contract further", "request", c.RequestID, "more", len(told)-i)
			return
		}
		what := "the request breaks the contract"
		switch {
		case v.OnPurpose:
			n.log.Info("the request breaks the contract, as it has said", "request", c.RequestID, "rule", v.Rule, "violation", v.String())
			continue
		case !n.refusable(v):
			what = "the request has what the contract does not know; it is answered all the same"
		}
		n.log.Warn(what, "request", c.RequestID, "rule", v.Rule, "operation", v.Operation, "violation", v.String())
	}
}

// refusable reports whether a request is refused for a violation.
func (n *Namespace) refusable(v spec.Violation) bool { return !v.Advisory || n.opts.RefuseAdvisory }
