//go:build interop

package interop

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSDKInABrowser has a page of another origin use the official SDK with a web key, for each operation that takes one. The SDK sends
// other headers there than in Node.js, and the browser asks before it sends them.
func TestSDKInABrowser(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	conversation := object{
		"type": "openai", "id": "from-a-page", "messages": []any{object{"role": "user", "content": "How do I rotate a key?"}},
		"properties": object{"source": "page"},
	}
	event := object{"entityType": "conversation", "conversationId": "from-a-page", "type": "conversation_shared"}
	one := object{"id": "from-a-page"}
	calls := []sdkCall{
		{Name: "log a conversation", Do: "conversations.log", Args: []any{withWebKey, conversation}},
		{Name: "get it", Do: "conversations.get", Args: []any{withWebKey, one}},
		{Name: "log an event", Security: withWebKey, Event: event},
		{Name: "delete it", Do: "conversations.delete", Args: []any{withWebKey, one}},
		{Name: "get what is gone", Do: "conversations.get", Args: []any{withWebKey, one}},
		{Name: "an event without what it is about", Security: withWebKey, Event: event, Body: `{"entityType":"conversation","type":"t"}`},
		{Name: "no JSON", Security: withWebKey, Event: event, Body: `{"entityType": `},
		{Name: "an unknown key", Security: map[string]string{"webIntegrationKey": "nobody"}, Event: event},
	}
	var got struct {
		CallSDK struct {
			Value      map[string]sdkAnswer `json:"value"`
			Complaints []string             `json:"complaints"`
		} `json:"callSDK"`
	}
	runScript(t, "browser.mjs", object{"chromium": chromium(t), "page": servePage(t) + "/sdk.html", "calls": []object{
		{"name": "callSDK", "argument": object{"url": m.URL, "calls": calls}},
	}}, &got)
	answers := got.CallSDK.Value
	require.Len(t, answers, len(calls))
	for _, call := range calls[:4] {
		require.Nil(t, answers[call.Name].Error, "%s: %+v", call.Name, answers[call.Name].Error)
	}
	require.Equal(t, conversation["properties"], answers["log a conversation"].Result["properties"])
	require.Equal(t, answers["log a conversation"].Result, answers["get it"].Result)
	require.Equal(t, "from-a-page", answers["log an event"].Result["conversationId"])
	require.Equal(t, true, answers["delete it"].Result["success"])
	classes := []string{"NotFound", "UnprocessableEntity", "BadRequest", "Unauthorized"}
	for i, call := range calls[4:] {
		require.NotNil(t, answers[call.Name].Error, call.Name)
		require.Equal(t, classes[i], answers[call.Name].Error.Class, call.Name)
	}
	require.Len(t, got.CallSDK.Complaints, len(classes), "the browser notes each refusal, and nothing else")
}
