package query_test

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

// happening is a row of the tests' table.
type happening struct {
	id, kind, user string // an empty user is null
	at             time.Time
	about          string // JSON; empty is null
}

func (h happening) Value(field int) query.Value {
	switch field {
	case 0:
		return query.TextOf(h.id)
	case 1:
		return query.TextOf(h.kind)
	case 2:
		if h.user == "" {
			return query.Value{}
		}
		return query.TextOf(h.user)
	case 3:
		return query.TimeOf(h.at)
	}
	return query.JSONOf(h.about)
}

func table(rows []happening) *query.Table {
	return &query.Table{
		Fields: []query.Field{
			{Name: "id"}, {Name: "kind"}, {Name: "user"}, {Name: "at", Kind: query.TimeField}, {Name: "about", Kind: query.JSONField},
		},
		Time: "at",
		Rows: func(query.Span) iter.Seq[query.Row] {
			return func(yield func(query.Row) bool) {
				for _, r := range rows {
					if !yield(r) {
						return
					}
				}
			}
		},
	}
}

// few are six rows, in the order in which they came.
func few() []happening {
	day := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 30, 0, 0, time.UTC) }
	return []happening{
		{"a", "sale", "mia", day(1, 9), `{"plan":"pro","seats":3,"tags":["x","y"],"from":{"page":"/home"}}`},
		{"b", "sale", "ben", day(1, 23), `{"plan":"free","seats":"12","tags":[]}`},
		{"c", "visit", "", day(2, 0), `{"plan":null,"items":[{"sku":"s-1","n":2},{"sku":"s-2"}]}`},
		{"d", "sale", "mia", day(8, 9), `{"plan":"pro","seats":1.5}`},
		{"e", "visit", "zoe", day(9, 9), ""},
		{"f", "search", "mia", day(31, 9), `{"seats":true}`},
	}
}

// ask runs a query and gives what it answers as texts, a row a list; null is "-".
func ask(t require.TestingT, rows []happening, q query.Query) (keys []string, answer [][]string) {
	r, err := table(rows).Run(background(), q)
	require.NoError(t, err)
	for _, c := range r.Columns {
		keys = append(keys, c.Key)
	}
	for _, row := range r.Rows {
		var texts []string
		for _, v := range row {
			if v.Kind == query.Null {
				texts = append(texts, "-")
				continue
			}
			texts = append(texts, v.String())
		}
		answer = append(answer, texts)
	}
	return keys, answer
}

// ids are those of the rows that a filter lets through.
func ids(t require.TestingT, rows []happening, f query.Filter) []string {
	_, answer := ask(t, rows, query.Query{Select: []query.Selection{{Field: "id"}}, Where: f})
	found := []string{}
	for _, row := range answer {
		found = append(found, row[0])
	}
	return found
}

// where is a condition with its value in JSON.
func where(field string, o query.Operator, value string, path ...string) query.Filter {
	return query.Filter{Condition: &query.Condition{Field: field, Operator: o, Path: path, Value: gjson.Parse(value)}}
}

// anyRows draws rows that are alike often.
func anyRows() *rapid.Generator[[]happening] {
	scalar := rapid.SampledFrom([]string{`"a"`, `"b"`, `"7"`, `7`, `7.5`, `-1`, `true`, `null`, `""`, `"Ä"`})
	about := rapid.Custom(func(t *rapid.T) string {
		switch rapid.IntRange(0, 5).Draw(t, "form") {
		case 0:
			return ""
		case 1:
			return `{}`
		case 2:
			return `{"m":[` + scalar.Draw(t, "element") + `,` + scalar.Draw(t, "element") + `]}`
		case 3:
			return `{"m":{"n":` + scalar.Draw(t, "inner") + `}}`
		}
		return `{"m":` + scalar.Draw(t, "member") + `,"n":` + scalar.Draw(t, "neighbour") + `}`
	})
	return rapid.Custom(func(t *rapid.T) []happening {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) happening {
			return happening{
				kind:  rapid.SampledFrom([]string{"a", "b", "7"}).Draw(t, "kind"),
				user:  rapid.SampledFrom([]string{"", "mia", "ben"}).Draw(t, "user"),
				at:    time.Unix(rapid.Int64Range(0, 90*24).Draw(t, "hours")*3600, 0).UTC(),
				about: about.Draw(t, "about"),
			}
		}), 0, 30).Draw(t, "rows")
		for i := range rows {
			rows[i].id = strconv.Itoa(i)
		}
		return rows
	})
}

// anyCondition draws a condition that can be answered.
func anyCondition(operators ...query.Operator) *rapid.Generator[query.Condition] {
	return rapid.Custom(func(t *rapid.T) query.Condition {
		value := rapid.SampledFrom([]string{`"a"`, `"7"`, `7`, `null`, `true`, `["a",7,null]`, `[]`, `{"n":7}`, `"mia"`}).Draw(t, "value")
		c := query.Condition{
			Field:    rapid.SampledFrom([]string{"id", "kind", "user", "about"}).Draw(t, "field"),
			Operator: rapid.SampledFrom(operators).Draw(t, "operator"),
			Value:    gjson.Parse(value),
		}
		if c.Field == "about" {
			c.Path = rapid.SampledFrom([][]string{nil, {"m"}, {"m", "n"}, {"m", "0"}}).Draw(t, "path")
		}
		return c
	})
}

func union(all ...[]string) []string {
	found := slices.Concat(all...)
	slices.SortFunc(found, func(a, b string) int {
		left, _ := strconv.Atoi(a)
		right, _ := strconv.Atoi(b)
		return left - right
	})
	return found
}

func background() context.Context { return context.Background() }
