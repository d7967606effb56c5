//go:build examination

package variant

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedShapes() []Variant {
	return []Variant{
		legal("L20", "refusal.errors-by-field", "Chatlayer refusals are {errors} with a list of texts for each field.",
			refusalBody(jsonType, errorsByField)),
		legal("L20", "refusal.status-and-path", "Chatlayer refusals are {timestamp, status, error, path}.",
			refusalBody(jsonType, statusAndPath)),
		legal("L20", "refusal.bare-list", "Chatlayer refusals are a JSON list of texts.",
			refusalBody(jsonType, func(_ int, text string) []byte {
				return alter.List([]json.RawMessage{alter.Quoted(text)})
			})),
		legal("", "json.markup-escaped", "Answers have <, > and & escaped, as some libraries do.", onBody(markupEscaped)),
	}
}

func errorsByField(_ int, text string) []byte {
	return alter.Object{}.With("errors", alter.Object{}.With("base", alter.List([]json.RawMessage{alter.Quoted(text)})).Bytes()).Bytes()
}

func statusAndPath(status int, text string) []byte {
	b, err := json.Marshal(map[string]any{
		"timestamp": "2026-01-15T10:00:00.000+00:00",
		"status":    status,
		"error":     http.StatusText(status),
		"message":   text,
		"path":      "/v1",
		"trace":     nil,
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
