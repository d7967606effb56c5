package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// steps are the funnel of an explanation: its steps, and how many each left.
func (ex explanation) steps() (all []any) {
	for _, s := range ex.Funnel {
		all = append(all, s.Step, s.Events)
	}
	return all
}

// getOrPost posts a body, and gets where there is none.
func (c client) getOrPost(t testing.TB, path, body string) reply {
	t.Helper()
	if body == "" {
		return c.get(t, path)
	}
	return c.post(t, path, body)
}

// TestExplainFunnels asks for funnels in which users are lost.
func TestExplainFunnels(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := demo(s)
	for _, e := range []args{
		{"event": "view", "user_id": "mia", "timestamp": "2026-01-15T10:00:00Z"},
		{"event": "look", "user_id": "mia", "timestamp": "2026-01-15T10:01:00Z"},
		{"event": "buy", "user_id": "mia", "timestamp": "2026-01-15T10:02:00Z", "attributes": map[string]string{"plan": "pro"}},
		{"event": "view", "user_id": "bob", "timestamp": "2026-01-15T10:00:00Z"},
		{"event": "leave", "timestamp": "2026-01-15T10:00:00Z"},
	} {
		c.track(t, "demobot1", e)
	}
	ask := func(body string) explanation {
		return why(t, s, c.post(t, "/v1/bots/demobot1/events/funnel",
			`{"version":"LIVE","start_time":"2026-01-15T00:00:00Z","end_time":"2026-01-16T00:00:00Z",`+body+`}`))
	}
	ex := ask(`"steps":[{"event_id":"view"},{"event_id":"buy"}]`)
	require.Equal(t, []any{
		"namespace", 5, "bot_id", 5, "version=LIVE", 5, "start_time..end_time", 5,
		`users at step 1, "view"`, 2, `users at step 2, "buy"`, 1,
	}, ex.steps())
	require.Empty(t, ex.Hints)
	require.Equal(t, 1, ex.Returned)
	for name, tt := range map[string]struct{ asked, hint string }{
		"another_spelling": {`"steps":[{"event_id":"view"},{"event_id":"Buy"}]`, `step 2: no event has event "Buy"; there is 1 of "buy"`},
		"a_filter": {
			`"steps":[{"event_id":"view"},{"event_id":"buy","properties":[{"key":"plan","operator":"eq","value":["PRO"]}]}]`,
			`step 2: no event has the attribute plan="PRO"; there is 1 of "pro"`,
		},
		"another_order": {
			`"steps":[{"event_id":"buy"},{"event_id":"view"}]`,
			"step 2: 2 of its events are there, and no user has one after the steps before it",
		},
		"nobody": {`"steps":[{"event_id":"leave"}]`, "step 1: 1 of its events is there, without a user_id, and users are counted"},
		"between": {
			`"order_type":"strict","steps":[{"event_id":"view"},{"event_id":"buy"}]`,
			"step 2: 1 of its events is there, and none stands directly behind the step before it, as order_type strict asks; " +
				"1 come to it by sequential",
		},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, []string{tt.hint}, ask(tt.asked).Hints) })
	}
	draft := why(t, s, c.post(t, "/v1/bots/demobot1/events/funnel",
		`{"version":"DRAFT","start_time":"2026-01-15","end_time":"2026-01-16","steps":[{"event_id":"buy"}]}`))
	require.Equal(t, []string{"step 1: 1 event meets all else with the version LIVE; version=DRAFT leaves that out"}, draft.Hints)
}

// TestExplainDefinitionsAndValues asks for what there is of events, in vain and not.
func TestExplainDefinitionsAndValues(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := demo(s)
	c.track(t, "demobot1", args{"event": "buy", "user_id": "mia", "attributes": map[string]string{"plan": "pro"}})
	c.track(t, "demobot1", args{"event": "view"})
	for name, tt := range map[string]struct {
		path, body string
		steps      []any
		hints      []string
	}{
		"another_bot": {
			"/v1/bots/demobot2/events/definitions", "",
			[]any{"namespace", 2, "bot_id", 0, "definitions", 0},
			[]string{`the bot "demobot2" has no events; the nearest that has is "demobot1"`},
		},
		"more_than_a_page": {
			"/v1/teams/demo-team/events/definitions?page_size=1", "",
			[]any{"namespace", 2, "team_id", 2, "definitions", 2},
			[]string{"there are 2 definitions, and a page has at most 1; send next_page_token as page_token to read on"},
		},
		"all_there_are": {
			"/v1/bots/demobot1/events/definitions?team_id=demo-team", "",
			[]any{"namespace", 2, "bot_id", 2, "definitions", 2},
			[]string{},
		},
		"another_key": {
			"/v1/bots/demobot1/events/attributes/Plan/values", `{}`,
			[]any{"namespace", 2, "bot_id", 2, "attributes.Plan exists", 0},
			[]string{`no event has the attribute "Plan"; 1 event has "plan"`},
		},
		"another_value": {
			"/v1/bots/demobot1/events/attributes/plan/values", `{"query":"pr0"}`,
			[]any{"namespace", 2, "bot_id", 2, "attributes.plan exists", 1, `query="pr0"`, 0},
			[]string{`no event has the attribute plan with "pr0"; the nearest is "pro", of which there is 1`},
		},
		"a_value_that_is_there": {
			"/v1/bots/demobot1/events/attributes/plan/values", `{"query":"PR"}`,
			[]any{"namespace", 2, "bot_id", 2, "attributes.plan exists", 1, `query="PR"`, 1},
			[]string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			answer := c.getOrPost(t, tt.path, tt.body)
			ex := why(t, s, answer)
			require.Equal(t, tt.hints, ex.Hints)
			require.Equal(t, tt.steps, ex.steps())
		})
	}
	first := c.get(t, "/v1/bots/demobot1/events/definitions?page_size=1")
	var p page
	first.into(t, &p)
	ex := why(t, s, c.get(t, "/v1/bots/demobot1/events/definitions?page_size=1&page_token="+p.Next))
	require.Equal(t, []any{"namespace", 2, "bot_id", 2, "definitions", 2, "page_token", 1}, ex.steps())
	require.Equal(t, 1, ex.Returned)
	foreign := why(t, s, c.get(t, "/v1/bots/otherbot/events/definitions"))
	require.Equal(t, []string{"the request was refused with 403; its answer says why"}, foreign.Hints)
}

// TestExplainListsOfInkeep asks for pages, names, values, reports and exports.
func TestExplainListsOfInkeep(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := apiKey(s)
	c.post(t, "/events", `{"entityType":"search","type":"search_query_submitted","searchQuery":"keys","properties":{"page":"/a"}}`)
	c.post(t, "/conversations", `{"type":"openai","messages":[{"role":"user","content":"hi"}],"properties":{"source":"docs"}}`)
	for name, tt := range map[string]struct {
		path, body string
		returned   int
		steps      []any
		hints      []string
	}{
		"conversations": {
			"/conversations", "", 1, []any{"conversations", 1, "conversations from offset 0 on", 1}, []string{},
		},
		"conversations_behind_the_last": {
			"/conversations?offset=5", "", 0,
			[]any{"conversations", 1, "conversations from offset 5 on", 0},
			[]string{"the offset 5 lies behind the last: of conversations there are 1, and the first has the offset 0"},
		},
		"feedback": {
			"/feedback", "", 0, []any{
				"positive feedback", 0, "positive feedback from offset 0 on", 0,
				"negative feedback", 0, "negative feedback from offset 0 on", 0,
			}, []string{"there is no positive feedback", "there is no negative feedback"},
		},
		"keys": {
			"/query/property-keys", `{"field":"properties","views":["events_view","conversations_view"]}`, 2,
			[]any{"events_view, conversations_view", 2, "properties isNotNull", 2},
			[]string{},
		},
		"values": {
			"/query/property-values", `{"field":"properties","key":"pages"}`, 0,
			[]any{"events_view, conversations_view, semantic_threads_view, feedback_view", 3, "properties.pages isNotNull", 0},
			[]string{`nothing has properties.pages; did you mean "page"?`},
		},
		"a_report": {
			"/query/top-search-queries?after=2100-01-01", "", 0, nil, []string{
				`nothing has createdAt gt "2100-01-01T00:00:00Z"; there is `,
			},
		},
		"an_export": {
			"/query/events/export", `{}`, 1, []any{"events_view", 1}, []string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			answer := c.getOrPost(t, tt.path, tt.body)
			require.Equal(t, http.StatusOK, answer.status, answer.body)
			ex := why(t, s, answer)
			require.Len(t, ex.Hints, len(tt.hints))
			for i := range tt.hints {
				require.Contains(t, ex.Hints[i], tt.hints[i])
			}
			if tt.steps != nil {
				require.Equal(t, tt.steps, ex.steps())
			}
			require.Equal(t, tt.returned, ex.Returned)
		})
	}
}
