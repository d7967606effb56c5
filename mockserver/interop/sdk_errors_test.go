//go:build interop

package interop

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSDKErrors makes the SDK throw each of its typed errors that a client can provoke. An answer that lacks one member
// or has another media type would surface as a validation error or as the general APIError instead.
func TestSDKErrors(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	event := func(changes object) object {
		e := object{"entityType": "message", "type": "t", "messageId": "m"}
		for name, value := range changes {
			e[name] = value
		}
		return e
	}
	tests := []struct {
		call   sdkCall
		class  string
		status int
		code   string
		title  string
	}{
		{
			sdkCall{Name: "a_body_that_is_not_json", Security: withAPIKey, Event: event(nil), Body: `{"entityType": `},
			"BadRequest", 400, "bad_request", "Bad Request",
		},
		{
			sdkCall{Name: "an_unknown_key", Security: map[string]string{"apiIntegrationKey": "nobody"}, Event: event(nil)},
			"Unauthorized", 401, "unauthorized", "Unauthorized",
		},
		{
			sdkCall{Name: "no_key_at_all", Security: map[string]string{}, Event: event(nil)},
			"Unauthorized", 401, "unauthorized", "Unauthorized",
		},
		{
			sdkCall{Name: "an_empty_id", Security: withWebKey, Event: event(object{"id": ""})},
			"UnprocessableEntity", 422, "unprocessable_entity", "Unprocessable Entity",
		},
		{
			sdkCall{Name: "a_missing_reference", Security: withWebKey, Event: event(nil), Body: `{"entityType":"message","type":"t"}`},
			"UnprocessableEntity", 422, "unprocessable_entity", "Unprocessable Entity",
		},
	}
	var calls []sdkCall
	for _, test := range tests {
		calls = append(calls, test.call)
	}
	answers := callSDK(t, m, calls)
	for _, test := range tests {
		t.Run(test.call.Name, func(t *testing.T) {
			got := answers[test.call.Name].Error
			require.NotNil(t, got, "the call should have thrown")
			require.Equal(t, test.class, got.Class, "%+v", got)
			require.Equal(t, test.status, got.StatusCode)
			require.Equal(t, test.status, got.Status)
			require.Equal(t, test.code, got.Code)
			require.Equal(t, test.title, got.Title)
			require.NotEmpty(t, got.Detail)
			require.Equal(t, "/events", got.Instance)
			require.NotEmpty(t, got.RequestID)
			require.Equal(t, test.code, got.Legacy.Code)
			require.Equal(t, got.Detail, got.Legacy.Message)
		})
	}
}

// TestSDKRefusals has an unknown key refused by every operation that the SDK has, each with the typed error of that.
func TestSDKRefusals(t *testing.T) {
	t.Parallel()
	functions, err := filepath.Glob(tool(t, "node_modules", "@inkeep", "inkeep-analytics", "dist", "esm", "funcs") + "/*.js")
	require.NoError(t, err)
	var names []string
	for _, path := range functions {
		names = append(names, strings.ToLower(strings.TrimSuffix(filepath.Base(path), ".js")))
	}
	require.NotEmpty(t, names)
	nobody := map[string]string{"apiIntegrationKey": "nobody"}
	id, feedback := object{"id": "x"}, object{"type": "positive", "messageId": "m"}
	event := object{"entityType": "message", "type": "t", "messageId": "m"}
	conversation := object{"type": "openai", "messages": []any{object{"role": "user", "content": "How?"}}}
	var called []string
	var calls []sdkCall
	for operation, args := range map[string][]any{
		"events.log": {nobody, event}, "conversations.log": {nobody, conversation}, "conversations.list": {object{}},
		"conversations.get": {nobody, id}, "conversations.delete": {nobody, id},
		"conversation.getConversationByExternalId": {object{"externalId": "x"}},
		"feedback.submit":                          {feedback}, "feedback.list": {object{}}, "feedback.getFeedbackById": {id},
		"query.queryEvents": {object{}}, "query.conversations": {object{}}, "query.queryFeedback": {object{}},
		"query.querySemanticThreads": {object{}}, "query.exportSemanticThreadsQueryResults": {object{}},
		"query.queryPropertyKeys":   {object{"field": "properties"}},
		"query.queryPropertyValues": {object{"field": "properties", "key": "k"}},
		"topSearchQueries":          {object{}}, "weeklySearchUsers": {object{}},
	} {
		calls = append(calls, sdkCall{Name: operation, Security: nobody, Do: operation, Args: args})
		called = append(called, strings.ToLower(strings.ReplaceAll(operation, ".", "")))
	}
	require.ElementsMatch(t, names, called)
	for operation, answer := range callSDK(t, startMock(t), calls) {
		require.NotNil(t, answer.Error, operation)
		require.Equal(t, "Unauthorized", answer.Error.Class, operation)
	}
}

// TestSDKConflict gives one id to two different events. The SDK has no class of its own for 409, so its general one comes.
func TestSDKConflict(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	event := func(kind string) object {
		return object{"entityType": "search", "id": "one-id", "type": kind, "searchQuery": "q", "createdAt": "2026-01-15T10:00:00.000Z"}
	}
	answers := callSDK(t, m, []sdkCall{
		{Name: "first", Security: withAPIKey, Event: event("search_query_submitted")},
		{Name: "other", Security: withAPIKey, Event: event("search_result_clicked")},
	})
	require.Nil(t, answers["first"].Error)
	require.NotNil(t, answers["other"].Error)
	require.Equal(t, "APIError", answers["other"].Error.Class)
	require.Equal(t, 409, answers["other"].Error.StatusCode)
}
