package namespace

import (
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/plan"
	"github.com/understudy-mock/understudy/spec"
)

// planned notes what an event that was taken breaks of the tracking plan. It is answered as ever.
func (n *Namespace) planned(a *api, c *pipeline.Call) {
	p := n.plan.Load()
	if p == nil {
		return
	}
	parts, tracks := a.Tracks[c.Op.ID]
	if !tracks {
		return
	}
	body := c.Body // whose map is not the handler's
	for _, v := range p.Check(body.Map(), parts) {
		c.Violations = append(c.Violations, c.Op.Violate(v))
	}
}

// Plan is the tracking plan as it was written.
func (n *Namespace) Plan() map[string]any { return n.plan.Load().Written() }

// SetPlan replaces the tracking plan. The violations are what is wrong with it, and then it is not replaced.
func (n *Namespace) SetPlan(written map[string]any) []spec.Violation {
	p, mistakes := plan.Read(written, "")
	if len(mistakes) == 0 {
		n.plan.Store(p)
	}
	return mistakes
}

// plan is the tracking plan of the options, which was found to be one.
func (o *Options) plan() *plan.Plan {
	p, _ := plan.Read(o.Plan, "")
	return p
}

// ReadPlan reads a tracking plan in JSON, and what is wrong with it. Pointers lead from pointer on.
func (a *APIs) ReadPlan(text []byte) (map[string]any, []spec.Violation) {
	value, wrong := a.own.ValidateValue("TrackingPlan", text)
	written, _ := value.(map[string]any)
	if len(wrong) == 0 {
		_, wrong = plan.Read(written, "")
	}
	return written, wrong
}
