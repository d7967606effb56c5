package inkeepapi

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// mostTop is how many searches the report of the top ones has at most. INK-QRY-44.
const mostTop = 100

// followUps are the types of events that follow a search, and are none themselves. INK-QRY-44.
const followUps = `["search_query_response_received","search_result_clicked"]`

// reportInput says which searches a report is about.
type reportInput struct {
	call     *pipeline.Call
	searches query.Filter
}

// decodeReport reads the parameters of both reports.
// INK-QRY-37.
func decodeReport(c *pipeline.Call) (reportInput, error) {
	searches := []query.Filter{
		is("eventType", query.Eq, string(inkeep.EntitySearch)),
		{Condition: &query.Condition{Field: "type", Operator: query.NotIn, Value: gjson.Parse(followUps)}},
	}
	if project := c.Args().Text("project_id"); project != "" {
		searches = append(searches, is("projectId", query.Eq, project))
	}
	if after := c.Args().Text("after"); after != "" {
		at, err := instantOf(after)
		if err != nil {
			return reportInput{}, pipeline.Broken(http.StatusBadRequest, spec.Violation{
				Rule: spec.RuleQueryValue, Side: spec.SideRequest, In: spec.InQuery, Name: "after",
				Got:      strconv.Quote(pipeline.Shorten(after)),
				Expected: "a date, such as 2026-01-14, or a date-time with its time zone", Fix: "send one, or leave it out",
			})
		}
		searches = append(searches, is("createdAt", query.Gt, at.Format(time.RFC3339Nano)))
	}
	return reportInput{c, query.Filter{And: searches}}, nil
}

// instantOf is a date-time, or the beginning of a date in UTC.
func instantOf(text string) (time.Time, error) {
	if at, err := time.Parse(time.DateOnly, text); err == nil {
		return at, nil
	}
	return spec.ParseDateTime(text)
}

func is(field string, o query.Operator, text string) query.Filter {
	return query.Filter{Condition: &query.Condition{Field: field, Operator: o, Value: gjson.Result{Type: gjson.String, Str: text}}}
}

// report is pairs of texts by the names of their members, and how many there are in all.
type report struct {
	name, number string
	rows         [][2]string
	total        int
}

// topSearchQueries serves GET /query/top-search-queries.
// INK-QRY-35, INK-QRY-44.
func (a *api) topSearchQueries(_ context.Context, in reportInput) (report, error) {
	found, err := inkeepsteps.Of(a.steps).Query(in.call, inkeepworld.EventsView, query.Query{
		GroupBy: []query.Group{{Field: "searchQuery"}}, Select: []query.Selection{{Aggregation: query.Count}}, Where: in.searches,
		OrderBy: []query.Order{{Key: "count", Descending: true}, {Key: "searchQuery"}}, Most: mostTop,
	})
	r := report{name: "search_query", number: "count", total: found.Total}
	for _, row := range found.Rows {
		r.rows = append(r.rows, [2]string{row[0].String(), row[1].String()})
	}
	return r, unanswered(err)
}

// weeklySearchUsers serves GET /query/weekly-search-users.
// INK-QRY-36, INK-QRY-45.
func (a *api) weeklySearchUsers(_ context.Context, in reportInput) (report, error) {
	found, err := inkeepsteps.Of(a.steps).Query(in.call, inkeepworld.EventsView, query.Query{
		GroupBy: []query.Group{
			{Field: "userProperties", Path: []string{"userId"}}, {Field: "userProperties", Path: []string{"id"}},
		},
		Select:  []query.Selection{{Unit: query.Week}},
		Where:   in.searches,
		OrderBy: []query.Order{{Key: "createdAt_week"}},
	})
	r := report{name: "week", number: "unique_users"}
	var users map[string]bool
	for _, row := range found.Rows {
		week := row[2].String()
		if r.total == 0 || r.rows[r.total-1][0] != week {
			r.rows, r.total, users = append(r.rows, [2]string{week}), r.total+1, map[string]bool{}
		}
		if user := cmp.Or(row[0].String(), row[1].String()); user != "" {
			users[user] = true
		}
		r.rows[r.total-1][1] = strconv.Itoa(len(users))
	}
	return r, unanswered(err)
}

func encodeReport(r report) (pipeline.Answer, error) {
	w := resultWriter{body: []byte(`{"data":{"result":[`)}
	for i, row := range r.rows {
		if i > 0 {
			w.raw(",")
		}
		w.raw(`{"` + r.name + `":`)
		w.quoted(row[0])
		w.raw(`,"` + r.number + `":"` + row[1] + `"}`)
	}
	w.raw(`],"total":` + strconv.Itoa(r.total) + "}}")
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: w.body}, w.err
}
