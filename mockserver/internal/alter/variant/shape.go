package variant

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func shapes() []Variant {
	return []Variant{
		legal("L20", "refusal.detail-list", "Chatlayer calls that are wrong get 422 and {detail} with a list of places.", alter.Together(
			chatlayerStatus(http.StatusBadRequest, http.StatusUnprocessableEntity), refusalBody(jsonType, detailList),
		)),
		legal("L20", "refusal.errors-by-field", "Chatlayer refusals are {errors} with a list of texts for each field.", refusalBody(jsonType, errorsByField)),
		legal("L20", "refusal.status-and-path", "Chatlayer refusals are {timestamp, status, error, path}.", refusalBody(jsonType, statusAndPath)),
		legal("L20", "refusal.bare-text", "Chatlayer refusals are a JSON text and nothing else.", refusalBody(jsonType, func(_ int, text string) []byte { return alter.Quoted(text) })),
		legal("L20", "refusal.bare-list", "Chatlayer refusals are a JSON list of texts.", refusalBody(jsonType, func(_ int, text string) []byte {
			return alter.List([]json.RawMessage{alter.Quoted(text)})
		})),
		legal("", "refusal.no-details", "Chatlayer refusals say nothing but their status in words.", refusalBody(jsonType, func(status int, _ string) []byte {
			return alter.Object{}.With("error", alter.Quoted(http.StatusText(status))).Bytes()
		})),
		legal("", "json.markup-escaped", "Answers have <, > and & escaped, as some libraries do.", onBody(markupEscaped)),
		legal("L16", "json.sorted-members", "The members of answers are in alphabetical order.", onBody(sorted)),
	}
}

func detailList(_ int, text string) []byte {
	place := alter.Object{}.With("loc", []byte(`["query",0]`)).With("msg", alter.Quoted(text)).With("type", []byte(`"value_error"`)).With("input", []byte("null"))
	return alter.Object{}.With("detail", alter.List([]json.RawMessage{place.Bytes()})).Bytes()
}

func errorsByField(_ int, text string) []byte {
	return alter.Object{}.With("errors", alter.Object{}.With("base", alter.List([]json.RawMessage{alter.Quoted(text)})).Bytes()).Bytes()
}

func statusAndPath(status int, text string) []byte {
	b, err := json.Marshal(map[string]any{
		"timestamp": "2026-01-15T10:00:00.000+00:00", "status": status, "error": http.StatusText(status), "message": text, "path": "/v1", "trace": nil,
	})
	if err != nil {
		return nil // not reached: text and numbers always marshal
	}
	return b
}

// markupEscaped works on bytes: outside of strings JSON has none of these signs.
func markupEscaped(body []byte) []byte {
	return []byte(strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`).Replace(string(body)))
}

// sorted orders members at every depth. Numbers keep their text.
func sorted(body []byte) []byte {
	var value any
	if !alter.Read(body, &value) {
		return body // not reached: the body is valid
	}
	b, err := json.Marshal(value)
	if err != nil {
		return body // not reached: what was read can be written
	}
	return b
}
