package inkeepapi

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec"
)

// look is a question that is explained: it is asked again with fewer filters.
type look struct {
	steps *inkeepsteps.Steps
	call  *pipeline.Call
	views []inkeepworld.View // whose rows it is about, together
	words []string
}

func (l *look) explain(where query.Filter) (ex pipeline.Explanation, err error) {
	filters := together(where)
	step := func(name string, words []string, filters ...query.Filter) (err error) {
		ex.Found, err = l.count(words, filters...)
		ex.Funnel = append(ex.Funnel, pipeline.Step{Name: name, Events: ex.Found})
		return err
	}
	if err := step(l.names(), nil); err != nil {
		return ex, err
	}
	if len(l.words) > 0 {
		if err := step(fmt.Sprintf("query=%q", strings.Join(l.words, " ")), l.words); err != nil {
			return ex, err
		}
	}
	for i := range filters {
		if err := step(spelt(filters[i]), l.words, filters[:i+1]...); err != nil {
			return ex, err
		}
	}
	if ex.Found > 0 {
		return ex, nil
	}
	ex.Hints, err = l.hints(filters)
	for i := 1; i < len(ex.Funnel) && err == nil && len(ex.Hints) == 0; i++ {
		if ex.Funnel[i].Events == 0 {
			ex.Hints = []string{fmt.Sprintf("nothing meets both %s and what stands before it", ex.Funnel[i].Name)}
		}
	}
	return ex, err
}

// together are the filters that all have to hold.
func together(f query.Filter) (all []query.Filter) {
	switch {
	case f.Condition == nil && f.And == nil && f.Or == nil:
		return nil
	case f.And == nil:
		return []query.Filter{f}
	}
	for _, part := range f.And {
		all = append(all, together(part)...)
	}
	return all
}

// names are those of the views.
func (l *look) names() string {
	names := make([]string, len(l.views))
	for i, v := range l.views {
		names[i] = string(v)
	}
	return strings.Join(names, ", ")
}

// count is how many rows have words and meet filters.
func (l *look) count(words []string, filters ...query.Filter) (n int, err error) {
	rows, err := l.ask(query.Query{
		Select: []query.Selection{{Aggregation: query.Count}}, Words: words, Where: query.Filter{And: filters},
	})
	for _, row := range rows {
		n += int(row[0].Number)
	}
	return n, err
}

// ask returns the rows of the answers of all views.
func (l *look) ask(q query.Query) (rows [][]query.Value, err error) {
	for _, v := range l.views {
		found, err := l.steps.Query(l.call, v, q)
		if err != nil {
			return nil, err
		}
		rows = append(rows, found.Rows...)
	}
	return rows, nil
}

// spelt is a filter as people read it.
func spelt(f query.Filter) string {
	if c := f.Condition; c != nil {
		value := ""
		if c.Value.Exists() {
			value = " " + pipeline.Shorten(cmp.Or(c.Value.Raw, strconv.Quote(c.Value.Str)))
		}
		return fmt.Sprintf("%s %s%s", about(c), c.Operator, value)
	}
	return fmt.Sprintf("one of %d filters under or", len(f.Or))
}

// about is what a condition looks at.
func about(c *query.Condition) string { return strings.Join(append([]string{c.Field}, c.Path...), ".") }

// hints tell what was likely meant by each condition that no row meets, whatever the others are.
func (l *look) hints(filters []query.Filter) (hints []string, err error) {
	for _, f := range filters {
		if f.Condition == nil {
			continue
		}
		if alone, err := l.count(nil, f); err != nil || alone > 0 {
			if err != nil {
				return nil, err
			}
			continue
		}
		hint, err := l.hint(f.Condition)
		if err != nil {
			return nil, err
		}
		hints = append(hints, hint)
	}
	return hints, nil
}

func (l *look) hint(c *query.Condition) (string, error) {
	switch path := c.Value.Get("path"); {
	case c.Value.IsObject() && path.Type == gjson.String:
		return fmt.Sprintf(`the path of %s is text; write it as a list of names: {"path":[%s],"value":…}`, c.Field, path.Raw), nil
	case !c.Value.Exists() && c.Operator == query.Eq:
		return fmt.Sprintf("%s is compared with no value, which nothing is equal to; add value, or use isNull", about(c)), nil
	case len(c.Path) > 0:
		keys, err := l.texts(query.Group{Field: c.Field, Path: c.Path})
		if err == nil && len(keys) == 0 {
			return l.noSuchKey(c)
		}
		return l.nearest(c, keys), err
	default:
		known, err := l.texts(query.Group{Field: c.Field})
		return l.nearest(c, known), err
	}
}

// noSuchKey tells of a path that leads to nothing in any row.
func (l *look) noSuchKey(c *query.Condition) (string, error) {
	keys, err := l.steps.Members(l.call, l.views, query.Members{Field: c.Field})
	near := spec.FixName(c.Path[0], keys, "POST /query/property-keys has the names that there are")
	return fmt.Sprintf("nothing has %s; %s", about(c), near), err
}

// mostKnown bounds the values that what was asked for is compared with: the most frequent ones.
const mostKnown = 1000

// texts are the most frequent values of a field, or of what a path leads to.
func (l *look) texts(g query.Group) (all []string, err error) {
	rows, err := l.ask(query.Query{
		GroupBy: []query.Group{g}, Select: []query.Selection{{Aggregation: query.Count}},
		OrderBy: []query.Order{{Key: "count", Descending: true}}, Most: mostKnown,
	})
	for _, row := range rows {
		if row[0].Kind != query.Null {
			all = append(all, row[0].String())
		}
	}
	return all, err
}

// nearest tells which of the values that there are was likely meant.
func (l *look) nearest(c *query.Condition, known []string) string {
	asked := c.Value.Array() // one that is no list is a list of itself
	hint := fmt.Sprintf("nothing has %s", spelt(query.Filter{Condition: c}))
	if c.Operator != query.Eq && c.Operator != query.In || len(known) == 0 || len(asked) == 0 {
		if len(known) > 0 && slices.Contains([]query.Operator{query.Gt, query.Gte, query.Lt, query.Lte}, c.Operator) {
			hint += fmt.Sprintf("; there is %s to %s", slices.Min(known), slices.Max(known))
		}
		return hint
	}
	for _, value := range asked {
		if near := spec.Nearest(value.String(), known); near != "" {
			return hint + fmt.Sprintf("; did you mean %q?", near)
		}
	}
	return hint + fmt.Sprintf("; the most frequent is %q", known[0])
}
