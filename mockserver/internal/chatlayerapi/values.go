package chatlayerapi

import (
	"context"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// mostAttributeValues is how many values of an attribute are told. CHL-VAL-3.
const mostAttributeValues = 100

// valuesInput is the input of attributeValues.
type valuesInput struct {
	call *pipeline.Call
	chatlayersteps.ValueLookup
}

func decodeValues(c *pipeline.Call) (valuesInput, error) {
	return valuesInput{c, chatlayersteps.ValueLookup{
		Bot: c.Path.Get("bot_id"), Attribute: c.Path.Get("attribute_key"), Holding: c.Body.Text("query"),
	}}, nil
}

// attributeValues serves POST /v1/bots/{bot_id}/events/attributes/{attribute_key}/values.
// CHL-VAL-1 to CHL-VAL-3.
func (a *api) attributeValues(_ context.Context, in valuesInput) (out chatlayer.GetEventAttributeValuesResponse, err error) {
	values, err := chatlayersteps.Of(a.steps).Values(in.call, in.ValueLookup)
	if err != nil {
		return out, err
	}
	out.Attributes = make([]chatlayer.TrackingEventAttribute, len(values))
	for i, value := range values {
		out.Attributes[i] = chatlayer.TrackingEventAttribute{Key: in.Attribute, Value: value}
	}
	return out, taken(a.steps, in.Bot, in.call.Who.Team)
}

func encodeValues(out chatlayer.GetEventAttributeValuesResponse) (pipeline.Answer, error) {
	return pipeline.JSON(http.StatusOK, pipeline.TypeJSON, out)
}
