package inkeepapi

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec"
)

// view is what an API's queries are about, and how their answers show it.
type view struct {
	name     inkeepworld.View
	nullable []string // the fields that results show as null; those of others are left out
	texts    bool     // whether members of objects are shown as texts
}

// events are shown as INK-QRY-24 and INK-QRY-25 say.
func events() view {
	return view{inkeepworld.EventsView, []string{"projectId", "integrationId", "properties", "userProperties"}, true}
}

// conversations are shown as INK-QRY-41 says.
func conversations() view {
	return view{
		inkeepworld.ConversationsView,
		[]string{"organizationId", "projectId", "integrationId", "type", "properties", "userProperties"},
		false,
	}
}

// semanticThreads are shown as INK-QRY-46 says.
func semanticThreads() view {
	return view{inkeepworld.SemanticThreadsView, []string{"properties", "userProperties"}, false}
}

// feedback is shown as INK-QRY-48 says.
func feedback() view {
	return view{
		inkeepworld.FeedbackView,
		[]string{"reasons", "sources", "details", "properties", "userProperties", "projectId", "integrationId"},
		false,
	}
}

// encodeResult writes results in the order of their columns.
// INK-QRY-22 to INK-QRY-28.
func encodeResult(a answered) (pipeline.Answer, error) {
	w := resultWriter{body: []byte(`{"status":"ok","data":{"result":[`)}
	for i, row := range a.Rows {
		if i > 0 {
			w.raw(",")
		}
		w.row(&a, row)
	}
	w.raw(`],"total":` + strconv.Itoa(a.Total) + `,"pageSize":` + strconv.Itoa(pageSize) + `,"count":` + strconv.Itoa(len(a.Rows)) + `}}`)
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
func (w *resultWriter) row(a *answered, row []query.Value) {
	members := 0
	w.raw("{")
	for i, v := range row {
		c := a.Columns[i]
		if v.Kind == query.Null && c.Kind != query.AtPath && !slices.Contains(a.nullable, c.Key) {
			continue
		}
		if members++; members > 1 {
			w.raw(",")
		}
		w.quoted(c.Key)
		w.raw(":")
		w.value(a, c, v)
	}
	w.raw("}")
}

// value writes a value: aggregates are numbers, plain fields as they are, but for the members of objects that are texts, and all else is
// a text.
// INK-QRY-25, INK-QRY-26, INK-QRY-41.
func (w *resultWriter) value(a *answered, c query.Column, v query.Value) {
	plain := c.Kind == query.Plain
	switch {
	case v.Kind == query.Null:
		w.raw("null")
	case v.Kind == query.JSON && plain && a.texts:
		w.members(v.Text)
	case v.Kind == query.Time && plain:
		w.raw(`"`)
		w.body = append(spec.AppendTime(w.body, v.Time.UTC()), '"')
	case c.Kind == query.Aggregate, plain && v.Kind != query.Text:
		w.raw(v.String())
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
