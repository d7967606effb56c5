//go:build interop

package interop

import (
	"net/http"
	"slices"
	"strings"
)

// frozenNow is when the mock's data ends in the walks; the ranges below reach back a week from it.
const frozenNow = "2026-01-15T10:00:00Z"

// step is one request of a walk over a document and the status that the mock must answer with. No step goes without
// credentials, which Prism refuses itself whatever it is told.
type step struct {
	name      string
	operation string
	method    string
	path      string
	auth      string // Authorization header; empty sends none
	mediaType string // empty is application/json when there is a body
	body      string
	status    int
	// breaksTheDocument marks a request that a validating proxy would not let through.
	breaksTheDocument bool
}

const (
	week     = "start_time=2026-01-08T10:00:00Z&end_time=2026-01-15T10:00:00Z"
	weekJSON = `"version":"LIVE","start_time":"2026-01-08T10:00:00Z","end_time":"2026-01-15T10:00:00Z"`
	bot      = "/v1/bots/demobot1/events/"
	otherBot = "/v1/bots/otherbot/events/"
)

// tooLarge is JSON text just over the limit of both APIs.
var tooLarge = `{"message":"` + strings.Repeat("x", 2<<20) + `"}`

func chatlayerSteps() []step {
	var steps []step
	add := func(operation, method, auth string, more ...step) {
		for _, s := range more {
			s.operation, s.method = operation, method
			if s.auth == "" {
				s.auth = auth
			}
			steps = append(steps, s)
		}
	}
	add("ListEvents", http.MethodGet, demoTeam, listSteps...)
	add("ListEventsWithFilters", http.MethodPost, demoTeam, filterSteps...)
	add("TrackEvent", http.MethodPost, demoTeam, trackSteps...)
	add("GetTeamEvents", http.MethodGet, demoTeam, teamSteps...)
	add("GetEventAttributeValues", http.MethodPost, demoTeam, valueSteps...)
	add("CreateEventDefinition", http.MethodPost, demoTeam, defineSteps...)
	add("ListEventDefinitions", http.MethodGet, demoTeam, definitionSteps...)
	add("ListTeamEventDefinitions", http.MethodGet, demoTeam, teamDefinitionSteps...)
	add("ComputeEventsFunnel", http.MethodPost, demoTeam, funnelSteps...)
	add("Echo", http.MethodPost, demoTeam, echoSteps...)
	return steps
}

var listSteps = []step{
	{name: "list a page", path: bot + "stream?version=LIVE&page_size=5&" + week, status: 200},
	{
		name: "list drafts by every filter", path: bot + "stream?version=DRAFT&event=e&conversation_id=c&user_id=u&campaign_id=k&" + week,
		status: 200,
	},
	{name: "list an empty range", path: bot + "stream?version=LIVE&start_time=2026-01-08&end_time=2026-01-08", status: 200},
	{name: "list a reversed range", path: bot + "stream?version=LIVE&start_time=2026-01-09&end_time=2026-01-08", status: 400},
	{name: "list with a forged token", path: bot + "stream?version=LIVE&page_token=forged&" + week, status: 400},
	{name: "list with a wrong secret", path: bot + "stream?version=LIVE&" + week, auth: wrongBasic, status: 401},
	{name: "list another team's bot", path: otherBot + "stream?version=LIVE&" + week, status: 403},
	{name: "list without an end", path: bot + "stream?version=LIVE&start_time=2026-01-08", status: 400, breaksTheDocument: true},
	{name: "list in lower case", path: bot + "stream?version=live&" + week, status: 400, breaksTheDocument: true},
	{name: "list a negative page", path: bot + "stream?version=LIVE&page_size=-1&" + week, status: 400, breaksTheDocument: true},
	{
		name: "list an impossible day", path: bot + "stream?version=LIVE&start_time=2026-02-30&end_time=2026-03-01", status: 400,
		breaksTheDocument: true,
	},
	{name: "list an impossible bot", path: "/v1/bots/-/events/stream?version=LIVE&" + week, status: 400, breaksTheDocument: true},
}

var filterSteps = []step{
	{name: "filter a page", path: bot + "stream", body: `{` + weekJSON + `,"page_size":5}`, status: 200},
	{
		name: "filter by attributes", path: bot + "stream",
		body: `{` + weekJSON + `,"filters":[{"key":"flow","operator":"neq","value":["a","b"]}]}`, status: 200,
	},
	{
		name: "filter by an unknown operator", path: bot + "stream",
		body: `{` + weekJSON + `,"filters":[{"key":"flow","operator":"like","value":["a"]}]}`, status: 400,
	},
	{name: "filter with a wrong secret", path: bot + "stream", body: `{` + weekJSON + `}`, auth: wrongBasic, status: 401},
	{name: "filter another team's bot", path: otherBot + "stream", body: `{` + weekJSON + `}`, status: 403},
	{
		name: "filter without a version", path: bot + "stream", body: `{"start_time":"2026-01-08","end_time":"2026-01-09"}`, status: 400,
		breaksTheDocument: true,
	},
	{name: "filter with too much", path: bot + "stream", body: tooLarge, status: 413, breaksTheDocument: true},
	{
		name: "filter with a form", path: bot + "stream", body: "version=LIVE", mediaType: "application/x-www-form-urlencoded", status: 415,
		breaksTheDocument: true,
	},
}

var trackSteps = []step{
	{name: "track a whole event", path: bot + "track", status: 200, body: `{"id":"walk-1","version":"LIVE","user_id":"u","event":"walked",
		"attributes":{"flow":"f","step_number":"1"},"timestamp":"2026-01-15T09:00:00.123456789+01:00",
		"context":{"conversation_id":"c","campaign":{"id":"k","source":"s","medium":"m","name":"n","content":"o","term":"t"}}}`},
	{name: "track a bare event", path: bot + "track", body: `{}`, status: 200},
	{name: "track the same event again", path: bot + "track", body: `{"id":"walk-1","event":"walked"}`, status: 200},
	{name: "track with a wrong secret", path: bot + "track", body: `{}`, auth: wrongBasic, status: 401},
	{name: "track for another team's bot", path: otherBot + "track", body: `{}`, status: 403},
	{name: "track a number", path: bot + "track", body: `{"attributes":{"step_number":1}}`, status: 400, breaksTheDocument: true},
	{name: "track an array", path: bot + "track", body: `[]`, status: 400, breaksTheDocument: true},
	{name: "track too much", path: bot + "track", body: tooLarge, status: 413, breaksTheDocument: true},
	{name: "track plain text", path: bot + "track", body: `{}`, mediaType: "text/plain", status: 415, breaksTheDocument: true},
}

var teamSteps = []step{
	{name: "list the team", path: "/v1/teams/demo-team/events?page_size=3&" + week, status: 200},
	{name: "list a user of the team", path: "/v1/teams/demo-team/events?user_id=u&" + week, status: 200},
	{name: "list a reversed range of the team", path: "/v1/teams/demo-team/events?start_time=2026-01-09&end_time=2026-01-08", status: 400},
	{name: "list the team with a wrong secret", path: "/v1/teams/demo-team/events?" + week, auth: wrongBasic, status: 401},
	{name: "list another team", path: "/v1/teams/other-team/events?" + week, status: 403},
	{name: "list the team without a range", path: "/v1/teams/demo-team/events", status: 400, breaksTheDocument: true},
}

var valueSteps = []step{
	{name: "list values", path: bot + "attributes/flow/values", body: `{"query":"or"}`, status: 200},
	{name: "list all values", path: bot + "attributes/a%20%C3%A9/values", body: `{}`, status: 200},
	{name: "list values with a wrong secret", path: bot + "attributes/flow/values", body: `{}`, auth: wrongBasic, status: 401},
	{name: "list values of another team's bot", path: otherBot + "attributes/flow/values", body: `{}`, status: 403},
	{name: "list values like a number", path: bot + "attributes/flow/values", body: `{"query":1}`, status: 400, breaksTheDocument: true},
	{name: "list values like too much", path: bot + "attributes/flow/values", body: tooLarge, status: 413, breaksTheDocument: true},
	{
		name: "list values in plain text", path: bot + "attributes/flow/values", body: `{}`, mediaType: "text/plain", status: 415,
		breaksTheDocument: true,
	},
}

var defineSteps = []step{
	{name: "define", path: bot + "definitions", body: `{"event":"walked","description":"d","team_id":"demo-team"}`, status: 200},
	{name: "define again", path: bot + "definitions", body: `{"event":"walked"}`, status: 409},
	{name: "define with a wrong secret", path: bot + "definitions", body: `{"event":"w"}`, auth: wrongBasic, status: 401},
	{name: "define for another team's bot", path: otherBot + "definitions", body: `{"event":"w"}`, status: 403},
	{name: "define nothing", path: bot + "definitions", body: `{}`, status: 400, breaksTheDocument: true},
	{name: "define too much", path: bot + "definitions", body: tooLarge, status: 413, breaksTheDocument: true},
	{name: "define in plain text", path: bot + "definitions", body: `{}`, mediaType: "text/plain", status: 415, breaksTheDocument: true},
}

var definitionSteps = []step{
	{name: "list definitions", path: bot + "definitions?page_size=3&team_id=demo-team", status: 200},
	{name: "list definitions with a forged token", path: bot + "definitions?page_token=forged", status: 400},
	{name: "list definitions with a wrong secret", path: bot + "definitions", auth: wrongBasic, status: 401},
	{name: "list definitions of another team's bot", path: otherBot + "definitions", status: 403},
}

var teamDefinitionSteps = []step{
	{name: "list the team's definitions", path: "/v1/teams/demo-team/events/definitions?page_size=30&bot_id=demobot1", status: 200},
	{name: "list the team's definitions by a forged token", path: "/v1/teams/demo-team/events/definitions?page_token=forged", status: 400},
	{name: "list the team's definitions by a wrong secret", path: "/v1/teams/demo-team/events/definitions", auth: wrongBasic, status: 401},
	{name: "list another team's definitions", path: "/v1/teams/other-team/events/definitions", status: 403},
}

var funnelSteps = []step{
	{
		name: "compute a funnel", path: bot + "funnel", status: 200, body: `{` + weekJSON + `,"order_type":"strict",
			"breakdown_property":"language","properties":[{"key":"flow","operator":"neq","type":"string","value":["x"]}],
			"steps":[{"order":1,"event_id":"conversation_started"},{"order":2,"event_id":"intent_recognized","properties":[
			{"key":"intent","value":["order_status"]}]}]}`,
	},
	{name: "compute a short funnel", path: bot + "funnel", status: 200, body: `{` + weekJSON + `,"steps":[{"event_id":"walked"}]}`},
	{
		name: "compute with an unknown operator", path: bot + "funnel", status: 400,
		body: `{` + weekJSON + `,"steps":[{"event_id":"walked","properties":[{"key":"flow","operator":"like"}]}]}`,
	},
	{
		name: "compute with a wrong secret", path: bot + "funnel", auth: wrongBasic, status: 401,
		body: `{` + weekJSON + `,"steps":[{"event_id":"walked"}]}`,
	},
	{
		name: "compute for another team's bot", path: otherBot + "funnel", status: 403,
		body: `{` + weekJSON + `,"steps":[{"event_id":"walked"}]}`,
	},
	{name: "compute without steps", path: bot + "funnel", body: `{` + weekJSON + `,"steps":[]}`, status: 400, breaksTheDocument: true},
	{name: "compute too much", path: bot + "funnel", body: tooLarge, status: 413, breaksTheDocument: true},
	{name: "compute in plain text", path: bot + "funnel", body: `{}`, mediaType: "text/plain", status: 415, breaksTheDocument: true},
}

var echoSteps = []step{
	{name: "echo", path: "/v1/echo", body: `{"message":"grüße, \u0001 and 🙂"}`, status: 200},
	{name: "echo with a wrong secret", path: "/v1/echo", body: `{"message":"hello"}`, auth: wrongBasic, status: 401},
	{name: "echo nothing", path: "/v1/echo", body: `{}`, status: 400, breaksTheDocument: true},
	{name: "echo too much", path: "/v1/echo", body: tooLarge, status: 413, breaksTheDocument: true},
	{name: "echo plain text", path: "/v1/echo", body: `{}`, mediaType: "text/plain", status: 415, breaksTheDocument: true},
}

func inkeepSteps() []step {
	steps := []step{
		{name: "log a message", auth: webKey, status: 200, body: `{"entityType":"message","type":"t","messageId":"m","id":"walk-1",
			"createdAt":"2026-01-15T09:00:00+01:00","projectId":null,"integrationId":"i","properties":{"n":1.50,"null":null},
			"userProperties":{"id":7,"userId":null,"identificationType":"COOKIED","free":[1,{"deep":null}]}}`},
		{name: "log a conversation", auth: apiKey, status: 200, body: `{"entityType":"conversation","type":"t","conversationId":"c"}`},
		{
			name: "log a search", auth: apiKey, status: 200,
			body: `{"entityType":"search","type":"t","searchQuery":"q","properties":null,"userProperties":null}`,
		},
		{
			name: "log a message again", auth: webKey, status: 409,
			body: `{"entityType":"message","type":"other","messageId":"m","id":"walk-1"}`,
		},
		{name: "log with an unknown key", auth: wrongKey, status: 401, body: `{"entityType":"search","type":"t","searchQuery":"q"}`},
		{name: "log without a reference", auth: webKey, status: 422, breaksTheDocument: true, body: `{"entityType":"message","type":"t"}`},
		{name: "log an unknown kind", auth: webKey, status: 422, breaksTheDocument: true, body: `{"entityType":"click","type":"t"}`},
		{
			name: "log an empty id", auth: webKey, status: 422, breaksTheDocument: true,
			body: `{"entityType":"search","type":"t","searchQuery":"q","id":""}`,
		},
		{name: "log too much", auth: webKey, status: 413, breaksTheDocument: true, body: tooLarge},
		{name: "log plain text", auth: webKey, status: 415, breaksTheDocument: true, mediaType: "text/plain", body: `{}`},
	}
	for i := range steps {
		steps[i].operation, steps[i].method, steps[i].path = "LogEvent", http.MethodPost, "/events"
	}
	return slices.Concat(steps, querySteps(), conversationSteps(), feedbackSteps())
}

// conversationSteps log a conversation, find it in every way, and delete it.
func conversationSteps() []step {
	return slices.Concat(
		on("LogConversation", http.MethodPost, "/conversations",
			step{name: "log a whole conversation", auth: webKey, status: 200, body: `{"type":"openai","id":"walk","externalId":"walked",
				"externalUrl":null,"createdAt":"2026-01-15T09:00:00+01:00","properties":{"n":1.50},"userProperties":{"id":7},"tags":["t"],
				"visibility":"public","messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"text","text":"a"},
				{"type":"image_url","image_url":{"url":"u","detail":"low"}}],"links":[{"url":"u","title":null}],"tool_calls":[{"id":"t",
				"type":"function","function":{"name":"f","arguments":"{}"}}]}]}`},
			step{name: "log a ticket", auth: apiKey, status: 200, body: `{"type":"support_ticket","visibility":null,"messages":[
				{"role":"customer","content":null},{"role":"agent","content":"a"}]}`},
			step{name: "log with an unknown key", auth: wrongKey, status: 401, body: `{"type":"support_copilot","messages":[]}`},
			step{name: "log nothing said", auth: webKey, status: 422, breaksTheDocument: true, body: `{"type":"openai","messages":[]}`},
			step{name: "log another type", auth: webKey, status: 422, breaksTheDocument: true, body: `{"type":"chat","messages":[]}`},
			step{name: "log too much", auth: webKey, status: 413, breaksTheDocument: true, body: tooLarge},
			step{name: "log in plain text", auth: webKey, status: 415, breaksTheDocument: true, mediaType: "text/plain", body: `{}`},
		),
		on("ListConversations", http.MethodGet, "/conversations",
			step{name: "list a page", auth: apiKey, status: 200},
			step{name: "list another page", path: "?limit=3&offset=2", auth: apiKey, status: 200},
			step{name: "list none", path: "?limit=0", auth: apiKey, status: 400},
			step{name: "list with a key that may only write", auth: webKey, status: 403},
			step{name: "list with an unknown key", auth: wrongKey, status: 401},
		),
		on("GetConversationByExternalID", http.MethodGet, "/conversations/external/",
			step{name: "find by the client's name", path: "walked", auth: apiKey, status: 200},
			step{name: "find an unknown name", path: "nobody", auth: apiKey, status: 404},
			step{name: "find with a key that may only write", path: "walked", auth: webKey, status: 403},
			step{name: "find with an unknown key", path: "walked", auth: wrongKey, status: 401},
		),
		on("GetConversation", http.MethodGet, "/conversations/",
			step{name: "show", path: "walk", auth: webKey, status: 200},
			step{name: "show an unknown one", path: "nobody", auth: apiKey, status: 404},
			step{name: "show with an unknown key", path: "walk", auth: wrongKey, status: 401},
		),
		on("DeleteConversation", http.MethodDelete, "/conversations/",
			step{name: "delete with an unknown key", path: "walk", auth: wrongKey, status: 401},
			step{name: "delete", path: "walk", auth: webKey, status: 200},
			step{name: "delete again", path: "walk", auth: webKey, status: 404},
		),
	)
}

// feedbackSteps submit feedback about the walk's message, find it, and delete it.
func feedbackSteps() []step {
	return slices.Concat(
		on("SubmitFeedback", http.MethodPost, "/feedback",
			step{name: "submit all that there is to say", auth: apiKey, status: 200, body: `{"id":"walk","type":"negative","messageId":"m",
				"createdAt":"2026-01-15T09:00:00+01:00","updatedAt":null,"reasons":[{"label":"l","details":"d"}],"details":"d",
				"properties":{"n":1.50},"userProperties":{"id":7},"sources":[{"type":"new","title":null,"url":"u"},{"type":null}]}`},
			step{name: "submit the least", auth: apiKey, status: 200, body: `{"type":"positive","messageId":"m","reasons":null}`},
			step{name: "submit with a key that may only write", auth: webKey, status: 403, body: `{"type":"positive","messageId":"m"}`},
			step{name: "submit with an unknown key", auth: wrongKey, status: 401, body: `{"type":"positive","messageId":"m"}`},
			step{name: "submit on nothing", auth: apiKey, status: 422, breaksTheDocument: true, body: `{"type":"positive"}`},
			step{name: "submit too much", auth: apiKey, status: 413, breaksTheDocument: true, body: tooLarge},
			step{name: "submit in plain text", auth: apiKey, status: 415, breaksTheDocument: true, mediaType: "text/plain", body: `{}`},
		),
		on("ListFeedback", http.MethodGet, "/feedback",
			step{name: "list feedback", auth: apiKey, status: 200},
			step{name: "list more feedback", path: "?limit=3&offset=2", auth: apiKey, status: 200},
			step{name: "list no feedback", path: "?limit=0", auth: apiKey, status: 400},
			step{name: "list feedback with a key that may only write", auth: webKey, status: 403},
			step{name: "list feedback with an unknown key", auth: wrongKey, status: 401},
		),
		on("GetFeedback", http.MethodGet, "/feedback/",
			step{name: "show feedback", path: "walk", auth: apiKey, status: 200},
			step{name: "show unknown feedback", path: "nobody", auth: apiKey, status: 404},
			step{name: "show feedback with a key that may only write", path: "walk", auth: webKey, status: 403},
			step{name: "show feedback with an unknown key", path: "walk", auth: wrongKey, status: 401},
		),
		on("DeleteFeedback", http.MethodDelete, "/feedback/",
			step{name: "delete feedback with an unknown key", path: "walk", auth: wrongKey, status: 401},
			step{name: "delete feedback with a key that may only write", path: "walk", auth: webKey, status: 403},
			step{name: "delete feedback", path: "walk", auth: apiKey, status: 200},
			step{name: "delete feedback again", path: "walk", auth: apiKey, status: 404},
		),
	)
}

// on makes steps those of an operation, below its path.
func on(operation, method, path string, steps ...step) []step {
	for i := range steps {
		steps[i].operation, steps[i].method, steps[i].path = operation, method, path+steps[i].path
	}
	return steps
}
