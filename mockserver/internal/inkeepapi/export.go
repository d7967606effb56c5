package inkeepapi

import (
	"bytes"
	"context"
	"encoding/csv"
	"maps"
	"net/http"
	"slices"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec"
)

// The bounds of an export, in rows and in bytes. INK-QRY-34.
const (
	mostExported = 100_000
	mostOfExport = 64 << 20
)

// export serves POST /query/{view}/export: what the query finds, whole.
// INK-QRY-33, INK-QRY-34.
func (a *api) export(v view) func(context.Context, queryInput) (answered, error) {
	found := a.query(v)
	return func(ctx context.Context, in queryInput) (answered, error) {
		in.query.Most, in.query.Whole = mostExported, true
		return found(ctx, in)
	}
}

// encodeExport writes results as CSV. Objects have a column for each of their members, unless they are wanted as JSON.
// INK-QRY-33, INK-QRY-34.
func encodeExport(a answered) (pipeline.Answer, error) {
	var body bytes.Buffer
	lines := csv.NewWriter(&body)
	columns := a.unpacked()
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.name
	}
	write := func() error {
		if len(line) == 1 && line[0] == "" { // which would be an empty line
			lines.Flush()
			body.WriteString("\"\"\n")
			return nil
		}
		return lines.Write(line)
	}
	err := write()
	for row := 0; row < len(a.Rows) && err == nil; row++ {
		for i, c := range columns {
			line[i] = c.text(a.Rows[row][c.from])
		}
		err = write()
		if body.Len() > mostOfExport {
			return pipeline.Answer{}, unanswerable(&query.InvalidError{
				Got: "more than 64 MiB of text", Expected: "at most 64 MiB", Fix: "narrow where, or select less",
			})
		}
	}
	lines.Flush()
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeCSV, Body: body.Bytes()}, err
}

// exported is a column of an export.
type exported struct {
	name   string
	from   int     // the column of the results
	member *string // of the object there, if it is unpacked
}

// unpacked are the columns of an export: an object that is not wanted as JSON has those of its members, by name, if any row has one.
func (a *answered) unpacked() (all []exported) {
	for i, c := range a.Columns {
		names := map[string]struct{}{}
		if c.Kind == query.Plain && !slices.Contains(a.json, c.Key) {
			for _, row := range a.Rows {
				if v := row[i]; v.Kind == query.JSON && gjson.Parse(v.Text).IsObject() {
					gjson.Parse(v.Text).ForEach(func(name, _ gjson.Result) bool {
						names[name.Str] = struct{}{}
						return true
					})
				}
			}
		}
		if len(names) == 0 {
			all = append(all, exported{name: c.Key, from: i})
		}
		for _, name := range slices.Sorted(maps.Keys(names)) {
			key := c.Key + "." + name
			selected := slices.ContainsFunc(a.Columns, func(other query.Column) bool { return other.Key == key }) // by its path
			if !selected {
				all = append(all, exported{key, i, &name})
			}
		}
	}
	return all
}

// text is a value as a column of an export has it: as in a result, and null is empty.
func (c exported) text(v query.Value) string {
	if c.member != nil {
		v = v.At(*c.member)
	}
	if v.Kind == query.Time {
		return string(spec.AppendTime(nil, v.Time.UTC()))
	}
	return v.String()
}
