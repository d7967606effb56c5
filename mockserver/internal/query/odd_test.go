package query_test

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"testing"
	"time"
	"weak"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

// holding is a row for each JSON value, in the member v; its id is the value.
func holding(values ...string) (rows []happening) {
	for _, v := range values {
		rows = append(rows, happening{id: v, about: `{"v":` + v + `}`})
	}
	return rows
}

func TestEqualValues(t *testing.T) {
	t.Parallel()
	for want, equal := range map[string][]string{
		`9007199254740993`:      {`9007199254740993`, `"9007199254740993"`},
		`-9007199254740993`:     {`-9007199254740993`},
		`100000000000000000000`: {`100000000000000000000`, `1e20`},
		`1`:                     {`1`, `1.0`, `"1"`},
		`[1,2]`:                 {`[1,2]`, `[1.0,2]`},
		`[1,1]`:                 {`[1,1]`},
		`{"a":1,"b":[2]}`:       {`{"a":1,"b":[2]}`, `{ "b": [2.0], "a": 1 }`},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			rows := holding(`9007199254740993`, `"9007199254740993"`, `9007199254740992`, `-9007199254740993`, `-9007199254740992`,
				`100000000000000000000`, `1e20`, `1`, `1.0`, `"1"`, `true`, `[1,2]`, `[1.0,2]`, `[2,1]`, `[1,2,2]`, `[1,1]`, `[1]`, `[]`,
				`{"a":1,"b":[2]}`, `{ "b": [2.0], "a": 1 }`, `{"a":1}`, `{"a":1,"b":[2],"c":null}`)
			require.Equal(t, equal, ids(t, rows, where("about", query.Eq, want, "v")))
			require.Equal(t, equal, ids(t, rows, where("about", query.In, `["x",`+want+`]`, "v")))
		})
	}
	require.Equal(t, []string{`9007199254740994`},
		ids(t, holding(`9007199254740993`, `9007199254740994`, `9007199254740992`), where("about", query.Gt, `9007199254740993`, "v")))
}

func TestOneOfAListEqualsOneOfItsElements(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := anyRows().Draw(t, "rows")
		c := anyCondition(query.In).Draw(t, "condition")
		var each []query.Filter
		for _, element := range gjson.Parse("[" + c.Value.Raw + "]").Get("@flatten").Array() {
			each = append(each, query.Filter{Condition: &query.Condition{Field: c.Field, Path: c.Path, Operator: query.Eq, Value: element}})
		}
		require.Equal(t, ids(t, rows, query.Filter{Or: append([]query.Filter{}, each...)}), ids(t, rows, query.Filter{Condition: &c}))
	})
}

func TestOddAnswers(t *testing.T) {
	t.Parallel()
	v := []string{"v"}
	count := made(query.Count, "")
	for name, c := range map[string]struct {
		rows  []happening
		query query.Query
		keys  []string
		want  [][]string
	}{
		"what is given alike is one group": {
			holding(`1`, `"1"`, `true`, `"true"`, `{"a":1,"b":2}`, `{"b": 2, "a": 1}`, `null`),
			query.Query{GroupBy: []query.Group{{Field: "about", Path: v}}, Select: []query.Selection{count}},
			[]string{"about.v", "count"},
			[][]string{{"1", "2"}, {"true", "2"}, {`{"a":1,"b":2}`, "2"}, {"-", "1"}},
		},
		"numbers that JSON cannot write are none": {
			holding(`1e400`, `-1e400`, `1e308`, `1e308`),
			query.Query{Select: []query.Selection{
				made(query.Sum, "about", "v"), made(query.Avg, "about", "v"), made(query.Max, "about", "v"),
			}},
			[]string{"sum_about.v", "avg_about.v", "max_about.v"},
			[][]string{{"-", "-", "-"}},
		},
		"names that end in a line": {
			[]happening{{about: `{"n_":5,"n":6,"":{"":7}}`}},
			query.Query{Select: []query.Selection{
				made(query.Sum, "about", "n_"), made(query.Sum, "about", "n"), made(query.Sum, "about", "", ""), count,
			}},
			[]string{"sum_about.n_", "sum_about.n", "sum_about..", "count"},
			[][]string{{"5", "6", "7", "1"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			keys, answer := ask(t, c.rows, c.query)
			require.Equal(t, c.keys, keys)
			require.Equal(t, c.want, answer)
		})
	}
}

func TestTwoPathsWithOneName(t *testing.T) {
	t.Parallel()
	for name, q := range map[string]query.Query{
		"/select/1/path":  {Select: []query.Selection{field("about", "a.b"), field("about", "a", "b")}},
		"/groupBy/1/path": {GroupBy: []query.Group{{Field: "about", Path: []string{"a", "b"}}, {Field: "about", Path: []string{"a.b"}}}},
	} {
		_, err := table(few()).Run(background(), q)
		require.EqualError(t, err,
			name+`: got a second path that is named "about.a.b", expected one; ask for one of the two in a query of its own`)
	}
}

func TestMostColumns(t *testing.T) {
	t.Parallel()
	q := query.Query{GroupBy: []query.Group{{Field: "id"}}, OrderBy: []query.Order{{Key: "id"}}}
	for i := range query.MostColumns - 2 {
		q.Select = append(q.Select, field("about", fmt.Sprint(i)))
	}
	_, err := table(few()).Run(background(), q)
	require.NoError(t, err)
	q.OrderBy = append(q.OrderBy, query.Order{Key: "id"})
	_, err = table(few()).Run(background(), q)
	require.EqualError(t, err, ": got 101 selections, groups and orders, expected at most 100; ask in several queries")
}

func TestRowsThatCannotBeGivenAreNotHeld(t *testing.T) {
	t.Parallel()
	for name, q := range map[string]query.Query{
		"in the order in which they come": {Most: 10},
		"in another order":                {Most: 10, OrderBy: []query.Order{{Key: "at"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			held := 0
			many := table(nil)
			many.Rows = func(query.Span) iter.Seq[query.Row] {
				return func(yield func(query.Row) bool) {
					rows := make([]weak.Pointer[happening], 1000)
					for i := range rows {
						row := &happening{id: "x"}
						rows[i] = weak.Make(row)
						yield(row)
					}
					runtime.GC()
					for _, row := range rows {
						if row.Value() != nil {
							held++
						}
					}
				}
			}
			r, err := many.Run(background(), q)
			require.NoError(t, err)
			require.Equal(t, 1000, r.Total)
			require.Len(t, r.Rows, 10)
			require.LessOrEqual(t, held, 40)
		})
	}
}

func TestALookIntoLargeListsEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	rows := holding("[" + strings.Repeat(`{"a":1},`, 100_000) + `{"b":1}]`)
	wanted := "[" + strings.Repeat(`{"b":1},`, 10_000) + `{"b":1}]`
	_, err := table(rows).Run(ctx, query.Query{Where: where("about", query.JSONContains, wanted, "v")})
	require.ErrorIs(t, err, context.DeadlineExceeded)
}
