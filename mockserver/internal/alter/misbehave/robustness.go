package misbehave

import (
	"mime"
	"net/http"
	"net/url"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// robustness are servers that fail where they should refuse.
func robustness() []Misbehaviour {
	return area("robustness",
		breaks("robust.deep-body-is-500", 3, "A body that is nested very deeply is answered with 500.", "CHL-ROB-1 INK-ROB-1",
			onRule(spec.RuleBodyDepth, http.StatusInternalServerError)),
		breaks("robust.trailing-text-is-500", 3, "A body with text after its JSON value is answered with 500.", "CHL-ROB-1 INK-ROB-1",
			onRule(spec.RuleBodyTrailing, http.StatusInternalServerError)),
		breaks("robust.form-is-500", 3, "A multipart/form-data body is answered with 500.", "CHL-ROB-1 INK-ROB-1",
			alter.OnProblem(formIs500)),
		breaks("robust.long-query-is-500", 3, "A query of more than 4,096 bytes is answered with 500.", "CHL-ROB-1 INK-ROB-1",
			alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
				if len(r.URL.RawQuery) > 4096 {
					http.Error(w, "cannot read the query", http.StatusInternalServerError)
					return
				}
				next.ServeHTTP(w, r)
			})),
	)
}

func formIs500(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
	kind, params, _ := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if problem.Status == http.StatusUnsupportedMediaType && kind == "multipart/form-data" && params["boundary"] != "" {
		return problem.WithStatus(http.StatusInternalServerError)
	}
	return problem
}

// unescaped is a query without its escapes, empty if it has broken ones.
func unescaped(query string) string {
	text, err := url.QueryUnescape(query)
	if err != nil {
		return ""
	}
	return text
}
