package mockserver_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver"
)

// converse logs a conversation and returns it as it is stored.
func (c client) converse(t testing.TB, conversation string) gjson.Result {
	t.Helper()
	r := c.post(t, "/conversations", conversation)
	require.Equal(t, http.StatusOK, r.status, r.body)
	return gjson.Parse(r.body)
}

// conversation is what a GET says, null if that is 404.
func (c client) conversation(t testing.TB, path string) gjson.Result {
	t.Helper()
	r := c.get(t, "/conversations/"+path)
	if r.status == http.StatusNotFound {
		return gjson.Result{}
	}
	require.Equal(t, http.StatusOK, r.status, r.body)
	return gjson.Parse(r.body)
}

// conversations are the ids of a page of the list.
func (c client) conversations(t testing.TB, query string) (ids []string, total int) {
	t.Helper()
	r := c.get(t, "/conversations?"+query)
	require.Equal(t, http.StatusOK, r.status, r.body)
	for _, id := range gjson.Get(r.body, "conversations.#.id").Array() {
		ids = append(ids, id.Str)
	}
	require.EqualValues(t, len(ids), gjson.Get(r.body, "count").Int())
	return ids, int(gjson.Get(r.body, "total").Int())
}

// texts are those of a list.
func texts(list gjson.Result) (all []string) {
	for _, text := range list.Array() {
		all = append(all, text.String())
	}
	return all
}

// converseEverything sends every member and every value that the contract has for one.
func converseEverything(t *testing.T, s *mockserver.Running) {
	t.Helper()
	user := `"userProperties":{"id":1,"identificationType":"COOKIED","userId":"u","supportAgentName":"n","supportAgentEmail":"m",` +
		`"userType":"t"}`
	both := `"externalId":"e","externalUrl":"https://x.example","createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z",` +
		`"properties":{"a":1},` + user
	message := `{"id":"m","name":"n",` + both + `,"links":[{"url":"u","label":"l","title":"t","description":"d","type":"site",` +
		`"breadcrumbs":["b"]}],`
	for _, kind := range []string{"openai", "support_ticket", "support_copilot"} {
		for _, visibility := range []string{"private", "public"} {
			var messages []string
			for _, role := range []string{"system", "user", "assistant"} {
				content := `"content":"c"`
				if kind == "openai" {
					content = `"content":[{"type":"text","text":"t"},{"type":"image_url","image_url":{"url":"u","detail":"auto"}},` +
						`{"type":"image_url","image_url":{"url":"u","detail":"low"}},` +
						`{"type":"image_url","image_url":{"url":"u","detail":"high"}}],` +
						`"tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]`
				}
				messages = append(messages, message+`"role":"`+role+`",`+content+`}`)
			}
			apiKey(s).converse(t, `{"id":"all","type":"`+kind+`","visibility":"`+visibility+`","tags":["t"],"projectId":"p",`+
				`"integrationId":"i",`+
				`"supportTicketConversationId":"s",`+both+`,"messages":[`+strings.Join(messages, ",")+`]}`)
		}
	}
	ids, _ := apiKey(s).conversations(t, "limit=1&offset=0")
	require.Len(t, ids, 1)
	require.True(t, apiKey(s).conversation(t, "external/e").Exists())
	require.True(t, webKey(s).conversation(t, "all").Exists())
	require.Equal(t, http.StatusOK, webKey(s).send(t, http.MethodDelete, "/conversations/all", "").status)
}

// INK-CONV-1 to INK-CONV-7.
func TestAConversationIsStored(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	const now = "2026-01-15T12:00:00.123Z"
	t.Run("with_defaults_for_all_that_is_left_out", func(t *testing.T) {
		c := webKey(s).converse(t, `{"type":"openai","messages":[{"role":"user","content":"hi"}]}`)
		require.NotEmpty(t, c.Get("id").Str)
		id := c.Get("messages.0.id").Str
		require.NotEmpty(t, id)
		want := fmt.Sprintf(`{"id":%q,"type":"openai","externalId":null,"externalUrl":null,"supportTicketConversationId":null,`+
			`"createdAt":%[2]q,"updatedAt":%[2]q,"projectId":"demo-project","integrationId":"demo-web-integration","properties":null,`+
			`"userProperties":null,"tags":null,"visibility":null,"messages":[{"id":%[3]q,"type":"openai","conversationId":%[1]q,`+
			`"externalId":null,"externalUrl":null,"createdAt":%[2]q,"updatedAt":%[2]q,"role":"user","content":"hi","name":null,`+
			`"links":null,"properties":null,`+
			`"userProperties":null,"tool_calls":null}],"messagesOpenAIFormat":[{"role":"user","content":"hi"}]}`, c.Get("id").Str, now, id)
		require.Equal(t, want, c.Raw)
		require.Equal(t, want, apiKey(s).conversation(t, c.Get("id").Str).Raw)
	})
	t.Run("as_it_was_sent", func(t *testing.T) {
		c := apiKey(s).converse(t, `{"type":"support_ticket","id":"a/b é","externalId":"x y","projectId":null,"integrationId":null,`+
			`"tags":[],`+
			`"createdAt":"2025-12-31T23:30:00+01:00","properties":{"n":1.0,"z":null},"messages":[{"role":"tool"},{"role":"","content":"x",`+
			`"createdAt":"2025-01-01T00:00:00.5Z","links":[{"url":"u","odd":12345678901234567890}]}]}`)
		require.Equal(t, "2025-12-31T22:30:00.000Z", c.Get("createdAt").Str)
		require.Equal(t, now, c.Get("updatedAt").Str)
		require.JSONEq(t, `[null,null]`, c.Get(`[projectId,integrationId]`).Raw)
		require.Equal(t, `{"n":1.0,"z":null}`, c.Get("properties").Raw)
		require.Equal(t, `[]`, c.Get("tags").Raw)
		require.Equal(t, []string{"tool", ""}, texts(c.Get("messages.#.role")))
		require.Equal(t, "null", c.Get("messages.0.content").Raw)
		require.Equal(t, "2025-01-01T00:00:00.500Z", c.Get("messages.1.createdAt").Str)
		require.Equal(t, `[{"url":"u","odd":12345678901234567890}]`, c.Get("messages.1.links").Raw)
		require.False(t, c.Get("messagesOpenAIFormat").Exists())
		require.Equal(t, c.Raw, apiKey(s).conversation(t, url.PathEscape("a/b é")).Raw)
		require.Equal(t, c.Raw, apiKey(s).conversation(t, "external/x%20y").Raw)
	})
	t.Run("without_members_that_nobody_declares", func(t *testing.T) {
		r := apiKey(s).post(t, "/conversations", `{"type":"openai","sources":[],"messages":[{"role":"user","content":"hi","feeling":1}]}`)
		require.Equal(t, http.StatusOK, r.status)
		require.NotContains(t, r.body, "sources")
		require.NotContains(t, r.body, "feeling")
		require.True(t, strings.HasPrefix(r.header.Get("Understudy-Violations"), "2;"))
	})
	t.Run("not_with_a_time_that_no_answer_can_show", func(t *testing.T) {
		r := apiKey(s).post(t, "/conversations",
			`{"type":"openai","messages":[{"role":"user","content":"hi","updatedAt":"9999-12-31T23:59:59-01:00"}]}`)
		r.refusedByInkeep(t, http.StatusUnprocessableEntity, "/messages/0/updatedAt")
	})
}

// INK-CONV-2, INK-CONV-12.
func TestAConversationIsSentAgain(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := apiKey(s)
	first := c.converse(t, `{"id":"c","type":"openai","externalId":"before","tags":["x"],"messages":[{"role":"user","content":"1"},`+
		`{"role":"assistant","content":"2"},{"id":"own","role":"user","content":"3","createdAt":"2025-01-01T00:00:00Z"}]}`)
	nobody(s).post(t, "/__understudy/clock/advance", `{"by":"1h"}`)
	second := c.converse(t, `{"id":"c","type":"openai","messages":[{"role":"user","content":"1"},{"role":"user","content":"other"},`+
		`{"role":"assistant","content":"new"},{"id":"own","role":"user","content":"3"}]}`)
	was, is := texts(first.Get("messages.#.id")), texts(second.Get("messages.#.id"))
	require.Equal(t, was[0], is[0], "the message in its place")
	require.NotEqual(t, was[1], is[1], "another role")
	require.NotEqual(t, was[1], is[2])
	require.Equal(t, "own", is[3])
	require.Equal(t, first.Get("createdAt").Str, second.Get("createdAt").Str)
	require.Equal(t, "2026-01-15T13:00:00.123Z", second.Get("updatedAt").Str)
	const earlier, now = "2026-01-15T12:00:00.123Z", "2026-01-15T13:00:00.123Z"
	require.Equal(t, []string{earlier, now, now, "2025-01-01T00:00:00.000Z"}, texts(second.Get("messages.#.createdAt")))
	require.Equal(t, "null", second.Get("tags").Raw, "the whole is replaced")
	require.False(t, c.conversation(t, "external/before").Exists())
	ids, total := c.conversations(t, "")
	require.Equal(t, []string{"c"}, ids)
	require.Equal(t, 1, total)
}

// INK-CONV-8 to INK-CONV-11, INK-CONV-13 to INK-CONV-15.
func TestConversationsAreListed(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := apiKey(s)
	for i := range 25 {
		c.converse(t, fmt.Sprintf(`{"id":"c%02d","type":"openai","externalId":"all","createdAt":"2026-01-%02dT00:00:00Z",`+
			`"messages":[{"role":"user","content":"hi"}]}`, i, 1+i/2))
	}
	all, total := c.conversations(t, "limit=1000")
	require.Equal(t, 25, total)
	require.Len(t, all, 25)
	require.Equal(t, []string{"c24", "c23", "c22"}, all[:3], "the latest first")
	ids, _ := c.conversations(t, "")
	require.Equal(t, all[:20], ids)
	for _, limit := range []int{1, 7, 25, 26} {
		var walked []string
		for offset := 0; offset < 25; offset += limit {
			ids, _ := c.conversations(t, fmt.Sprintf("limit=%d&offset=%d", limit, offset))
			walked = append(walked, ids...)
		}
		require.Equal(t, all, walked, "limit %d", limit)
	}
	ids, total = c.conversations(t, "offset=9007199254740992")
	require.Empty(t, ids)
	require.Equal(t, 25, total)
	for query, why := range map[string]string{
		"limit=0": "from 1 to 1000", "limit=1001": "from 1 to 1000", "limit=-1": "from 1 to 1000", "offset=-1": "from 0",
		"limit=99999999999999999999": "limit", "limit=": "limit", "offset=1.5": "offset",
	} {
		c.get(t, "/conversations?"+query).refusedByInkeep(t, http.StatusBadRequest, why)
	}
	require.Equal(t, "c24", c.conversation(t, "external/all").Get("id").Str)
	require.Equal(t, http.StatusOK, c.send(t, http.MethodDelete, "/conversations/c24", "").status)
	require.Equal(t, "c23", c.conversation(t, "external/all").Get("id").Str)
	c.send(t, http.MethodDelete, "/conversations/c24", "").refusedByInkeep(t, http.StatusNotFound, `"c24"`)
	c.get(t, "/conversations/c24").refusedByInkeep(t, http.StatusNotFound, `"c24"`)
	ids, total = c.conversations(t, "limit=2")
	require.Equal(t, []string{"c23", "c22"}, ids)
	require.Equal(t, 24, total)
}

// INK-AUTH-7 to INK-AUTH-9.
func TestWebKeysAndConversations(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	w := webKey(s)
	w.converse(t, `{"id":"c","type":"openai","externalId":"e","messages":[{"role":"user","content":"hi"}]}`)
	require.True(t, w.conversation(t, "c").Exists())
	w.get(t, "/conversations").refusedByInkeep(t, http.StatusForbidden, "may only write")
	w.get(t, "/conversations/external/e").refusedByInkeep(t, http.StatusForbidden, "may only write")
	require.Equal(t, http.StatusOK, w.send(t, http.MethodDelete, "/conversations/c", "").status)
	nobody(s).get(t, "/conversations/c").refusedByInkeep(t, http.StatusUnauthorized)
}

// TestSeededConversations follows ids from events to conversations, and changes what is seeded.
func TestSeededConversations(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(2000))
	c := apiKey(s)
	message := queried(t, s, `{"where":{"condition":{"field":"type","operator":"eq","value":"user_message_submitted"}},`+
		`"select":[{"type":"field","field":"messageId"},{"type":"field","field":"properties","path":["conversationId"]}]}`).Get("result.0")
	found := c.conversation(t, message.Get(`properties\.conversationId`).Str)
	require.Contains(t, texts(found.Get("messages.#.id")), message.Get("messageId").Str)

	all, total := c.conversations(t, "limit=1000")
	require.Len(t, all, total)
	require.Greater(t, total, 100)
	gone, replaced := all[0], all[5]
	require.Equal(t, http.StatusOK, c.send(t, http.MethodDelete, "/conversations/"+gone, "").status)
	require.False(t, c.conversation(t, gone).Exists())
	before := c.conversation(t, replaced)
	after := c.converse(t, `{"id":"`+replaced+`","type":"openai","messages":[{"role":"user","content":"other"}]}`)
	require.Equal(t, before.Get("createdAt").Str, after.Get("createdAt").Str)
	require.Equal(t, before.Get("messages.0.id").Str, after.Get("messages.0.id").Str)
	left, fewer := c.conversations(t, "limit=1000")
	require.Equal(t, all[1:], left, "each in its place")
	require.Equal(t, total-1, fewer)

	require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status)
	again, _ := c.conversations(t, "limit=1000")
	require.Equal(t, all, again)
}

// TestConversationsOfSnapshotsAndNamespaces goes back to what there was, and looks from elsewhere.
func TestConversationsOfSnapshotsAndNamespaces(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(500))
	c, other := apiKey(s), apiKey(s).within("other")
	there, _ := c.conversations(t, "limit=3")
	c.converse(t, `{"id":"kept","type":"openai","messages":[{"role":"user","content":"hi"}]}`)
	require.Equal(t, http.StatusCreated, nobody(s).send(t, http.MethodPut, "/__understudy/snapshots/before", "").status)
	at := c.conversation(t, "kept").Raw
	c.converse(t, `{"id":"kept","type":"openai","messages":[{"role":"user","content":"changed"}]}`)
	c.send(t, http.MethodDelete, "/conversations/"+there[0], "")
	require.False(t, other.conversation(t, "kept").Exists())
	require.True(t, other.conversation(t, there[0]).Exists())
	for range 2 {
		require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/snapshots/before/restore", "").status)
		require.Equal(t, at, c.conversation(t, "kept").Raw)
		require.True(t, c.conversation(t, there[0]).Exists())
		c.send(t, http.MethodDelete, "/conversations/kept", "")
	}
}
