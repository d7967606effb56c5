package inkeepapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec"
)

// pageSize is how many results an answer has at most. INK-QRY-3.
const pageSize = 1000

// queryInput is a question about the rows of a view.
type queryInput struct {
	call  *pipeline.Call
	query query.Query
	json  []string // the fields that an export does not unpack
}

// decodeQuery reads a query, which the contract has seen before.
// INK-QRY-7 to INK-QRY-19.
func decodeQuery(c *pipeline.Call) (queryInput, error) {
	body := gjson.ParseBytes(c.Sent)
	in := queryInput{call: c}
	q := query.Query{Where: filterOf(body.Get("where")), Words: strings.Fields(body.Get("query").Str), Most: pageSize}
	for i, s := range body.Get("select").Array() {
		if s.Get("mode").Str == "json" {
			if len(s.Get("path").Array()) > 0 {
				return in, unanswerable(&query.InvalidError{
					Place: fmt.Sprintf("/select/%d/path", i), Got: "a path beside the mode json", Expected: "one of the two",
					Fix: "leave the path out, or the mode",
				})
			}
			in.json = append(in.json, s.Get("field").Str)
		}
		q.Select = append(q.Select, selectionOf(s))
	}
	for _, g := range body.Get("groupBy").Array() {
		shown := g.Get("includeInSelect")
		q.GroupBy = append(q.GroupBy, query.Group{
			Field: g.Get("field").Str, Path: texts(g.Get("path")), Hidden: shown.Exists() && !shown.Bool(),
		})
	}
	for _, o := range body.Get("orderBy").Array() {
		q.OrderBy = append(q.OrderBy, query.Order{Key: o.Get("field").Str, Descending: o.Get("direction").Str == "desc"})
	}
	in.query = q
	return in, nil
}

// selectionOf reads what the contract has for the type of a selection, whatever else is there.
func selectionOf(s gjson.Result) query.Selection {
	selection := query.Selection{Field: s.Get("field").Str}
	switch s.Get("type").Str {
	case "time":
		selection.Unit = query.Unit(s.Get("timeUnit").Str)
		return selection
	case "aggregation":
		selection.Aggregation = query.Aggregation(s.Get("aggregation").Str)
	}
	selection.Path = texts(s.Get("path"))
	return selection
}

func filterOf(f gjson.Result) query.Filter {
	if c := f.Get("condition"); c.Exists() {
		condition := &query.Condition{Field: c.Get("field").Str, Operator: query.Operator(c.Get("operator").Str), Value: c.Get("value")}
		looked := condition.Operator != query.IsNull && condition.Operator != query.IsNotNull // at the value
		if v := condition.Value; v.IsObject() && v.Get("path").IsArray() && (v.Get("value").Exists() || !looked) {
			condition.Path, condition.Value = texts(v.Get("path")), v.Get("value")
		}
		return query.Filter{Condition: condition}
	}
	return query.Filter{And: filtersOf(f.Get("and")), Or: filtersOf(f.Get("or"))}
}

// filtersOf are those of a list; nil if there is no list.
func filtersOf(list gjson.Result) []query.Filter {
	if !list.IsArray() {
		return nil
	}
	filters := []query.Filter{}
	for _, f := range list.Array() {
		filters = append(filters, filterOf(f))
	}
	return filters
}

func texts(list gjson.Result) (all []string) {
	for _, text := range list.Array() {
		all = append(all, text.String())
	}
	return all
}

// answered is what was found about a view.
type answered struct {
	view
	query.Result

	json []string
}

// query serves POST /query/{view}.
// INK-QRY-1 to INK-QRY-29, INK-QRY-39 to INK-QRY-42, INK-QRY-46 to INK-QRY-49.
func (a *api) query(v view) func(context.Context, queryInput) (answered, error) {
	return func(_ context.Context, in queryInput) (answered, error) {
		result, err := inkeepsteps.Of(a.steps).Query(in.call, v.name, in.query)
		return answered{v, result, in.json}, unanswered(err)
	}
}

// unanswered is the error of a question, as a refusal if the question is to blame.
func unanswered(err error) error {
	var invalid *query.InvalidError
	if errors.As(err, &invalid) {
		return unanswerable(invalid)
	}
	return err
}

// unanswerable refuses a query that keeps to its schema and cannot be answered.
func unanswerable(e *query.InvalidError) error {
	return pipeline.Broken(http.StatusUnprocessableEntity, spec.Violation{
		Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: e.Place,
		Got: e.Got, Expected: e.Expected, Fix: e.Fix,
	})
}
