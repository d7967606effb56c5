package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver"
)

// advice is the text of a refusal, by GET if there is no body.
type advice struct {
	by           client
	target, body string
	want         string
}

// TestAdvice wants refusals that are true and that somebody can follow, as they are sent.
func TestAdvice(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	for _, a := range append(adviceOnQueries(s), adviceOnMembers(s)...) {
		t.Run(a.target+a.body, func(t *testing.T) {
			t.Parallel()
			method := http.MethodPost
			if a.body == "" {
				method = http.MethodGet
			}
			r := a.by.raw(t, method, a.target, a.body)
			require.GreaterOrEqual(t, r.status, http.StatusBadRequest, r.body)
			require.Equal(t, a.want, gjson.Get(r.body, "detail").String()+gjson.Get(r.body, "message").String())
		})
	}
}

func adviceOnQueries(s *mockserver.Running) []advice {
	const filter = `expected an object with "condition", "and" or "or"; `
	const order = `expected a field, FIELD_hour, FIELD_day, FIELD_week, FIELD_month, or AGGREGATION_FIELD, such as "count_id" or "max_id"; `
	const anyField = `expected a field of events_view, conversations_view, semantic_threads_view or feedback_view, as its query has it; `
	return []advice{
		{
			apiKey(s), "/query/events", `{"where":{"field":"type","operator":"eq"}}`,
			`request body at /where: got {"field":"type","operator":"eq"}, ` + filter + `wrap it: send {"condition":{…}}`,
		},
		{apiKey(s), "/query/feedback", `{"where":{}}`, `request body at /where: got {}, ` + filter + `add one of these members`},
		{
			apiKey(s), "/query/conversations", `{"where":{"not":{}}}`,
			`request body at /where: got {"not":{}}, ` + filter + `add one of these members`,
		},
		{
			apiKey(s), "/query/events", `{"where":{"condition":{"field":"type","operator":"eq","value":[[1]]}}}`,
			`request body at /where/condition/value: got [[1]], ` +
				`expected text, a number, true or false, null, an object, or a list of these that holds no list; write it so`,
		},
		{
			apiKey(s), "/query/events", `{"orderBy":[{"field":"count","direction":"desc"}]}`,
			`request body at /orderBy/0/field: got "count", ` + order + `did you mean "count_id"?`,
		},
		{
			apiKey(s), "/query/semantic-threads", `{"orderBy":[{"field":"colour","direction":"desc"}]}`,
			`request body at /orderBy/0/field: got "colour", ` + order + `write it so`,
		},
		{
			apiKey(s), "/query/property-keys", `{"field":"properties","where":{"condition":{"field":"nope","operator":"eq"}}}`,
			`request body at /where/condition/field: got "nope", ` + anyField + `use one of these, letter for letter`,
		},
		{
			apiKey(s), "/query/property-values", `{"field":"properties","key":"a","where":{"condition":{"field":"tpye","operator":"eq"}}}`,
			`request body at /where/condition/field: got "tpye", ` + anyField + `did you mean "type"? Use one of these, letter for letter`,
		},
		{
			apiKey(s), "/conversations?limit=99999999999999999999", "",
			`query parameter limit: got 99999999999999999999, expected a whole number from 1 to 1000; send one of these, or leave it out`,
		},
		{
			apiKey(s), "/feedback?offset=-99999999999999999999", "",
			`query parameter offset: got -99999999999999999999, expected a whole number from 0 to 9007199254740992; ` +
				`send one of these, or leave it out`,
		},
	}
}

func adviceOnMembers(s *mockserver.Running) []advice {
	return []advice{
		{apiKey(s), "/query/events", `null`, `request body: got null, expected an object; replace null with an object`},
		{
			demo(s), "/v1/bots/demobot1/events/track", `{"event":null}`,
			`request body at /event: got null, expected text; leave it out, or replace null with text`,
		},
		{
			demo(s), "/v1/bots/demobot1/events/definitions", `{"event":null}`,
			`request body at /event: got null, expected text of at least 1 character; replace null with text of at least 1 character`,
		},
		{
			nobody(s), "/__understudy/reset", `null`,
			`request body: got null, expected an object; leave it out, or replace null with an object`,
		},
		{
			demo(s), "/v1/bots/demobot1/events/funnel",
			`{"version":"LIVE","start_time":"2020-01-01","end_time":"2100-01-01","steps":[{"event":"conversation_started"}]}`,
			`request body at /steps/0/event_id: expected text of at least 1 character; did you mean event_id by "event"? Rename it`,
		},
		{
			demo(s), "/v1/bots/demobot1/events/definitions", `{"name":"b"}`,
			`request body at /event: expected text of at least 1 character; add the required member "event", or rename "name", ` +
				`which is not known here, if that is meant`,
		},
		{
			apiKey(s), "/events", `{"entityType":"message","type":"x","conversationId":"c"}`,
			`request body at /messageId: expected text; add the required member "messageId", or rename "conversationId", ` +
				`which is not known here, if that is meant`,
		},
		{
			demo(s), "/v1/bots/demobot1/events/definitions?team_id=nope", "",
			`query parameter team_id: got "nope", which is no team that has a token or a bot here, ` +
				`expected the caller's team, "demo-team"; use that`,
		},
		{
			demo(s), "/v1/teams/nope/events/definitions", "",
			`path parameter team_id: got "nope", which is no team that has a token or a bot here, ` +
				`expected the caller's team, "demo-team"; use that`,
		},
		{
			demo(s), "/v1/teams/other-team/events/definitions", "",
			`path parameter team_id: got "other-team", which is another team's, expected what belongs to the caller's team, "demo-team"; ` +
				`use the team's own, or a token of the other team`,
		},
		{
			demo(s), "/v1/bots/demo:bot/events/definitions", "",
			`path parameter bot_id: got "demo:bot", expected 1 to 64 letters, digits, hyphens and underscores ` +
				`that begin with a letter or digit; write it so`,
		},
	}
}
