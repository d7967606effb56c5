package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver"
)

// INK-QRY-46, INK-QRY-47.
func TestQueriesOfSemanticThreads(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, mockserver.Options{Scenario: "empty"})
	r := apiKey(s).raw(t, http.MethodPost, "/conversations", `{"id":"c-1","type":"openai","projectId":null,"properties":{"n":1},`+
		`"messages":[`+
		`{"role":"system","content":"be kind","id":"m-0"},`+
		`{"role":"user","content":"Wie drehe ich den Schlüssel?","id":"m-1",`+
		`"createdAt":"2026-01-14T09:00:00Z","updatedAt":"2026-01-14T09:00:00Z"},`+
		`{"role":"assistant","content":[{"type":"text","text":"Under"},{"type":"text","text":"Settings."}],"id":"m-2",`+
		`"createdAt":"2026-01-14T09:00:01Z","updatedAt":"2026-01-14T10:00:00Z"},`+
		`{"role":"user","content":"thanks","id":"m-3","createdAt":"2026-01-14T09:01:00Z","updatedAt":"2026-01-14T09:01:00Z"}]}`)
	require.Equal(t, http.StatusOK, r.status, r.body)
	first := `{"id":"m-1","messageIds":["m-1","m-2"],"messagesCount":2,"question":"Wie drehe ich den Schlüssel?","questionLength":28,` +
		`"answer":"Under\n\nSettings.","integrationId":"demo-api-integration","properties":{"n":1},"userProperties":null,` +
		`"firstMessageTime":"2026-01-14T09:00:00.000Z","lastMessageTime":"2026-01-14T09:00:01.000Z",` +
		`"lastUpdated":"2026-01-14T10:00:00.000Z","hasPositiveFeedback":false,"hasNegativeFeedback":false,"conversationIds":["c-1"],` +
		`"areAIAnnotationsVerified":false,"isInitialQuestionAnswer":true}`
	const id = `"select":[{"type":"field","field":"id"}]`
	for query, want := range map[string]string{
		`{"query":"SCHLÜSSEL settings"}`: `[` + first + `]`,
		`{"query":"schlüssel thanks"}`:   `[]`,
		`{"query":" ",` + id + `}`:       `[{"id":"m-1"},{"id":"m-3"}]`,
		`{"query":"kind",` + id + `}`:    `[]`,
		`{"query":"t",` + id + `,"where":{"condition":{"field":"isInitialQuestionAnswer","operator":"eq","value":false}}}`: `[` +
			`{"id":"m-3"}]`,
		`{"select":[{"type":"time","timeUnit":"day"},{"type":"aggregation","aggregation":"max","field":"questionLength"}]}`: `[` +
			`{"firstMessageTime_day":"2026-01-14T00:00:00.000Z","max_questionLength":28}]`,
		`{` + id + `,"where":{"condition":{"field":"firstMessageTime","operator":"gt","value":"2026-01-14T09:00:30Z"}}}`: `[{"id":"m-3"}]`,
		`{` + id + `,"where":{"condition":{"field":"answer","operator":"isNull"}}}`:                                      `[{"id":"m-3"}]`,
		`{` + id + `,"where":{"condition":{"field":"sentiment","operator":"isNotNull"}}}`:                                `[]`,
	} {
		require.Equal(t, want, queriedOf(t, s, "semantic-threads", query).Get("result").Raw, query)
	}
	require.Equal(t, "question,messageIds\nthanks,\"[\"\"m-3\"\"]\"\n", asCSV(t, s, "semantic-threads", `{"query":"thanks",`+
		`"select":[{"type":"field","field":"question"},{"type":"field","field":"messageIds"}]}`))
	webKey(s).raw(t, http.MethodPost, "/query/semantic-threads", `{}`).
		refusedByInkeep(t, http.StatusForbidden, "a key of an API integration")
}

// INK-QRY-47: seeded threads are annotated, until a client writes their conversation, and all have the feedback about their messages.
func TestSemanticThreadsAreAnnotated(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(300))
	const negative = `{"condition":{"field":"hasNegativeFeedback","operator":"eq","value":true}}`
	ask := func(query string) gjson.Result { return queriedOf(t, s, "semantic-threads", query).Get("result") }
	require.Equal(t, `[{"sentiment":"negative"}]`, ask(`{"groupBy":[{"field":"sentiment"}],"where":`+negative+`}`).Raw)
	bad := ask(`{"where":` + negative + `}`).Get("0")
	require.Equal(t, gjson.JSON, bad.Get("languages").Type)
	require.True(t, bad.Get("isClear").IsBool())
	require.Equal(t, bad.Get("isDocumented").Bool(), !bad.Get("gapSummary").Exists())
	for _, word := range []string{"subject", "category", "emotion", "questionType"} {
		require.NotEmpty(t, bad.Get(word).Str, word)
	}
	id := bad.Get("conversationIds.0").Str
	apiKey(s).post(t, "/conversations", `{"id":"`+id+`","type":"openai","messages":[{"role":"user","content":"?","id":"new"}]}`)
	apiKey(s).submit(t, `{"type":"positive","messageId":"new"}`)
	again := ask(`{"where":{"condition":{"field":"id","operator":"eq","value":"new"}}}`).Get("0")
	require.False(t, again.Get("sentiment").Exists())
	require.Equal(t, `[true,false]`, again.Get("[hasPositiveFeedback,hasNegativeFeedback]").Raw)
}

// What is asked in seeded conversations is found, as often as users wrote.
func TestSemanticThreadsAreTheQuestionsOfConversations(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(300))
	count := func(view, aggregation string) gjson.Result {
		return queriedOf(t, s, view, `{"select":[`+aggregation+`]}`).Get("result.0")
	}
	asked := count("conversations", `{"type":"aggregation","aggregation":"sum","field":"userMessageCount"}`).
		Get("sum_userMessageCount").Int()
	require.Greater(t, asked, int64(10))
	require.Equal(t, asked, count("semantic-threads", `{"type":"aggregation","aggregation":"count"}`).Get("count").Int())
}
