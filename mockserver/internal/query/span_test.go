package query_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

// spanned is a table that notes which span it is asked for, and gives its rows alone.
func spanned(rows []happening, asked *query.Span) *query.Table {
	of := table(nil)
	of.Rows = func(in query.Span) iter.Seq[query.Row] {
		*asked = in
		inside := slices.DeleteFunc(slices.Clone(rows), func(h happening) bool {
			return h.at.Before(in.From) || !in.Until.IsZero() && h.at.After(in.Until)
		})
		return table(inside).Rows(in)
	}
	return of
}

func TestSpans(t *testing.T) {
	t.Parallel()
	day := func(n int) string { return fmt.Sprintf(`"2026-03-%02dT00:00:00Z"`, n) }
	after, before, second := where("at", query.Gt, day(3)), where("at", query.Lte, day(9)), where("at", query.Eq, day(2))
	for name, c := range map[string]struct {
		filter query.Filter
		want   string
	}{
		"all":                           {query.Filter{}, "-"},
		"one end":                       {after, "3-"},
		"the other":                     {before, "-9"},
		"both":                          {query.Filter{And: []query.Filter{before, where("id", query.Eq, `"a"`), after}}, "3-9"},
		"the narrower":                  {query.Filter{And: []query.Filter{after, where("at", query.Gte, day(5)), after}}, "5-"},
		"one of two":                    {query.Filter{Or: []query.Filter{where("at", query.Eq, day(4)), second}}, "2-4"},
		"one that is open":              {query.Filter{Or: []query.Filter{after, before}}, "-"},
		"another field may be anywhere": {query.Filter{Or: []query.Filter{after, where("id", query.Eq, `"a"`)}}, "-"},
		"a list":                        {where("at", query.In, `[`+day(4)+`,`+day(8)+`,`+day(6)+`]`), "4-8"},
		"a list of more than times":     {where("at", query.In, `[`+day(4)+`,null]`), "-"},
		"a list that is none of them":   {where("at", query.NotIn, `[`+day(4)+`]`), "-"},
		"an instant that it is not":     {where("at", query.Neq, day(4)), "-"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked query.Span
			_, err := spanned(few(), &asked).Run(background(), query.Query{Where: c.filter})
			require.NoError(t, err)
			text := func(at time.Time) string {
				if at.IsZero() {
					return ""
				}
				return at.UTC().Format("2")
			}
			require.Equal(t, c.want, text(asked.From)+"-"+text(asked.Until))
		})
	}
}

// TestASpanLosesNothing asks a table that gives the rows of a span alone, and one that gives all.
func TestASpanLosesNothing(t *testing.T) {
	t.Parallel()
	instant := rapid.Custom(func(t *rapid.T) string {
		return time.Unix(rapid.Int64Range(0, 90*24).Draw(t, "hours")*3600, 0).UTC().Format(`"` + time.RFC3339 + `"`)
	})
	condition := rapid.Custom(func(t *rapid.T) query.Filter {
		if rapid.IntRange(0, 4).Draw(t, "other") == 0 {
			c := anyCondition(query.Eq, query.IsNull).Draw(t, "condition")
			return query.Filter{Condition: &c}
		}
		value := instant.Draw(t, "instant")
		if rapid.Bool().Draw(t, "list") {
			value = `[` + value + `,` + instant.Draw(t, "another") + `]`
		}
		o := rapid.SampledFrom([]query.Operator{
			query.Eq, query.Neq, query.Gt, query.Gte, query.Lt, query.Lte, query.In, query.NotIn, query.IsNotNull,
		}).Draw(t, "operator")
		return query.Filter{Condition: &query.Condition{Field: "at", Operator: o, Value: gjson.Parse(value)}}
	})
	several := rapid.SliceOfN(condition, 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		rows := anyRows().Draw(t, "rows")
		f := condition.Draw(t, "filter")
		switch rapid.IntRange(0, 3).Draw(t, "joined") {
		case 1:
			f = query.Filter{And: several.Draw(t, "all")}
		case 2:
			f = query.Filter{Or: several.Draw(t, "any")}
		case 3:
			f = query.Filter{And: []query.Filter{{Or: several.Draw(t, "any")}, condition.Draw(t, "and")}}
		}
		var asked query.Span
		r, err := spanned(rows, &asked).Run(background(), query.Query{Select: []query.Selection{{Field: "id"}}, Where: f})
		require.NoError(t, err)
		found := []string{}
		for _, row := range r.Rows {
			found = append(found, row[0].Text)
		}
		require.Equal(t, ids(t, rows, f), found)
	})
}

func TestAnswersHaveBounds(t *testing.T) {
	t.Parallel()
	many := func(n, size int) *query.Table {
		of := table(nil)
		of.Rows = func(query.Span) iter.Seq[query.Row] {
			return func(yield func(query.Row) bool) {
				text := strings.Repeat("x", size)
				for i := range n {
					if !yield(happening{id: fmt.Sprint(i) + text, about: `{"k` + fmt.Sprint(i) + text + `":1}`}) {
						return
					}
				}
			}
		}
		return of
	}
	const grouped = ": got more than 64 MiB of groups and distinct values, expected at most 64 MiB; " +
		"narrow where, or group by what has fewer values"
	for name, c := range map[string]struct {
		of    *query.Table
		query query.Query
		want  string
	}{
		"groups": {
			many(1<<20, 1<<10),
			query.Query{GroupBy: []query.Group{{Field: "id"}}},
			grouped,
		},
		"distinct values": {
			many(1<<20, 1<<10),
			query.Query{Select: []query.Selection{made(query.CountDistinct, "id")}},
			grouped,
		},
		"results": {
			many(100, 1<<20),
			query.Query{Most: 1000, Select: []query.Selection{field("id")}},
			": got more than 64 MiB of results, expected at most 64 MiB; narrow where, or select less",
		},
		"rows": {
			many(11, 1), query.Query{Most: 10, Whole: true}, ": got more than 10 rows, expected at most 10; narrow where",
		},
		"rows of groups": {
			many(11, 1),
			query.Query{Most: 10, Whole: true, GroupBy: []query.Group{{Field: "id"}}},
			": got more than 10 rows, expected at most 10; narrow where",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := c.of.Run(background(), c.query)
			var invalid *query.InvalidError
			require.ErrorAs(t, err, &invalid)
			require.EqualError(t, err, c.want)
		})
	}
	_, err := many(1<<20, 1<<10).Members(background(), query.Members{Field: "about"})
	require.EqualError(t, err, ": got more than 64 MiB of names and values, expected at most 64 MiB; narrow where")
	r, err := many(10, 1).Run(background(), query.Query{Most: 10, Whole: true})
	require.NoError(t, err)
	require.Len(t, r.Rows, 10)
}
