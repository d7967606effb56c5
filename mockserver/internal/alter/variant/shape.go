package variant

import (
	"encoding/json"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func shapes() []Variant {
	return []Variant{
		legal("L20", "refusal.detail-list", "Chatlayer calls that are wrong get 422 and {detail} with a list of places.",
			alter.Together(
				chatlayerStatus(http.StatusBadRequest, http.StatusUnprocessableEntity), refusalBody(jsonType, detailList),
			)),
		legal("L20", "refusal.bare-text", "Chatlayer refusals are a JSON text and nothing else.",
			refusalBody(jsonType, func(_ int, text string) []byte { return alter.Quoted(text) })),
		legal("", "refusal.no-details", "Chatlayer refusals say nothing but their status in words.",
			refusalBody(jsonType, func(status int, _ string) []byte {
				return alter.Object{}.With("error", alter.Quoted(http.StatusText(status))).Bytes()
			})),
	}
}

func detailList(_ int, text string) []byte {
	place := alter.Object{}.With("loc", []byte(`["query",0]`)).
		With("msg", alter.Quoted(text)).
		With("type", []byte(`"value_error"`)).
		With("input", []byte("null"))
	return alter.Object{}.With("detail", alter.List([]json.RawMessage{place.Bytes()})).Bytes()
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
