package controlapi

import (
	"context"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/journal/expect"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/control"
)

func (c *Control) decodeExpectation(call *pipeline.Call) (*expect.Expectation, error) {
	e, wrong := expect.Read(call.Body.Map(), c.Operations())
	if len(wrong) > 0 {
		return nil, pipeline.Broken(http.StatusBadRequest, wrong...)
	}
	return e, nil
}

// expectExchanges serves POST journal/expect.
func (c *Control) expectExchanges(ctx context.Context, e *expect.Expectation) (pipeline.Answer, error) {
	if !c.Journal.On() {
		return pipeline.Answer{}, noJournal()
	}
	result := e.Wait(ctx, c.Journal)
	shown := control.ExpectationResult{
		Met: result.Met, Detail: result.Detail, Matched: make([]string, len(result.Matched)),
		Nearest: make([]control.NearExchange, len(result.Nearest)),
	}
	for i, x := range result.Matched {
		shown.Matched[i] = x.ID
	}
	for i, near := range result.Nearest {
		shown.Nearest[i] = c.near(near)
	}
	ans, err := encode(shown)
	if !result.Met {
		ans.Status = http.StatusConflict
	}
	return ans, err
}

func (c *Control) near(near expect.Near) control.NearExchange {
	shown := control.NearExchange{ID: near.Exchange.ID}
	for _, d := range near.Show(c.Secrets()) {
		shown.Differences = append(shown.Differences, control.Difference{Pointer: d.Pointer, Expected: d.Expected, Got: d.Got})
	}
	return shown
}

// noJournal is the answer of a server that keeps none.
func noJournal() *pipeline.Problem {
	return &pipeline.Problem{
		Status: http.StatusNotFound, Detail: "the mock keeps no journal; start it without --journal-bytes 0 to have one",
	}
}
