package controlapi

import (
	"cmp"
	"context"
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/control"
)

// defaultParts is how many parts a histogram has at most where nothing is said.
const defaultParts = 100

type histogramInput struct {
	id    string
	parts int
}

func decodeHistogram(c *pipeline.Call) (histogramInput, error) {
	in := histogramInput{c.Path.Get("request_id"), defaultParts}
	if parts := c.Params.Int32("parts"); parts != nil {
		in.parts = int(*parts)
	}
	return in, nil
}

// histogram serves GET journal/{request_id}/histogram.
func (c *Control) histogram(ctx context.Context, in histogramInput) (control.Histogram, error) {
	x := c.find(in.id)
	switch {
	case !c.Journal.On():
		return control.Histogram{}, noJournal()
	case x == nil:
		return control.Histogram{}, unknownExchange(in.id)
	}
	parts, is, err := c.Histogram(ctx, x, in.parts)
	if err != nil {
		return control.Histogram{}, err
	}
	if !is {
		return control.Histogram{}, &pipeline.Problem{Status: http.StatusNotFound, Detail: fmt.Sprintf(
			"%s, answered with %d, is no list of events by time that was served, which alone is counted here",
			cmp.Or(x.Operation, "a request for no operation"), x.Status,
		)}
	}
	shown := control.Histogram{RequestID: in.id, Parts: []control.HistogramPart{}}
	for _, p := range parts {
		part := control.HistogramPart{From: p.From, To: p.To, Events: int64(p.Events), Tracked: int64(p.Tracked)}
		shown.Events, shown.Tracked = shown.Events+part.Events, shown.Tracked+part.Tracked
		shown.Parts = append(shown.Parts, part)
	}
	return shown, nil
}
