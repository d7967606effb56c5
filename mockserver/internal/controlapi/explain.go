package controlapi

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/control"
)

// explainExchange serves GET journal/{request_id}/explain.
func (c *Control) explainExchange(ctx context.Context, id string) (control.Explanation, error) {
	x := c.Journal.Find(id)
	switch {
	case !c.Journal.On():
		return control.Explanation{}, noJournal()
	case x == nil:
		return control.Explanation{}, unknownExchange(id)
	}
	ex, is, err := c.Explain(ctx, x)
	if err != nil {
		return control.Explanation{}, err
	}
	if !is {
		return control.Explanation{}, &pipeline.Problem{Status: http.StatusNotFound, Detail: fmt.Sprintf(
			"%s is no list of Chatlayer's events and no query of Inkeep's, which alone are explained; "+
				"GET %sjournal?operation=ListEvents has those lists of the journal",
			cmp.Or(x.Operation, "a request for no operation"), Prefix,
		)}
	}
	shown := control.Explanation{
		RequestID: id, Returned: returned(x), Funnel: []control.FunnelStep{}, Hints: append([]string{}, ex.Hints...),
	}
	for _, s := range ex.Funnel {
		shown.Funnel = append(shown.Funnel, control.FunnelStep{Step: s.Name, Events: int64(s.Events), AtLeast: s.AtLeast})
	}
	return shown, nil
}

// returned is how many events an answer has, or results.
func returned(x *journal.Exchange) int64 {
	if n := x.Response.Body().Items(); n > 0 {
		return int64(n)
	}
	var page struct {
		Events []json.RawMessage `json:"events"`
		Data   struct {
			Result []json.RawMessage `json:"result"`
		} `json:"data"`
	}
	if json.Unmarshal(x.Response.Body().Bytes(), &page) != nil {
		return 0
	}
	return int64(len(page.Events) + len(page.Data.Result))
}
