package variant

import (
	"encoding/json"
	"fmt"
	"html"
	"mime"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func refusals() []Variant {
	return []Variant{
		legal("L20", "refusal.422", "Chatlayer calls that are wrong get 422 instead of 400.",
			chatlayerStatus(http.StatusBadRequest, http.StatusUnprocessableEntity)),
		legal("L20", "refusal.problem-json", "Chatlayer refusals are application/problem+json.",
			refusalBody("application/problem+json", problemJSON)).against("CHL-OPS-6"),
		legal("L20", "refusal.message-member", "Chatlayer refusals are {message}.", refusalBody(jsonType, oneMember("message"))),
		legal("", "refusal.media-type-is-400", "A Chatlayer body of another media type gets 400.",
			chatlayerStatus(http.StatusUnsupportedMediaType, http.StatusBadRequest)),
		legal(
			"",
			"refusal.plain-text",
			"Chatlayer refusals are plain text.",
			refusalBody("text/plain; charset=utf-8", plainText),
		).against("CHL-OPS-6"),
		legal("", "refusal.html", "Chatlayer refusals are a page of HTML.", refusalBody("text/html", htmlPage)).against("CHL-OPS-6"),
		legal("", "refusal.empty", "Chatlayer refusals have no body.", emptyRefusals).against("CHL-OPS-6"),
		legal("", "robust.multipart-is-500", "A body declared as multipart without a boundary is answered with 500.",
			alter.OnProblem(multipartIs500)),
	}
}

// chatlayerStatus gives refusals of one API another status.
func chatlayerStatus(from, to int) alter.Decorator {
	return alter.OnProblem(func(c *pipeline.Call, p *pipeline.Problem) *pipeline.Problem {
		if alter.ForChatlayer(c) && p.Status == from {
			return p.WithStatus(to)
		}
		return p
	})
}

// multipartIs500 is what frameworks do that take a body apart before the API has a say.
func multipartIs500(c *pipeline.Call, p *pipeline.Problem) *pipeline.Problem {
	kind, params, _ := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if p.Status == http.StatusUnsupportedMediaType && strings.HasPrefix(kind, "multipart/") && params["boundary"] == "" {
		return p.WithStatus(http.StatusInternalServerError)
	}
	return p
}

// refusalBody gives Chatlayer refusals another shape. What they say stays.
func refusalBody(contentType string, shape func(status int, text string) []byte) alter.Decorator {
	return alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
		if alter.ForChatlayer(c) && a.Status >= http.StatusBadRequest {
			o, _ := alter.ParseObject(a.Body)
			a.ContentType, a.Body = contentType, shape(a.Status, o.Text("message"))
		}
	})
}

func problemJSON(status int, text string) []byte {
	b, err := json.Marshal(map[string]any{"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": text})
	if err != nil {
		return nil // not reached: text and numbers always marshal
	}
	return b
}

func oneMember(name string) func(int, string) []byte {
	return func(_ int, text string) []byte { return alter.Object{}.With(name, alter.Quoted(text)).Bytes() }
}

func plainText(_ int, text string) []byte { return []byte(text + "\n") }

func htmlPage(status int, text string) []byte {
	return fmt.Appendf(
		nil,
		"<!doctype html><title>%d %s</title><h1>%s</h1><p>%s</p>\n",
		status,
		http.StatusText(status),
		http.StatusText(status),
		html.EscapeString(text),
	)
}

func emptyRefusals(p *pipeline.Pipeline) {
	alter.OnHeld(func(h *alter.Held, r *http.Request) {
		if h.Status >= 400 && strings.HasPrefix(r.URL.Path, "/v1") {
			h.Body.Reset()
			h.Header().Del("Content-Type")
		}
	})(p)
}
