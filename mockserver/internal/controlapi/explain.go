package controlapi

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/control"
)

// explainExchange serves GET journal/{request_id}/explain.
func (c *Control) explainExchange(ctx context.Context, id string) (control.Explanation, error) {
	x := c.find(id)
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
			"%s neither lists nor counts, which alone is explained; its answer says what there is to it: GET %sjournal/%s",
			cmp.Or(x.Operation, "a request for no operation"), Prefix, id,
		)}
	}
	kept, _ := returned(x)
	shown := control.Explanation{
		RequestID: id, Returned: kept, Funnel: []control.FunnelStep{}, Hints: append([]string{}, ex.Hints...),
	}
	for _, s := range ex.Funnel {
		shown.Funnel = append(shown.Funnel, control.FunnelStep{Step: s.Name, Events: int64(s.Events), AtLeast: s.AtLeast})
	}
	return shown, nil
}

// returned is how many things the lists of an answer have together, those of its data among them, as far as the journal keeps it. It
// reports false for an answer without a list, and for one that is no success.
func returned(x *journal.Exchange) (n int64, has bool) {
	if x.Operation == "" || x.Status != http.StatusOK {
		return 0, false
	}
	body := x.Response.Body()
	if kept := body.Items(); kept > 0 {
		return int64(kept), true
	}
	if x.Response.Header().Get(contentType) == pipeline.TypeCSV {
		lines := csv.NewReader(bytes.NewReader(body.Bytes()))
		lines.ReuseRecord = true
		for n = -1; ; n++ { // the first names the columns
			if _, err := lines.Read(); err != nil {
				return max(n, 0), true
			}
		}
	}
	whole := gjson.ParseBytes(body.Bytes())
	for _, around := range []gjson.Result{whole, whole.Get("data")} {
		around.ForEach(func(_, member gjson.Result) bool {
			if member.IsArray() {
				n, has = n+int64(len(member.Array())), true
			}
			return true
		})
	}
	return n, has
}
