package query_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

// opposites are operators of which each lets through what the other does not.
func opposites() map[query.Operator]query.Operator {
	return map[query.Operator]query.Operator{query.Eq: query.Neq, query.In: query.NotIn, query.IsNull: query.IsNotNull}
}

func TestAFilterAndItsOppositePartTheRows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := anyRows().Draw(t, "rows")
		c := anyCondition(query.Eq, query.In, query.IsNull).Draw(t, "condition")
		with := ids(t, rows, query.Filter{Condition: &c})
		c.Operator = opposites()[c.Operator]
		without := ids(t, rows, query.Filter{Condition: &c})
		require.ElementsMatch(t, ids(t, rows, query.Filter{}), union(with, without))
	})
}

func TestLessMoreAndEqualPartWhatCanBeCompared(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := anyRows().Draw(t, "rows")
		c := anyCondition(query.Eq).Draw(t, "condition")
		as := func(o query.Operator) []string {
			c.Operator = o
			return ids(t, rows, query.Filter{Condition: &c})
		}
		less, more := as(query.Lt), as(query.Gt)
		if !c.Value.IsObject() && !c.Value.IsArray() && c.Value.Raw != "null" {
			require.ElementsMatch(t, as(query.Lte), union(less, as(query.Eq)))
			require.ElementsMatch(t, as(query.Gte), union(more, as(query.Eq)))
		}
		for _, id := range less {
			require.NotContains(t, more, id)
		}
	})
}

func TestAllAndAnyAreIntersectionAndUnion(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := anyRows().Draw(t, "rows")
		draw := anyCondition(query.Eq, query.Gt, query.In, query.IsNull, query.JSONContains, query.JSONHasKey, query.ArrayContains)
		one, other := draw.Draw(t, "one"), draw.Draw(t, "other")
		both := []query.Filter{{Condition: &one}, {Condition: &other}}
		first, second := ids(t, rows, both[0]), ids(t, rows, both[1])
		var in, or []string
		for _, row := range rows {
			_, isFirst := find(first, row.id)
			_, isSecond := find(second, row.id)
			if isFirst && isSecond {
				in = append(in, row.id)
			}
			if isFirst || isSecond {
				or = append(or, row.id)
			}
		}
		require.ElementsMatch(t, in, ids(t, rows, query.Filter{And: both}))
		require.ElementsMatch(t, or, ids(t, rows, query.Filter{Or: both}))
	})
}

func find(all []string, one string) (int, bool) {
	for i, s := range all {
		if s == one {
			return i, true
		}
	}
	return 0, false
}

func TestCountsOfGroupsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := anyRows().Draw(t, "rows")
		group := anyGroup().Draw(t, "group")
		units := rapid.SliceOfNDistinct(rapid.SampledFrom([]query.Unit{query.Hour, query.Day, query.Week, query.Month}), 0, 2, rapid.ID).
			Draw(t, "units")
		count, known := made(query.Count, ""), query.Selection{Aggregation: query.Count, Field: "user"}
		q := query.Query{GroupBy: []query.Group{group}, Select: []query.Selection{count, known}}
		for _, u := range units {
			q.Select = append(q.Select, query.Selection{Unit: u})
		}
		_, groups := ask(t, rows, q)
		seen := map[string]bool{}
		all, users := 0, 0
		for _, g := range groups {
			n, err := strconv.Atoi(g[1])
			require.NoError(t, err)
			m, err := strconv.Atoi(g[2])
			require.NoError(t, err)
			all, users = all+n, users+m
			require.NotZero(t, n)
			seen[g[0]] = true
		}
		require.Equal(t, len(rows), all)
		_, whole := ask(t, rows, query.Query{Select: []query.Selection{count, known}})
		require.Equal(t, [][]string{{strconv.Itoa(len(rows)), strconv.Itoa(users)}}, whole)
	})
}

func anyGroup() *rapid.Generator[query.Group] {
	return rapid.SampledFrom([]query.Group{
		{Field: "kind"}, {Field: "user"}, {Field: "about"}, {Field: "about", Path: []string{"m"}}, {Field: "about", Path: []string{"n"}},
	})
}

// TestGroupsAreThoseOfAPlainModel counts and adds up what encoding/json reads of the rows.
func TestGroupsAreThoseOfAPlainModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := anyRows().Draw(t, "rows")
		wanted := map[string][2]float64{}
		for _, row := range rows {
			var about map[string]any
			if row.about != "" {
				require.NoError(t, json.Unmarshal([]byte(row.about), &about))
			}
			key := row.kind + " in " + row.at.Format("January")
			of := wanted[key]
			of[0]++
			switch n := about["n"].(type) {
			case float64:
				of[1] += n
			case string:
				number, _ := strconv.ParseFloat(n, 64)
				of[1] += number
			}
			wanted[key] = of
		}
		r, err := table(rows).Run(background(), query.Query{
			GroupBy: []query.Group{{Field: "kind"}},
			Select:  []query.Selection{bucket(query.Month), made(query.Count, ""), made(query.Sum, "about", "n")},
		})
		require.NoError(t, err)
		found := map[string][2]float64{}
		for _, row := range r.Rows {
			found[row[0].Text+" in "+row[1].Time.Format("January")] = [2]float64{row[2].Number, row[3].Number}
		}
		require.Equal(t, wanted, found)
	})
}

func TestOrderIsStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := anyRows().Draw(t, "rows")
		down := rapid.Bool().Draw(t, "down")
		_, answer := ask(t, rows, query.Query{
			Select:  []query.Selection{{Field: "user"}, {Field: "id"}},
			OrderBy: []query.Order{{Key: "user", Descending: down}},
		})
		require.Len(t, answer, len(rows))
		for i := 1; i < len(answer); i++ {
			before, after := answer[i-1], answer[i]
			left, _ := strconv.Atoi(before[1])
			right, _ := strconv.Atoi(after[1])
			switch {
			case before[0] == after[0]:
				require.Less(t, left, right)
			case after[0] != "-": // null is last
				require.NotEqual(t, "-", before[0])
				require.Equal(t, down, before[0] > after[0])
			}
		}
	})
}

func TestFewerRowsAreTheFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := anyRows().Draw(t, "rows")
		q := query.Query{GroupBy: []query.Group{{Field: "kind"}}, OrderBy: []query.Order{{Key: "count_id", Descending: true}}}
		if rapid.Bool().Draw(t, "rows alone") {
			q = query.Query{OrderBy: []query.Order{{Key: "at_week"}, {Key: "kind"}}}
		}
		_, all := ask(t, rows, q)
		q.Most = rapid.IntRange(1, 5).Draw(t, "most")
		r, err := table(rows).Run(background(), q)
		require.NoError(t, err)
		require.Equal(t, len(all), r.Total)
		_, some := ask(t, rows, q)
		require.Equal(t, all[:min(q.Most, len(all))], append([][]string(nil), some...))
	})
}
