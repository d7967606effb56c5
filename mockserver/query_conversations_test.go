package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver"
)

// converseTwice logs a conversation of the assistant and a ticket, whose first message came before the ticket.
func converseTwice(t *testing.T, s *mockserver.Running) {
	t.Helper()
	for _, conversation := range []string{
		`{"id":"c-1","type":"openai","createdAt":"2026-01-14T09:00:00Z","messages":[{"role":"user","content":"why?",` +
			`"createdAt":"2026-01-14T09:00:00Z"},` +
			`{"role":"assistant","content":"so","id":"m-2"},{"role":"user","content":"oh","id":"m-3"}],` +
			`"properties":{"page":"/docs","position":3,"deep":{"a":[1,null]},"none":null,"is":true},` +
			`"userProperties":{"id":7,"userId":"u-1"}}`,
		`{"id":"c-2","type":"support_ticket","createdAt":"2026-01-15T00:30:00Z","projectId":null,"messages":[{"role":"agent"},` +
			`{"role":"customer","createdAt":"2026-01-13T23:00:00.5Z"}]}`,
		`{"id":"c-3","type":"support_copilot","createdAt":"2026-01-13T00:00:00Z","messages":[]}`,
	} {
		r := apiKey(s).raw(t, http.MethodPost, "/conversations", conversation)
		require.Equal(t, http.StatusOK, r.status, r.body)
	}
}

// INK-QRY-3, INK-QRY-30, INK-QRY-40 to INK-QRY-42.
func TestQueriesOfConversations(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, mockserver.Options{Scenario: "empty"})
	converseTwice(t, s)
	for name, c := range map[string]struct{ query, want string }{
		"everything, latest first": {
			`{"where":{"condition":{"field":"id","operator":"neq","value":"c-1"}}}`,
			`[{"id":"c-2","userMessageCount":1,"organizationId":null,"projectId":null,"integrationId":"demo-api-integration",` +
				`"firstMessageTime":"2026-01-13T23:00:00.500Z","type":"support_ticket","properties":null,"userProperties":null},` +
				`{"id":"c-3","userMessageCount":0,"organizationId":null,"projectId":"demo-project",` +
				`"integrationId":"demo-api-integration","type":"support_copilot","properties":null,"userProperties":null}]`,
		},
		"properties as they are, but for paths": {
			`{"select":[{"type":"field","field":"properties"},{"type":"field","field":"userProperties"},` +
				`{"type":"field","field":"properties","path":["position"]}],` +
				`"where":{"condition":{"field":"userMessageCount","operator":"gt","value":1}}}`,
			`[{"properties":{"page":"/docs","position":3,"deep":{"a":[1,null]},"none":null,"is":true},` +
				`"userProperties":{"id":7,"userId":"u-1"},"properties.position":"3"}]`,
		},
		"groups by kind and day": {
			`{"select":[{"type":"time","timeUnit":"day"},{"type":"aggregation","aggregation":"sum","field":"userMessageCount"},` +
				`{"type":"aggregation","aggregation":"count"}],"groupBy":[{"field":"type"}],"where":{"condition":` +
				`{"field":"firstMessageTime","operator":"lt","value":"2026-01-14T00:00:00Z"}}}`,
			`[{"type":"support_ticket","firstMessageTime_day":"2026-01-13T00:00:00.000Z","sum_userMessageCount":1,"count":1}]`,
		},
		"in their order": {
			`{"select":[{"type":"field","field":"id"}],"orderBy":[{"field":"userMessageCount","direction":"asc"}]}`,
			`[{"id":"c-3"},{"id":"c-2"},{"id":"c-1"}]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := queriedOf(t, s, "conversations", c.query)
			require.Equal(t, c.want, data.Get("result").Raw)
			n := int64(len(data.Get("result").Array()))
			require.Equal(t, []int64{n, n, 1000}, []int64{data.Get("total").Int(), data.Get("count").Int(), data.Get("pageSize").Int()})
		})
	}
	t.Run("refusals", func(t *testing.T) {
		t.Parallel()
		const path = "/query/conversations"
		webKey(s).raw(t, http.MethodPost, path, `{}`).refusedByInkeep(t, http.StatusForbidden, "a key of an API integration")
		apiKey(s).raw(t, http.MethodPost, path, `{"groupBy":[{"field":"createdAt"}]}`).
			refusedByInkeep(t, http.StatusUnprocessableEntity, "/groupBy/0/field")
	})
}

// A conversation that is asked for is one that the list has, also after another was deleted.
func TestQueriedConversationsAreThoseOfTheList(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(300))
	list := func() []string {
		var ids []string
		for _, c := range gjson.Get(apiKey(s).get(t, "/conversations?limit=1000").body, "conversations").Array() {
			ids = append(ids, c.Get("id").Str)
		}
		return ids
	}
	first := list()
	require.Greater(t, len(first), 10)
	gone := first[3]
	require.Equal(t, http.StatusOK, apiKey(s).raw(t, http.MethodDelete, "/conversations/"+gone, "").status)
	var found []string
	for _, row := range queriedOf(t, s, "conversations", `{"select":[{"type":"field","field":"id"}]}`).Get("result").Array() {
		found = append(found, row.Get("id").Str)
	}
	require.Equal(t, list(), found)
	require.NotContains(t, found, gone)
}
