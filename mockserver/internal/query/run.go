package query

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/spec"
)

// Run answers a query. The error is an *InvalidError, also where an answer would be too large, or that of the context, which is looked at
// now and then.
func (t *Table) Run(ctx context.Context, q Query) (Result, error) {
	work := &asked{Table: t, ended: ctx.Err}
	lets, err := work.filter(q.Where, "/where")
	if err != nil {
		return Result{}, err
	}
	p, err := t.plan(q)
	if err != nil {
		return Result{}, err
	}
	if len(q.Words) > 0 {
		lets = work.all(lets, q.Words)
	}
	if err := work.each(q.Where, lets, p.add); err != nil {
		return Result{}, err
	}
	return p.result()
}

// each does something with the rows that a filter lets through.
func (t *asked) each(f Filter, lets predicate, do func(Row) error) error {
	n := 0
	for row := range t.Rows(t.span(f)) {
		if n++; n%32 == 0 && t.ended() != nil {
			return t.ended()
		}
		if lets(row) {
			if err := do(row); err != nil {
				return err
			}
		}
		if t.err != nil {
			return t.err
		}
	}
	return nil
}

// all lets the rows through that have all words, too.
func (t *asked) all(lets predicate, words []string) predicate {
	lower := make([]string, len(words))
	for i, word := range words {
		lower[i] = strings.ToLower(word)
	}
	return func(r Row) bool {
		var text strings.Builder
		for _, field := range t.Searched {
			text.WriteString(strings.ToLower(r.Value(field).String()))
			text.WriteByte('\n')
		}
		lacks := func(word string) bool { return !strings.Contains(text.String(), word) }
		return !slices.ContainsFunc(lower, lacks) && lets(r)
	}
}

// mostHeld is how much a query holds on to, and how much an answer holds, in bytes.
const mostHeld = 64 << 20

// tooMuch refuses what would be more than that.
func tooMuch(what, fix string) error {
	return &InvalidError{Got: "more than 64 MiB of " + what, Expected: "at most 64 MiB", Fix: fix}
}

// source is where a column has its values from.
type source struct {
	field int // -1 for no field
	path  []string
	unit  Unit
}

func (s source) of(r Row) Value {
	v := r.Value(s.field).At(s.path...)
	if s.unit != "" {
		return v.bucket(s.unit)
	}
	return v
}

// locate finds a field and what a path leads to in it. The places are those of the field's name and of the path.
func (t *Table) locate(field string, path []string, place, ofPath string) (source, error) {
	at := slices.IndexFunc(t.Fields, func(f Field) bool { return f.Name == field })
	if at < 0 {
		names := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			names[i] = f.Name
		}
		fix := spec.FixName(field, names, "name a field")
		return source{}, &InvalidError{place, strconv.Quote(field), "one of " + strings.Join(names, ", "), fix}
	}
	if len(path) > 0 && t.Fields[at].Kind != JSONField {
		return source{}, &InvalidError{ofPath, "a path into " + field, "none: it is no object", "leave the path out"}
	}
	return source{field: at, path: path}, nil
}
