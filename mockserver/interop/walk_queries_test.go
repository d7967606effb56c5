//go:build interop

package interop

import (
	"net/http"
	"slices"
)

// querySteps ask about each view, whose rows have a time and a kind.
func querySteps() (all []step) {
	for _, v := range []struct{ operation, path, time, kind string }{
		{"QueryEvents", "/query/events", "createdAt", "type"},
		{"QueryConversations", "/query/conversations", "firstMessageTime", "type"},
	} {
		all = slices.Concat(all, on(v.operation, http.MethodPost, v.path,
			step{name: "ask for everything", auth: apiKey, status: 200, body: `{}`},
			step{name: "ask for the busiest days", auth: apiKey, status: 200, body: `{"select":[{"type":"time","timeUnit":"day"},
				{"type":"aggregation","aggregation":"count"},{"type":"field","field":"properties","path":["n"],"mode":"unpack"}],
				"groupBy":[{"field":"` + v.kind + `","includeInSelect":true}],"where":{"or":[{"condition":{"field":"` + v.time + `",
				"operator":"gte","value":"2026-01-15T00:00:00Z"}},{"and":[{"condition":{"field":"properties","operator":"in",
				"value":{"path":["n"],"value":[1.5,null]}}}]}]},"orderBy":[{"field":"count_id","direction":"desc"}],"notes":"a walk"}`},
			step{name: "ask with a key that may only write", auth: webKey, status: 403, body: `{}`},
			step{name: "ask with an unknown key", auth: wrongKey, status: 401, body: `{}`},
			step{
				name: "ask for an unknown field", auth: apiKey, status: 422, breaksTheDocument: true,
				body: `{"groupBy":[{"field":"name"}]}`,
			},
			step{name: "ask too much", auth: apiKey, status: 413, breaksTheDocument: true, body: tooLarge},
			step{name: "ask in plain text", auth: apiKey, status: 415, breaksTheDocument: true, mediaType: "text/plain", body: `{}`},
		))
	}
	return all
}
