package controlapi

import (
	"context"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// Plans are the tracking plan of the namespace, in the form of its schema.
type Plans interface {
	Plan() map[string]any
	SetPlan(written map[string]any) (mistakes []spec.Violation, err error)
}

// getPlan serves GET plan.
func (c *Control) getPlan(context.Context, struct{}) (pipeline.Answer, error) {
	return encode(c.Plans.Plan())
}

func decodePlan(c *pipeline.Call) (*pipeline.Call, error) { return c, nil }

// setPlan serves PUT plan.
func (c *Control) setPlan(_ context.Context, call *pipeline.Call) (pipeline.Answer, error) {
	mistakes, err := c.Plans.SetPlan(call.Body.Map())
	if err != nil {
		return pipeline.Answer{}, err
	}
	for i, v := range mistakes {
		mistakes[i] = call.Op.Violate(v)
	}
	if len(mistakes) > 0 {
		return pipeline.Answer{}, pipeline.Broken(http.StatusBadRequest, mistakes...)
	}
	return encode(c.Plans.Plan())
}
