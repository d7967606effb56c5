package variant

import (
	"encoding/json"
	"net/http"
	"strings"
)

func shapes() []Variant {
	return []Variant{
		legal("L20", "refusal.detail-list", "Chatlayer calls that are wrong get 422 and {detail} with a list of places.", all(
			chatlayerStatus(http.StatusBadRequest, http.StatusUnprocessableEntity), refusalBody(jsonType, detailList),
		)),
		legal("L20", "refusal.errors-by-field", "Chatlayer refusals are {errors} with a list of texts for each field.", refusalBody(jsonType, errorsByField)),
		legal("L20", "refusal.status-and-path", "Chatlayer refusals are {timestamp, status, error, path}.", refusalBody(jsonType, statusAndPath)),
		legal("L20", "refusal.bare-text", "Chatlayer refusals are a JSON text and nothing else.", refusalBody(jsonType, func(_ int, text string) []byte { return quoted(text) })),
		legal("L20", "refusal.bare-list", "Chatlayer refusals are a JSON list of texts.", refusalBody(jsonType, func(_ int, text string) []byte {
			return []byte("[" + string(quoted(text)) + "]")
		})),
		legal("", "refusal.no-details", "Chatlayer refusals say nothing but their status in words.", refusalBody(jsonType, func(status int, _ string) []byte {
			return object{{"error", quoted(http.StatusText(status))}}.bytes()
		})),
		legal("", "json.markup-escaped", "Answers have <, > and & escaped, as some libraries do.", onBody(markupEscaped)),
		legal("L16", "json.sorted-members", "The members of answers are in alphabetical order.", onBody(sorted)),
	}
}

func detailList(_ int, text string) []byte {
	place := object{{"loc", []byte(`["query",0]`)}, {"msg", quoted(text)}, {"type", []byte(`"value_error"`)}, {"input", []byte("null")}}
	return object{{"detail", []byte("[" + string(place.bytes()) + "]")}}.bytes()
}

func errorsByField(_ int, text string) []byte {
	return object{{"errors", object{{"base", []byte("[" + string(quoted(text)) + "]")}}.bytes()}}.bytes()
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
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return body // not reached: the body is valid
	}
	b, err := json.Marshal(value)
	if err != nil {
		return body // not reached: what was read can be written
	}
	return b
}
