package query_test

import (
	"context"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		filter query.Filter
		want   []string
	}{
		"a text":                             {where("kind", query.Eq, `"sale"`), []string{"a", "b", "d"}},
		"letter case":                        {where("kind", query.Eq, `"Sale"`), []string{}},
		"a null is none of others":           {where("user", query.Neq, `"mia"`), []string{"b", "c", "e"}},
		"null equals null":                   {where("user", query.Eq, `null`), []string{"c"}},
		"one of a list":                      {where("kind", query.In, `["visit","search"]`), []string{"c", "e", "f"}},
		"one of nothing":                     {where("kind", query.In, `[]`), []string{}},
		"none of nothing":                    {where("kind", query.NotIn, `[]`), []string{"a", "b", "c", "d", "e", "f"}},
		"before an instant with an offset":   {where("at", query.Lt, `"2026-03-02T01:30:00+01:00"`), []string{"a", "b"}},
		"until it":                           {where("at", query.Lte, `"2026-03-02T01:30:00+01:00"`), []string{"a", "b", "c"}},
		"a number, also in a text":           {where("about", query.Gte, `3`, "seats"), []string{"a", "b"}},
		"a number that is asked for as text": {where("about", query.Eq, `"3"`, "seats"), []string{"a"}},
		"an absent member is null":           {where("about", query.IsNull, ``, "plan"), []string{"c", "e", "f"}},
		"deep":                               {where("about", query.Eq, `"/home"`, "from", "page"), []string{"a"}},
		"an element by its place":            {where("about", query.Eq, `"s-2"`, "items", "1", "sku"), []string{"c"}},
		"an array contains":                  {where("about", query.ArrayContains, `["y","x"]`, "tags"), []string{"a"}},
		"an empty list is in each":           {where("about", query.ArrayContains, `[]`, "tags"), []string{"a", "b"}},
		"contains an object":                 {where("about", query.JSONContains, `{"from":{"page":"/home"}}`), []string{"a"}},
		"contains some elements":             {where("about", query.JSONContains, `{"items":[{"sku":"s-1"}]}`), []string{"c"}},
		"is contained":                       {where("about", query.JSONContainedBy, `{"seats":true,"more":1}`), []string{"f"}},
		"has a key that is null":             {where("about", query.JSONHasKey, `"plan"`), []string{"a", "b", "c", "d"}},
		"has one of several":                 {where("about", query.JSONHasAnyKey, `["items","from"]`), []string{"a", "c"}},
		"has all of several":                 {where("about", query.JSONHasAllKeys, `["plan","tags"]`), []string{"a", "b"}},
		"has an object with":                 {where("about", query.JSONArrayContainsObject, `{"n":2}`, "items"), []string{"c"}},
		"an array contains a scalar":         {where("about", query.JSONContains, `"x"`, "tags"), []string{"a"}},
		"but none inside of others":          {where("about", query.JSONContains, `{"tags":"x"}`), []string{}},
		"a scalar is contained in an array":  {where("about", query.JSONContainedBy, `["pro",1]`, "plan"), []string{"a", "d"}},
		"a text is its only key":             {where("about", query.JSONHasKey, `"pro"`, "plan"), []string{"a", "d"}},
		"all of nothing":                     {query.Filter{And: []query.Filter{}}, []string{"a", "b", "c", "d", "e", "f"}},
		"one of no filters":                  {query.Filter{Or: []query.Filter{}}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, ids(t, few(), c.filter))
		})
	}
}

// answered is a query about the few rows, with what it answers.
type answered struct {
	query query.Query
	keys  []string
	want  [][]string
}

func (a answered) is(t *testing.T) {
	t.Parallel()
	keys, answer := ask(t, few(), a.query)
	require.Equal(t, a.keys, keys)
	require.Equal(t, a.want, answer)
}

func field(name string, path ...string) query.Selection {
	return query.Selection{Field: name, Path: path}
}

func bucket(u query.Unit) query.Selection { return query.Selection{Unit: u} }

func made(a query.Aggregation, field string, path ...string) query.Selection {
	return query.Selection{Aggregation: a, Field: field, Path: path}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]answered{
		"all fields without a selection": {
			query.Query{Where: where("id", query.Eq, `"e"`)},
			[]string{"id", "kind", "user", "at", "about"},
			[][]string{{"e", "visit", "zoe", "2026-03-09T09:30:00.000Z", "-"}},
		},
		"paths": {
			query.Query{Select: []query.Selection{field("about", "from", "page"), field("about", "seats")}, Most: 2},
			[]string{"about.from.page", "about.seats"},
			[][]string{{"/home", "3"}, {"-", "12"}},
		},
		"aggregates of all": {
			query.Query{Select: []query.Selection{
				made(query.Count, ""), made(query.CountDistinct, "user"), made(query.Sum, "about", "seats"),
				made(query.Avg, "about", "seats"), made(query.Max, "about", "seats"),
				made(query.Min, "at"), made(query.Sum, "kind"), made(query.CountDistinct, ""),
			}},
			[]string{
				"count", "countDistinct_user", "sum_about.seats", "avg_about.seats", "max_about.seats", "min_at", "sum_kind",
				"countDistinct",
			},
			[][]string{{"6", "3", "16.5", "5.5", "12", "1772357400000", "-", "6"}},
		},
		"aggregates of nothing": {
			query.Query{
				Select: []query.Selection{made(query.Count, ""), made(query.Avg, "at")},
				Where:  where("kind", query.Eq, `"none"`),
			},
			[]string{"count", "avg_at"},
			[][]string{{"0", "-"}},
		},
		"groups of nothing are none": {
			query.Query{GroupBy: []query.Group{{Field: "kind"}}, Where: where("kind", query.Eq, `"none"`)}, []string{"kind"}, nil,
		},
	} {
		t.Run(name, c.is)
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]answered{
		"groups, those with most first": {
			query.Query{
				GroupBy: []query.Group{{Field: "user"}}, Select: []query.Selection{made(query.Count, "")},
				OrderBy: []query.Order{{Key: "count_id", Descending: true}, {Key: "user", Descending: true}},
			},
			[]string{"user", "count"},
			[][]string{{"mia", "3"}, {"zoe", "1"}, {"ben", "1"}, {"-", "1"}},
		},
		"a hidden group, and a bucket": {
			query.Query{
				GroupBy: []query.Group{{Field: "kind", Hidden: true}},
				Select:  []query.Selection{bucket(query.Month), made(query.Count, "")},
				OrderBy: []query.Order{{Key: "kind"}},
			},
			[]string{"at_month", "count"},
			[][]string{{"2026-03-01T00:00:00.000Z", "3"}, {"2026-03-01T00:00:00.000Z", "1"}, {"2026-03-01T00:00:00.000Z", "2"}},
		},
		"a group that is named twice": {
			query.Query{
				GroupBy: []query.Group{{Field: "kind", Hidden: true}, {Field: "kind"}, {Field: "kind"}},
				Select:  []query.Selection{{Field: "kind"}, made(query.Max, "id"), made(query.Max, "id")},
			},
			[]string{"kind", "max_id"},
			[][]string{{"sale", "-"}, {"visit", "-"}, {"search", "-"}},
		},
		"weeks begin on Monday": {
			query.Query{Select: []query.Selection{{Unit: query.Week, Field: "at"}, made(query.Count, "")}},
			[]string{"at_week", "count"},
			[][]string{
				{"2026-02-23T00:00:00.000Z", "2"},
				{"2026-03-02T00:00:00.000Z", "2"},
				{"2026-03-09T00:00:00.000Z", "1"},
				{"2026-03-30T00:00:00.000Z", "1"},
			},
		},
		"hours and days of rows": {
			query.Query{
				Select:  []query.Selection{bucket(query.Hour), bucket(query.Day)},
				OrderBy: []query.Order{{Key: "at", Descending: true}}, Most: 1,
			},
			[]string{"at_hour", "at_day"},
			[][]string{{"2026-03-31T09:00:00.000Z", "2026-03-31T00:00:00.000Z"}},
		},
		"a field beside an aggregate groups": {
			query.Query{Select: []query.Selection{{Field: "kind"}, made(query.Count, "")}},
			[]string{"kind", "count"},
			[][]string{{"sale", "3"}, {"visit", "2"}, {"search", "1"}},
		},
	} {
		t.Run(name, c.is)
	}
}

func TestQueriesThatCannotBeAnswered(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		query query.Query
		want  string
	}{
		"unknown field": {
			query.Query{Select: []query.Selection{{Field: "id"}, {Field: "entityType"}}},
			`/select/1/field: got "entityType", expected one of id, kind, user, at, about; name a field`,
		},
		"a path into a text": {
			query.Query{GroupBy: []query.Group{{Field: "kind", Path: []string{"x"}}}},
			`/groupBy/0/path: got a path into kind, expected none: it is no object; leave the path out`,
		},
		"an unknown operator, deep": {
			query.Query{Where: query.Filter{And: []query.Filter{{}, {Or: []query.Filter{where("id", "like", `"a"`)}}}}},
			`/where/and/1/or/0/condition/operator: got "like", expected an operator of a filter; name another`,
		},
		"no instant": {
			query.Query{Where: where("at", query.In, `["2026-03-01T00:00:00Z","2026-03-01"]`)},
			`/where/condition/value/1: got "2026-03-01", expected a date-time with its time zone, such as 2026-01-14T09:26:53Z; send one`,
		},
		"an order by what no group has": {
			query.Query{GroupBy: []query.Group{{Field: "kind"}}, OrderBy: []query.Order{{Key: "user"}}},
			`/orderBy/0/field: got "user", expected what is selected or grouped by; select it, or group by it, or order by another`,
		},
		"an order by an aggregate of rows": {
			query.Query{OrderBy: []query.Order{{Key: "sum_at"}}},
			`/orderBy/0/field: got "sum_at", expected what is selected or grouped by; select it, or group by it, or order by another`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := table(few()).Run(background(), c.query)
			var invalid *query.InvalidError
			require.ErrorAs(t, err, &invalid)
			require.EqualError(t, err, c.want)
		})
	}
}

func TestAQueryEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	endless := table(nil)
	endless.Rows = func(query.Span) iter.Seq[query.Row] {
		return func(yield func(query.Row) bool) {
			for yield(few()[0]) {
			}
		}
	}
	_, err := endless.Run(ctx, query.Query{})
	require.ErrorIs(t, err, context.Canceled)
}
