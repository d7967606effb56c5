package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestPublicCallers sends what programs that call the Inkeep Analytics API send, in their forms: what none of them may break on.
func TestPublicCallers(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	keys := client{s.URL, "Bearer demo-api-key"}
	const noAccept = "Accept:"

	t.Run("a_site_of_documents_logs_events_about_a_message_of_a_conversation", func(t *testing.T) {
		logged := keys.post(t, "/events",
			`{"type":"chat_message_copied","entityType":"message","messageId":"m1","conversationId":"c1"}`, noAccept)
		require.Equal(t, http.StatusOK, logged.status, logged.body)
		require.Equal(t, "m1", gjson.Get(logged.body, "messageId").Str)
		lacking := keys.post(t, "/events", `{"type":"chat_message_copied","entityType":"message"}`, noAccept)
		require.Equal(t, http.StatusUnprocessableEntity, lacking.status, "its own route does not look for the id")
		require.Contains(t, gjson.Get(lacking.body, "detail").Str, "messageId")
	})

	t.Run("its_feedback_has_reasons_without_details", func(t *testing.T) {
		talk := keys.converse(t, `{"type":"openai","messages":[{"role":"user","content":"How?"},{"role":"assistant","content":"So."}]}`)
		given := keys.submit(t, `{"type":"negative","messageId":"`+talk.Get("messages.1.id").Str+`","reasons":[{"label":"outdated"}]}`)
		require.Equal(t, "outdated", given.Get("reasons.0.label").Str)
	})

	t.Run("a_page_submits_an_opinion_on_the_answer_that_it_has_just_logged", func(t *testing.T) {
		talk := keys.post(t, "/conversations", `{"type":"openai","messages":[{"role":"user","content":"Feedback on a page"},`+
			`{"role":"assistant","content":"none"}],"userProperties":{"url":"https://docs.example/a"}}`, noAccept)
		require.Equal(t, http.StatusOK, talk.status, talk.body)
		answer := gjson.Get(talk.body, "messages.1.id").Str
		require.NotEmpty(t, answer)
		given := keys.post(t, "/feedback", `{"type":"positive","messageId":"`+answer+`",`+
			`"reasons":[{"label":"user_feedback","details":"clear"}],"userProperties":{"url":"https://docs.example/a"}}`, noAccept)
		require.Equal(t, http.StatusOK, given.status, given.body)
		require.Equal(t, answer, keys.feedback(t, "").Get("positiveFeedback.0.messageId").Str)
		require.Equal(t, talk.body, keys.get(t, "/conversations/"+gjson.Get(talk.body, "id").Str).body)
	})

	t.Run("a_worker_says_which_tool_asked", func(t *testing.T) {
		talk := keys.converse(t, `{"type":"openai","messages":[{"role":"user","content":"How?"}],`+
			`"properties":{"source":"worker","tool":"search-docs"}}`)
		require.JSONEq(t, `{"source":"worker","tool":"search-docs"}`, talk.Get("properties").Raw)
	})

	t.Run("a_bot_finds_its_message_by_the_name_of_the_thread", func(t *testing.T) {
		keys.converse(t, `{"type":"openai","externalId":"thread 1/2","messages":[{"role":"user","content":"How?","externalId":"q"},`+
			`{"role":"assistant","content":"So.","externalId":"a"}]}`)
		found := keys.conversation(t, "external/thread%201%2F2")
		answer := found.Get(`messages.#(externalId=="a").id`).Str
		require.NotEmpty(t, answer, found.Raw)
		require.Equal(t, answer, keys.submit(t, `{"type":"positive","messageId":"`+answer+`"}`).Get("messageId").Str)
	})

	t.Run("a_responder_sends_what_no_schema_has", func(t *testing.T) {
		const talk = `{"id":"ticket-9","type":"openai","sources":[{"title":"Guide"}],"messages":[{"role":"user","content":"How?"},` +
			`{"role":"assistant","content":"So.","links":[{"url":"https://docs.example/a","title":"Guide"}]}]}`
		first := keys.converse(t, talk)
		again := keys.converse(t, talk)
		require.Equal(t, "ticket-9", first.Get("id").Str)
		require.Equal(t, first.Get("messages.#.id").Raw, again.Get("messages.#.id").Raw, "the whole history comes each time")
		require.Equal(t, "https://docs.example/a", again.Get("messages.1.links.0.url").Str)
		_, total := keys.conversations(t, "limit=100&offset=0")
		require.Equal(t, 5, total)
	})
}
