package chatlayerapi

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/funnel"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// funnelInput is the input of computeFunnel.
type funnelInput struct {
	call  *pipeline.Call
	ask   chatlayerworld.Funnel // without its steps
	steps []funnelStep          // in their order
}

// funnelStep is a step as it is answered, without its count, and as it is asked for.
type funnelStep struct {
	chatlayer.FunnelStepResult
	chatlayerworld.FunnelStep
}

func decodeFunnel(c *pipeline.Call) (in funnelInput, err error) {
	in.call = c
	in.ask = chatlayerworld.Funnel{
		Bot: c.Path.Get("bot_id"), Version: c.Body.Text("version"), Strict: c.Body.Text("order_type") == "strict",
		Breakdown: c.Body.Text("breakdown_property"),
	}
	if in.ask.Start, in.ask.End, err = window(c, c.Args()); err != nil {
		return in, err
	}
	var f filters
	all := f.conditions("/properties", c.Body.Objects("properties"))
	for i, s := range c.Body.Objects("steps") {
		step := funnelStep{FunnelStepResult: chatlayer.FunnelStepResult{EventID: s.Text("event_id"), Order: int64(i + 1)}}
		if order := s.Int32("order"); order != nil {
			step.Order = int64(*order)
		}
		own := f.conditions("/steps/"+strconv.Itoa(i)+"/properties", s.Objects("properties"))
		step.Attributes = slices.Concat(all, own)
		in.steps = append(in.steps, step)
	}
	slices.SortStableFunc(in.steps, func(a, b funnelStep) int { return cmp.Compare(a.Order, b.Order) })
	return in, f.refused("/steps")
}

// computeFunnel serves POST /v1/bots/{bot_id}/events/funnel.
// CHL-FUN-1 to CHL-FUN-10, CHL-FUN-12 to CHL-FUN-14.
func (a *api) computeFunnel(ctx context.Context, in funnelInput) (out chatlayer.ComputeFunnelResponse, err error) {
	if err := a.resolve(ctx, &in); err != nil {
		return out, err
	}
	cohorts, err := chatlayersteps.Of(a.steps).Funnel(in.call, in.ask)
	if err != nil {
		return out, tooWide(err)
	}
	if len(cohorts) == 0 && in.ask.Breakdown == "" {
		cohorts = []funnel.Cohort{{Counts: make([]int, len(in.steps))}}
	}
	out.Result = make([]chatlayer.FunnelStepResultByCohort, len(cohorts))
	for i, cohort := range cohorts {
		for k, s := range in.steps {
			s.Count, s.BreakdownValue = int32(cohort.Counts[k]), cohort.Name //nolint:gosec // at most as many as users
			out.Result[i].Values = append(out.Result[i].Values, s.FunnelStepResult)
		}
	}
	return out, taken(a.steps, in.ask.Bot, in.call.Who.Team)
}

// resolve completes what is asked with its steps.
func (a *api) resolve(ctx context.Context, in *funnelInput) (err error) {
	for _, s := range in.steps {
		if s.Event, err = a.eventOf(ctx, in.ask.Bot, s.EventID); err != nil {
			return err
		}
		in.ask.Steps = append(in.ask.Steps, s.FunnelStep)
	}
	return nil
}

// eventOf is the name of the events that an event_id means: the id of a definition, or the name itself.
func (a *api) eventOf(ctx context.Context, bot, id string) (string, error) {
	if uuid.Validate(id) != nil {
		return id, nil
	}
	event, defined, err := chatlayerworld.EventOf(ctx, a.steps.World, bot, id)
	if !defined {
		event = id
	}
	return event, err
}

// tooWide refuses a funnel of too much. That is no broken contract. Other errors stay as they are.
func tooWide(err error) error {
	var full *funnel.FullError
	if !errors.As(err, &full) {
		return err
	}
	why := spec.Violation{Side: spec.SideRequest, In: spec.InBody, Pointer: "/steps", Got: full.Error() + " that come to the first step"}
	if full.What == "cohorts" {
		why.Pointer, why.Got = "/breakdown_property", full.Error()
	}
	why.Expected = "at most " + strconv.Itoa(full.Most)
	why.Fix = "ask for a shorter time range, or with filters, or break down by an attribute with fewer values"
	return pipeline.Refused(http.StatusBadRequest, why)
}

func encodeFunnel(out chatlayer.ComputeFunnelResponse) (pipeline.Answer, error) {
	return pipeline.JSON(http.StatusOK, pipeline.TypeJSON, out)
}
