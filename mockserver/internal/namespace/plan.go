package namespace

import (
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/plan"
	"github.com/understudy-mock/understudy/spec"
)

// planned notes what an event, or something else that was written and taken, breaks of the tracking plan. It is answered as ever.
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

// SetPlan replaces the tracking plan among the options. The violations are what is wrong with it, and then it is not replaced.
func (n *Namespace) SetPlan(written map[string]any) ([]spec.Violation, error) {
	p, mistakes := plan.Read(written, "")
	if len(mistakes) > 0 {
		return mistakes, nil
	}
	return nil, n.latestExclusively(func(latest *Namespace, w writer) error {
		err := w.write(kindPlan, written)
		if err == nil {
			latest.plan.Store(p)
			n.plan.Store(p) // which the answer tells
		}
		return err
	})
}

// resumePlan has the effect of a SetPlan that was written down. What it was good for then it is still.
func (n *Namespace) resumePlan(text []byte) error {
	var written map[string]any
	if err := decodeExactly(text, &written); err != nil {
		return err
	}
	p, _ := plan.Read(written, "")
	n.plan.Store(p)
	return nil
}

// takePlan takes over the plan of the namespace before, if that was replaced.
func (n *Namespace) takePlan(before *Namespace) {
	if p := before.plan.Load(); p != before.firstPlan {
		written := p.Written()
		n.given.Plan = &written
		n.plan.Store(p)
	}
}

// plan is the tracking plan of the options, which was found to be one.
func (o *Options) plan() *plan.Plan {
	p, _ := plan.Read(o.Plan, "")
	return p.At(o.PlanLines)
}

// ReadPlan reads a tracking plan in JSON, and what is wrong with it. Pointers lead from pointer on.
func (a *APIs) ReadPlan(text []byte) (map[string]any, []spec.Violation) {
	value, wrong := a.ownContract().ValidateValue("TrackingPlan", text)
	written, _ := value.(map[string]any)
	if len(wrong) == 0 {
		_, wrong = plan.Read(written, "")
	}
	return written, wrong
}
