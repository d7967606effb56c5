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
		{"QuerySemanticThreads", "/query/semantic-threads", "firstMessageTime", "isInitialQuestionAnswer"},
		{"ExportSemanticThreads", "/query/semantic-threads/export", "firstMessageTime", "isInitialQuestionAnswer"},
		{"QueryFeedback", "/query/feedback", "createdAt", "type"},
		{"ExportFeedback", "/query/feedback/export", "createdAt", "type"},
		{"ExportEvents", "/query/events/export", "createdAt", "type"},
		{"ExportConversations", "/query/conversations/export", "firstMessageTime", "type"},
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
	for _, of := range [][2]string{
		{"QueryPropertyKeys", "/query/property-keys"}, {"QueryPropertyValues", "/query/property-values"},
	} {
		all = slices.Concat(all, on(of[0], http.MethodPost, of[1],
			step{name: "ask for properties", auth: apiKey, status: 200, body: `{"field":"properties","key":"page","limit":3,
				"views":["events_view"],"where":{"condition":{"field":"eventType","operator":"neq","value":"search"}}}`},
			step{name: "ask with a key that may only write", auth: webKey, status: 403, body: `{"field":"properties","key":"page"}`},
			step{name: "ask with an unknown key", auth: wrongKey, status: 401, body: `{"field":"properties","key":"page"}`},
			step{name: "ask for another field", auth: apiKey, status: 422, breaksTheDocument: true, body: `{"field":"type","key":"page"}`},
			step{name: "ask too much", auth: apiKey, status: 413, breaksTheDocument: true, body: tooLarge},
			step{name: "ask in plain text", auth: apiKey, status: 415, breaksTheDocument: true, mediaType: "text/plain", body: `{}`},
		))
	}
	for _, of := range [][2]string{
		{"GetTopSearchQueries", "/query/top-search-queries"}, {"GetWeeklySearchUsers", "/query/weekly-search-users"},
	} {
		all = slices.Concat(all, on(of[0], http.MethodGet, of[1],
			step{name: "report", path: "?after=2026-01-01&project_id=demo-project", auth: apiKey, status: 200},
			step{name: "report since no time", path: "?after=soon", auth: apiKey, status: 400},
			step{name: "report with a key that may only write", auth: webKey, status: 403},
			step{name: "report with an unknown key", auth: wrongKey, status: 401},
		))
	}
	return all
}
