package query

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// Run answers a query. The error is an *InvalidError, or that of the context, which is looked at now and then.
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
	n := 0
	for row := range t.Rows {
		if n++; n%32 == 0 && ctx.Err() != nil {
			return Result{}, ctx.Err()
		}
		if lets(row) {
			p.add(row)
		}
		if work.err != nil {
			return Result{}, work.err
		}
	}
	return p.result(), nil
}

// source is where a column has its values from.
type source struct {
	field int // -1 for no field
	path  []string
	unit  Unit
}

func (s source) of(r Row) Value {
	v := r.Value(s.field).at(s.path)
	if s.unit != "" {
		return v.bucket(s.unit)
	}
	return v
}

// locate finds a field and what a path leads to in it. Place is that of the field's name.
func (t *Table) locate(field string, path []string, place string) (source, error) {
	at := slices.IndexFunc(t.Fields, func(f Field) bool { return f.Name == field })
	if at < 0 {
		names := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			names[i] = f.Name
		}
		return source{}, &InvalidError{place, strconv.Quote(field), "one of " + strings.Join(names, ", "), "name a field"}
	}
	if len(path) > 0 && t.Fields[at].Kind != JSONField {
		return source{}, &InvalidError{
			strings.TrimSuffix(place, "field") + "path", "a path into " + field, "none: it is no object", "leave the path out",
		}
	}
	return source{field: at, path: path}, nil
}
