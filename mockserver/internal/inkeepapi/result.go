package inkeepapi

import (
	"net/http"
	"strconv"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec"
)

// encodeResult writes results in the order of their columns.
// INK-QRY-22 to INK-QRY-28.
func encodeResult(r query.Result) (pipeline.Answer, error) {
	w := resultWriter{body: []byte(`{"status":"ok","data":{"result":[`)}
	for i, row := range r.Rows {
		if i > 0 {
			w.raw(",")
		}
		w.row(r.Columns, row)
	}
	w.raw(`],"total":` + strconv.Itoa(r.Total) + `,"pageSize":` + strconv.Itoa(pageSize) + `,"count":` + strconv.Itoa(len(r.Rows)) + `}}`)
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: w.body}, w.err
}

// resultWriter appends JSON and keeps the first error.
type resultWriter struct {
	body []byte
	err  error
}

func (w *resultWriter) raw(text string) { w.body = append(w.body, text...) }

func (w *resultWriter) quoted(text string) {
	quoted, err := spec.AppendQuoted(w.body, text)
	if w.err == nil {
		w.err = err
	}
	w.body = quoted
}

// row writes one result. What is null is left out where the contract has no null.
func (w *resultWriter) row(columns []query.Column, row []query.Value) {
	members := 0
	w.raw("{")
	for i, v := range row {
		if v.Kind == query.Null && !nullable(columns[i]) {
			continue
		}
		if members++; members > 1 {
			w.raw(",")
		}
		w.quoted(columns[i].Key)
		w.raw(":")
		w.value(columns[i], v)
	}
	w.raw("}")
}

// nullable reports whether the contract has null for a column.
func nullable(c query.Column) bool {
	switch c.Key {
	case "projectId", "integrationId", "properties", "userProperties":
		return true
	}
	return c.Kind == query.AtPath
}

// value writes a value: aggregates are numbers, objects hold texts, and all else is a text. INK-QRY-25, INK-QRY-26.
func (w *resultWriter) value(c query.Column, v query.Value) {
	switch {
	case v.Kind == query.Null:
		w.raw("null")
	case c.Kind == query.Aggregate:
		w.raw(v.String())
	case v.Kind == query.JSON && c.Kind == query.Plain:
		w.members(v.Text)
	case v.Kind == query.Time && c.Kind == query.Plain:
		w.raw(`"`)
		w.body = append(spec.AppendTime(w.body, v.Time.UTC()), '"')
	default:
		w.quoted(v.String())
	}
}

// members writes an object with each value as a text. Those that are null are left out.
func (w *resultWriter) members(object string) {
	n := 0
	w.raw("{")
	gjson.Parse(object).ForEach(func(name, member gjson.Result) bool {
		if member.Type == gjson.Null {
			return true
		}
		if n++; n > 1 {
			w.raw(",")
		}
		w.quoted(name.Str)
		w.raw(":")
		w.quoted(query.JSONOf(member.Raw).String())
		return true
	})
	w.raw("}")
}
