//go:build interop

package interop

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

type (
	object = map[string]any

	// sdkCall is one call of events.log, or of query.queryEvents with a Query. Body, where set, replaces what the SDK would send; with
	// Retry it tries again.
	sdkCall struct {
		Name     string            `json:"name"`
		Security map[string]string `json:"security"`
		Event    object            `json:"event"`
		Query    object            `json:"query,omitempty"`
		Do       string            `json:"do,omitempty"`
		Args     []any             `json:"args,omitempty"`
		Body     string            `json:"body,omitempty"`
		Retry    bool              `json:"retry,omitempty"`
	}

	// sdkAnswer is what the caller got: a result or a thrown error.
	sdkAnswer struct {
		Result object    `json:"result"`
		Error  *sdkError `json:"error"`
	}

	// sdkError carries the class of the thrown error and its public fields.
	sdkError struct {
		Class      string `json:"class"`
		StatusCode int    `json:"statusCode"`
		Code       string `json:"code"`
		Title      string `json:"title"`
		Status     int    `json:"status"`
		Detail     string `json:"detail"`
		Instance   string `json:"instance"`
		RequestID  string `json:"requestId"`
		Legacy     struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"legacy"`
		Message string `json:"message"`
	}
)

var (
	withWebKey = map[string]string{"webIntegrationKey": "demo-web-key"}
	withAPIKey = map[string]string{"apiIntegrationKey": "demo-api-key"}
)

// TestSDK logs events with the official SDK of Inkeep.
func TestSDK(t *testing.T) {
	t.Parallel()
	m := startMock(t)

	t.Run("every_kind_of_event_is_echoed_for_both_kinds_of_key", func(t *testing.T) {
		for key, security := range map[string]map[string]string{"web": withWebKey, "api": withAPIKey} {
			var calls []sdkCall
			for kind, reference := range references {
				event := fullEvent(kind, reference, key+"-"+kind)
				calls = append(calls, sdkCall{Name: kind, Security: security, Event: event})
			}
			answers := callSDK(t, m, calls)
			for _, c := range calls {
				answer := answers[c.Name]
				require.Nil(t, answer.Error, "%s with the %s key", c.Name, key)
				require.Equal(t, c.Event, answer.Result, "%s with the %s key", c.Name, key)
			}
		}
	})

	t.Run("a_bare_event_gets_its_defaults", func(t *testing.T) {
		bare := object{"entityType": "search", "type": "search_query_submitted", "searchQuery": "how to bake"}
		answer := callSDK(t, m, []sdkCall{{Name: "bare", Security: withWebKey, Event: bare}})["bare"]
		require.Nil(t, answer.Error)
		for name, want := range bare {
			require.Equal(t, want, answer.Result[name], name)
		}
		require.NotEmpty(t, answer.Result["id"])
		require.Regexp(t, `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$`, answer.Result["createdAt"])
		require.NotEmpty(t, answer.Result["projectId"])
		require.NotEmpty(t, answer.Result["integrationId"])
	})

	t.Run("the_web_key_wins_when_both_are_given", func(t *testing.T) {
		event := func(id string) object {
			return object{"entityType": "message", "type": "t", "messageId": "m", "id": id}
		}
		answers := callSDK(t, m, []sdkCall{
			{Name: "web", Security: withWebKey, Event: event("wins-web")},
			{Name: "api", Security: withAPIKey, Event: event("wins-api")},
			{Name: "both", Event: event("wins-both"), Security: map[string]string{
				"webIntegrationKey": "demo-web-key", "apiIntegrationKey": "demo-api-key",
			}},
		})
		require.NotEqual(t, answers["web"].Result["integrationId"], answers["api"].Result["integrationId"])
		require.Equal(t, answers["web"].Result["integrationId"], answers["both"].Result["integrationId"])
	})

	t.Run("the_same_event_again_is_the_same_record", func(t *testing.T) {
		event := fullEvent("message", "messageId", "again")
		first := callSDK(t, m, []sdkCall{{Name: "log", Security: withAPIKey, Event: event}})["log"]
		second := callSDK(t, m, []sdkCall{{Name: "log", Security: withAPIKey, Event: event}})["log"]
		require.Nil(t, second.Error)
		require.Equal(t, first.Result, second.Result)
	})
}

// TestSDKQueries asks for what the official SDK has logged, and for seeded events.
func TestSDKQueries(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	asked := object{
		"select": []any{
			object{"type": "field", "field": "id"},
			object{"type": "field", "field": "properties"},
			object{"type": "field", "field": "userProperties", "path": []any{"userId"}},
		},
		"where": object{"and": []any{
			object{"condition": object{"field": "createdAt", "operator": "gte", "value": "2026-01-15T10:00:00Z"}},
			object{"condition": object{"field": "properties", "operator": "eq", "value": object{"path": []any{"share"}, "value": 0.125}}},
		}},
		"orderBy": []any{object{"field": "createdAt", "direction": "desc"}},
	}
	grouped := object{
		"select": []any{
			object{"type": "time", "timeUnit": "week"},
			object{"type": "aggregation", "aggregation": "count"},
			object{"type": "aggregation", "aggregation": "min", "field": "createdAt"},
		},
		"groupBy": []any{object{"field": "eventType"}},
	}
	answers := callSDK(t, m, []sdkCall{
		{Name: "log", Security: withAPIKey, Event: fullEvent("message", "messageId", "asked")},
		{Name: "ask", Security: withAPIKey, Query: asked},
		{Name: "group", Security: withAPIKey, Query: grouped},
		{Name: "everything", Security: withAPIKey, Query: object{"notes": "everything"}},
		{Name: "a key that may only write", Security: map[string]string{"apiIntegrationKey": "demo-web-key"}, Query: object{"notes": "x"}},
		{Name: "too long notes", Security: withAPIKey, Query: object{"notes": strings.Repeat("n", 81)}},
	})
	results := func(name string) []any {
		require.Nil(t, answers[name].Error, "%s: %+v", name, answers[name].Error)
		require.Equal(t, "ok", answers[name].Result["status"])
		return answers[name].Result["data"].(object)["result"].([]any)
	}
	found := results("ask")
	require.Len(t, found, 1)
	require.Equal(t, "asked", found[0].(object)["id"])
	require.Equal(t, "3", found[0].(object)["properties"].(object)["count"], "a number comes back as a text")
	require.Equal(t, "u-1", found[0].(object)["userPropertiesUserId"])
	require.Greater(t, len(results("group")), 3)
	require.IsType(t, 0.0, results("group")[0].(object)["count"])
	require.Len(t, results("everything"), 1000)
	require.Equal(t, "Forbidden", answers["a key that may only write"].Error.Class)
	require.Equal(t, "UnprocessableEntity", answers["too long notes"].Error.Class)
}

// TestSDKQueriesOfViews asks for a conversation that the official SDK has logged, in each way that it has.
func TestSDKQueriesOfViews(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	conversation := object{
		"type": "openai", "id": "sdk", "messages": []any{object{"role": "user", "content": "How?"}},
		"properties":     object{"source": "sdk", "turn": 3.0},
		"userProperties": object{"userId": 7.0, "additionalProperties": object{}},
	}
	asked := object{"where": object{"condition": object{
		"field": "properties", "operator": "eq", "value": object{"path": []any{"source"}, "value": "sdk"},
	}}}
	grouped := object{
		"select": []any{
			object{"type": "time", "timeUnit": "month"},
			object{"type": "aggregation", "aggregation": "avg", "field": "userMessageCount"},
			object{"type": "aggregation", "aggregation": "countDistinct", "field": "userProperties", "path": []any{"userId"}},
		},
		"groupBy": []any{object{"field": "type"}},
		"orderBy": []any{object{"field": "avg_userMessageCount", "direction": "desc"}},
	}
	answers := callSDK(t, m, []sdkCall{
		{Name: "log", Do: "conversations.log", Args: []any{withAPIKey, conversation}},
		{Name: "ask", Security: withAPIKey, Do: "query.conversations", Args: []any{asked}},
		{Name: "group", Security: withAPIKey, Do: "query.conversations", Args: []any{grouped}},
		{Name: "everything", Security: withAPIKey, Do: "query.conversations", Args: []any{object{}}},
		{
			Name: "a key that may only write", Security: map[string]string{"apiIntegrationKey": "demo-web-key"}, Do: "query.conversations",
			Args: []any{object{}},
		},
	})
	results := func(name string) []any {
		require.Nil(t, answers[name].Error, "%s: %+v", name, answers[name].Error)
		return answers[name].Result["data"].(object)["result"].([]any)
	}
	require.Len(t, results("ask"), 1)
	found := results("ask")[0].(object)
	require.Equal(t, []any{"sdk", 1.0, "openai"}, []any{found["id"], found["userMessageCount"], found["type"]})
	require.Equal(t, conversation["properties"], found["properties"])
	require.Equal(t, 7.0, found["userProperties"].(object)["userId"])
	require.Regexp(t, `^\d{4}-`, found["firstMessageTime"])
	require.GreaterOrEqual(t, len(results("group")), 3, "one for each kind, and for each month")
	require.IsType(t, 0.0, results("group")[0].(object)["countDistinctUserPropertiesUserId"])
	require.Greater(t, len(results("everything")), 500)
	require.Equal(t, "Forbidden", answers["a key that may only write"].Error.Class)
}

// TestSDKProperties asks for the properties of a conversation, for what was asked in it, and for the reports.
func TestSDKProperties(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	where := object{"condition": object{
		"field": "properties", "operator": "eq", "value": object{"path": []any{"source"}, "value": "sdk"},
	}}
	threads := []any{object{"query": "how", "where": where}}
	answers := callSDK(t, m, []sdkCall{
		{Name: "log", Do: "conversations.log", Args: []any{withAPIKey, object{
			"type": "openai", "id": "sdk", "messages": []any{object{"role": "user", "content": "How?"}},
			"properties": object{"source": "sdk", "turn": 3.0},
		}}},
		{Name: "keys", Security: withAPIKey, Do: "query.queryPropertyKeys", Args: []any{object{
			"field": "properties", "views": []any{"conversations_view"}, "where": where,
		}}},
		{Name: "values", Security: withAPIKey, Do: "query.queryPropertyValues", Args: []any{object{"field": "properties", "key": "turn"}}},
		{Name: "no property", Security: withAPIKey, Do: "query.queryPropertyValues", Args: []any{object{
			"field": "properties", "key": "turn", "limit": 0,
		}}},
		{Name: "threads", Security: withAPIKey, Do: "query.querySemanticThreads", Args: threads},
		{Name: "export", Security: withAPIKey, Do: "query.exportSemanticThreadsQueryResults", Args: threads},
		{Name: "searches", Security: withAPIKey, Do: "topSearchQueries", Args: []any{object{"after": "2020-01-01"}}},
		{Name: "users", Security: withAPIKey, Do: "weeklySearchUsers", Args: []any{object{}}},
		{Name: "since no time", Security: withAPIKey, Do: "weeklySearchUsers", Args: []any{object{"after": "soon"}}},
	})
	results := func(name string) []any {
		require.Nil(t, answers[name].Error, "%s: %+v", name, answers[name].Error)
		return answers[name].Result["data"].(object)["result"].([]any)
	}
	require.Equal(t, []any{"source", "turn"}, answers["keys"].Result["results"])
	require.Equal(t, []any{"3"}, answers["values"].Result["results"])
	require.Equal(t, "UnprocessableEntity", answers["no property"].Error.Class)
	require.Len(t, results("threads"), 1)
	thread := results("threads")[0].(object)
	require.Equal(t, "How?", thread["question"])
	require.Equal(t, []any{"sdk"}, thread["conversationIds"])
	require.Equal(t, true, thread["isInitialQuestionAnswer"])
	require.Regexp(t, `^\d{4}-`, thread["lastUpdated"])
	require.Contains(t, answers["export"].Result["text"], ",How?,", "%+v", answers["export"].Error)
	require.Regexp(t, `^\d+$`, results("searches")[0].(object)["count"])
	require.NotEmpty(t, results("searches")[0].(object)["searchQuery"])
	require.Regexp(t, `^\d+$`, results("users")[0].(object)["uniqueUsers"])
	require.Equal(t, "BadRequest", answers["since no time"].Error.Class)
}

// TestSDKConversations logs a conversation with the official SDK, finds it in every way that it has, and deletes it.
func TestSDKConversations(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	web := map[string]string{"webIntegrationKey": "demo-web-key"}
	history := []any{object{"role": "user", "content": "How do I rotate a key?"}}
	conversation := object{
		"type": "openai", "id": "sdk", "externalId": "thread", "createdAt": "2026-01-15T10:00:00.123Z", "messages": history,
		"properties": object{"source": "sdk"}, "userProperties": object{"userId": 7.0, "additionalProperties": object{"free": 1.0}},
	}
	longer := object{"type": "openai", "id": "sdk", "externalId": "thread", "messages": append(history, object{
		"role": "assistant", "content": []any{object{"type": "text", "text": "Under Settings."}},
		"links": []any{object{"url": "https://docs.example.com"}},
	})}
	ticket := object{"type": "support_ticket", "messages": []any{object{"role": "agent"}}, "visibility": "private", "tags": []any{"t"}}
	answers := callSDK(t, m, []sdkCall{
		{Name: "log", Do: "conversations.log", Args: []any{withAPIKey, conversation}},
		{Name: "log more", Do: "conversations.log", Args: []any{web, longer}},
		{Name: "log a ticket", Do: "conversations.log", Args: []any{withAPIKey, ticket}},
		{Name: "list", Security: withAPIKey, Do: "conversations.list", Args: []any{object{"limit": 3, "offset": 0}}},
		{Name: "get", Do: "conversations.get", Args: []any{web, object{"id": "sdk"}}},
		{Name: "find", Security: withAPIKey, Do: "conversation.getConversationByExternalId", Args: []any{object{"externalId": "thread"}}},
		{Name: "delete", Do: "conversations.delete", Args: []any{withAPIKey, object{"id": "sdk"}}},
		{Name: "get what is gone", Do: "conversations.get", Args: []any{withAPIKey, object{"id": "sdk"}}},
		{
			Name: "list with a web key", Security: map[string]string{"apiIntegrationKey": "demo-web-key"}, Do: "conversations.list",
			Args: []any{object{}},
		},
	})
	result := func(name string) object {
		require.Nil(t, answers[name].Error, "%s: %+v", name, answers[name].Error)
		return answers[name].Result
	}
	first, second := result("log"), result("log more")
	require.Equal(t, conversation["properties"], first["properties"])
	require.Equal(t, 7.0, first["userProperties"].(object)["userId"])
	message := func(c object, i int) object { return c["messages"].([]any)[i].(object) }
	require.NotEmpty(t, message(first, 0)["id"])
	require.Equal(t, message(first, 0)["id"], message(second, 0)["id"], "its history grows")
	require.Len(t, second["messagesOpenAIFormat"], 2)
	require.Nil(t, message(result("log a ticket"), 0)["content"])
	require.Len(t, result("list")["conversations"], 3)
	require.Greater(t, result("list")["total"], 100.0)
	require.Equal(t, second, result("get"))
	require.Equal(t, second, result("find"))
	require.Equal(t, true, result("delete")["success"])
	require.Equal(t, "NotFound", answers["get what is gone"].Error.Class)
	require.Equal(t, "Forbidden", answers["list with a web key"].Error.Class)
}

// TestSDKFeedback logs a conversation with the official SDK, submits feedback about its answer, and finds it in every way that the SDK has.
// The pinned version cannot delete feedback.
func TestSDKFeedback(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	conversation := callSDK(t, m, []sdkCall{{Name: "log", Do: "conversations.log", Args: []any{withAPIKey, object{
		"type": "openai", "messages": []any{
			object{"role": "user", "content": "How do I rotate a key?"}, object{"role": "assistant", "content": "Under Settings."},
		},
	}}}})["log"].Result
	answer := conversation["messages"].([]any)[1].(object)
	feedback := object{
		"id": "sdk", "type": "negative", "messageId": answer["id"], "createdAt": "2026-01-15T10:00:00.123Z",
		"reasons":    []any{object{"label": "outdated", "details": "The button has another name."}},
		"properties": object{"source": "sdk"}, "userProperties": object{"additionalProperties": object{"url": "https://docs.example.com"}},
	}
	byID := []any{object{"id": "sdk"}}
	web := map[string]string{"apiIntegrationKey": "demo-web-key"}
	answers := callSDK(t, m, []sdkCall{
		{Name: "submit about nothing", Security: withAPIKey, Do: "feedback.submit", Args: []any{object{
			"type": "negative", "messageId": "said elsewhere",
		}}},
		{Name: "submit", Security: withAPIKey, Do: "feedback.submit", Args: []any{feedback}},
		{Name: "get", Security: withAPIKey, Do: "feedback.getFeedbackById", Args: byID},
		{Name: "list", Security: withAPIKey, Do: "feedback.list", Args: []any{object{"limit": 1000}}},
		{Name: "change", Security: withAPIKey, Do: "feedback.submit", Args: []any{object{
			"id": "sdk", "type": "positive", "messageId": answer["id"],
		}}},
		{Name: "list again", Security: withAPIKey, Do: "feedback.list", Args: []any{object{}}},
		{Name: "ask", Security: withAPIKey, Do: "query.queryFeedback", Args: []any{object{"where": object{"condition": object{
			"field": "id", "operator": "eq", "value": "sdk",
		}}}}},
		{Name: "get nothing", Security: withAPIKey, Do: "feedback.getFeedbackById", Args: []any{object{"id": "nothing"}}},
		{Name: "list none", Security: withAPIKey, Do: "feedback.list", Args: []any{object{"limit": 0}}},
		{Name: "submit with a web key", Security: web, Do: "feedback.submit", Args: []any{feedback}},
		{Name: "submit the wrong", Security: withAPIKey, Do: "feedback.submit", Args: []any{feedback}, Body: `{"type":"new"}`},
	})
	result := func(name string) object {
		require.Nil(t, answers[name].Error, "%s: %+v", name, answers[name].Error)
		return answers[name].Result
	}
	result("submit about nothing") // which leaves the lists readable
	stored := result("submit")
	for _, member := range []string{"id", "type", "messageId", "createdAt", "reasons", "properties", "userProperties"} {
		require.Equal(t, feedback[member], stored[member], member)
	}
	found := result("get")
	require.Equal(t, answer, found["message"])
	require.Equal(t, conversation, found["conversation"])
	list := result("list")
	require.Contains(t, list["negativeFeedback"], any(found))
	require.Len(t, list["negativeFeedback"], int(list["negativeFeedbackCount"].(float64)))
	require.Len(t, list["positiveFeedback"], int(list["positiveFeedbackCount"].(float64)))
	result("change")
	require.Equal(t, list["positiveFeedbackCount"].(float64)+1, result("list again")["positiveFeedbackCount"])
	asked := result("ask")["data"].(object)["result"].([]any)[0].(object)
	require.Equal(t, []any{"sdk", "positive", answer["id"], conversation["id"]},
		[]any{asked["id"], asked["type"], asked["messageId"], asked["conversationId"]})
	for name, class := range map[string]string{
		"get nothing": "NotFound", "list none": "BadRequest", "submit with a web key": "Forbidden",
		"submit the wrong": "UnprocessableEntity",
	} {
		require.Equal(t, class, answers[name].Error.Class, name)
	}
}

// references names the member that each kind of event refers with.
var references = map[string]string{"message": "messageId", "conversation": "conversationId", "search": "searchQuery"}

// fullEvent is an event with every member. The SDK holds free keys of userProperties in a member of its own, and sends
// and returns the same shape, so that the answer must equal it.
func fullEvent(kind, reference, id string) object {
	return object{
		"entityType": kind, "id": id, "type": "assistant_message_received", reference: "ref-" + id,
		"createdAt": "2026-01-15T10:00:00.123Z", "projectId": nil, "integrationId": "given",
		"properties": object{
			"count": 3.0, "share": 0.125, "none": nil, "list": []any{1.0, "two", nil}, "nested": object{"deep": object{"null": nil}},
		},
		"userProperties": object{
			"id": 42.0, "userId": "u-1", "identificationType": "COOKIED", "supportAgentName": nil,
			"additionalProperties": object{"plan": "pro", "seats": 5.0, "nothing": nil},
		},
	}
}

// callSDK makes the calls one after the other and returns the answers by name.
func callSDK(t *testing.T, m *mock, calls []sdkCall) map[string]sdkAnswer {
	t.Helper()
	var answers map[string]sdkAnswer
	runScript(t, "sdk.mjs", object{"url": m.URL, "calls": calls}, &answers)
	require.Len(t, answers, len(calls))
	return answers
}
