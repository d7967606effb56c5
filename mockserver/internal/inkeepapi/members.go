package inkeepapi

import (
	"context"
	"math"
	"net/http"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

// defaultValues is how many values are given at most if the query does not say so. INK-QRY-32.
const defaultValues = 100

// membersInput is a question about the properties that some views have together.
type membersInput struct {
	call  *pipeline.Call
	views []inkeepworld.View
	asked query.Members
}

// decodeKeys reads a question about names.
// INK-QRY-31.
func decodeKeys(c *pipeline.Call) (membersInput, error) {
	body := gjson.ParseBytes(c.Sent)
	in := membersInput{call: c, asked: query.Members{Field: body.Get("field").Str, Where: filterOf(body.Get("where"))}}
	for _, v := range body.Get("views").Array() {
		in.views = append(in.views, inkeepworld.View(v.Str))
	}
	if len(in.views) == 0 {
		in.views = inkeepworld.Views()
	}
	return in, nil
}

// decodeValues reads a question about values.
// INK-QRY-32, INK-QRY-43.
func decodeValues(c *pipeline.Call) (membersInput, error) {
	in, err := decodeKeys(c)
	body := gjson.ParseBytes(c.Sent)
	in.asked.Key, in.asked.Most = new(body.Get("key").Str), defaultValues
	if limit := body.Get("limit"); limit.Exists() {
		if limit.Num != math.Trunc(limit.Num) {
			return in, unanswerable(&query.InvalidError{
				Place: "/limit", Got: pipeline.Shorten(limit.Raw), Expected: "a whole number from 1 to 1000", Fix: "leave the fraction out",
			})
		}
		in.asked.Most = int(limit.Num)
	}
	return in, err
}

// members serves POST /query/property-keys and POST /query/property-values.
// INK-QRY-31, INK-QRY-32, INK-QRY-43.
func (a *api) members(_ context.Context, in membersInput) ([]string, error) {
	texts, err := inkeepsteps.Of(a.steps).Members(in.call, in.views, in.asked)
	return texts, unanswered(err)
}

func encodeTexts(texts []string) (pipeline.Answer, error) {
	w := resultWriter{body: []byte(`{"results":[`)}
	for i, text := range texts {
		if i > 0 {
			w.raw(",")
		}
		w.quoted(text)
	}
	w.raw("]}")
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: w.body}, w.err
}
