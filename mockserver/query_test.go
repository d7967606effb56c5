package mockserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver"
)

// queried is what a query of events is answered with, without its envelope.
func queried(t *testing.T, s *mockserver.Running, query string) gjson.Result {
	t.Helper()
	return queriedOf(t, s, "events", query)
}

// queriedOf is queried, about a view.
func queriedOf(t *testing.T, s *mockserver.Running, view, query string) gjson.Result {
	t.Helper()
	r := apiKey(s).raw(t, http.MethodPost, "/query/"+view, query)
	require.Equal(t, http.StatusOK, r.status, r.body)
	answer := gjson.Parse(r.body)
	require.Equal(t, "ok", answer.Get("status").Str)
	return answer.Get("data")
}

// queryFields are the fields of each view.
var queryFields = map[string]string{
	"events": "id organizationId messageId conversationId createdAt projectId integrationId eventType type searchQuery " +
		"properties userProperties",
	"semantic-threads": "id messageIds messagesCount organizationId question questionLength answer isOnTopic isClear isDocumented " +
		"isFeatureSupported isAnswerConfident gapSummary subject category languages firstPartyEntities thirdPartyEntities emotion " +
		"sentiment questionType projectId integrationId properties userProperties firstMessageTime lastMessageTime lastUpdated " +
		"hasPositiveFeedback hasNegativeFeedback conversationIds areAIAnnotationsVerified isInitialQuestionAnswer",
	"feedback": "id type messageId createdAt updatedAt organizationId reasons sources details properties userProperties conversationId " +
		"projectId integrationId",
	"conversations": "id userMessageCount organizationId projectId integrationId firstMessageTime type properties userProperties",
}

// askEverything sends questions with every member and every value that the contract has for one.
func askEverything(t *testing.T, s *mockserver.Running) {
	t.Helper()
	filters := []string{
		`{"and":[{"or":[{"condition":{"field":"id","operator":"isNull"}}]}]}`,
		`{"or":[{"and":[{"condition":{"field":"id","operator":"isNull"}}]}]}`,
	}
	for operator := range strings.FieldsSeq("eq neq gt gte lt lte in notIn arrayContains jsonContains jsonContainedBy jsonHasKey " +
		"jsonArrayContainsObject jsonHasAnyKey jsonHasAllKeys isNull isNotNull") {
		filters = append(filters, `{"condition":{"field":"properties","operator":"`+operator+`","value":{"path":["a"],"value":"b"}}}`)
	}
	for view, fields := range queryFields {
		var queries []string
		for field := range strings.FieldsSeq(fields) {
			queries = append(queries, `{"select":[{"type":"field","field":"`+field+`"},`+
				`{"type":"time","timeUnit":"day","field":"`+field+`"},`+
				`{"type":"aggregation","aggregation":"count","field":"`+field+`"}],"groupBy":[{"field":"`+field+`"}],"notes":"n",`+
				`"where":{"condition":{"field":"`+field+`","operator":"eq","value":null}},`+
				`"orderBy":[{"field":"`+field+`","direction":"asc"},{"field":"count_`+field+`","direction":"desc"}]}`)
			askMembers(t, s, `{"condition":{"field":"`+field+`","operator":"eq","value":null}}`)
		}
		for aggregation := range strings.FieldsSeq("sum count countDistinct avg min max") {
			queries = append(queries, `{"select":[{"type":"aggregation","aggregation":"`+aggregation+`","field":"properties",`+
				`"path":["a"]}],"groupBy":[{"field":"properties","path":["a"],"includeInSelect":false}]}`)
		}
		for unit := range strings.FieldsSeq("hour day week month") {
			queries = append(queries, `{"select":[{"type":"time","timeUnit":"`+unit+`"}]}`)
		}
		for _, filter := range filters {
			queries = append(queries, `{"where":`+filter+`,"select":[{"type":"field","field":"properties","mode":"json"},`+
				`{"type":"field","field":"userProperties","mode":"unpack","path":["a"]}]}`)
		}
		if view == "semantic-threads" {
			queries = append(queries, `{"query":"key"}`)
		}
		for _, query := range queries {
			queriedOf(t, s, view, query)
			asCSV(t, s, view, query)
		}
	}
	for _, filter := range filters {
		askMembers(t, s, filter)
	}
	for _, report := range []string{"top-search-queries", "weekly-search-users"} {
		r := apiKey(s).get(t, "/query/"+report+"?after=2026-01-01&project_id=demo-project")
		require.Equal(t, http.StatusOK, r.status, r.body)
	}
}

// askMembers asks for the names and the values of properties everywhere.
func askMembers(t *testing.T, s *mockserver.Running, where string) {
	t.Helper()
	for _, field := range []string{"properties", "userProperties"} {
		asked := `"field":"` + field + `","views":["events_view","conversations_view","semantic_threads_view","feedback_view"],` +
			`"where":` + where
		membersOf(t, s, "keys", `{`+asked+`}`)
		membersOf(t, s, "values", `{"key":"a","limit":3,`+asked+`}`)
	}
}

// INK-QRY-1 to INK-QRY-29, INK-QRY-39.
func TestQueries(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, mockserver.Options{Scenario: "empty"})
	log := func(event string) {
		r := apiKey(s).raw(t, http.MethodPost, "/events", event)
		require.Equal(t, http.StatusOK, r.status, r.body)
	}
	log(`{"entityType":"message","type":"copied","messageId":"m-1","id":"e-1","createdAt":"2026-01-14T23:30:00+01:00",` +
		`"properties":{"page":"/docs","position":3,"deep":{"a":[1,null]},"none":null},"userProperties":{"id":7,"userId":"u-1"}}`)
	log(`{"entityType":"search","type":"searched","searchQuery":"key","id":"e-2","createdAt":"2026-01-15T00:30:00Z","projectId":null}`)
	log(`{"entityType":"conversation","type":"copied","conversationId":"c-1","id":"e-3","createdAt":"2026-01-20T00:00:00.123456Z",` +
		`"properties":{"page":"/docs","position":"4","odd":[1.0],"far":1e400,"half":1.50}}`)
	for name, c := range map[string]struct{ query, want string }{
		"everything, oldest first": {
			`{"where":{"condition":{"field":"id","operator":"neq","value":"e-3"}}}`,
			`[{"id":"e-1","messageId":"m-1","createdAt":"2026-01-14T22:30:00.000Z","projectId":"demo-project",` +
				`"integrationId":"demo-api-integration","eventType":"message","type":"copied",` +
				`"properties":{"page":"/docs","position":"3","deep":"{\"a\":[1,null]}"},"userProperties":{"id":"7","userId":"u-1"}},` +
				`{"id":"e-2","createdAt":"2026-01-15T00:30:00.000Z","projectId":null,"integrationId":"demo-api-integration",` +
				`"eventType":"search","type":"searched","searchQuery":"key","properties":null,"userProperties":null}]`,
		},
		"groups by day and page": {
			`{"select":[{"type":"time","timeUnit":"day"},{"type":"aggregation","aggregation":"count"},` +
				`{"type":"aggregation","aggregation":"avg","field":"properties","path":["position"]}],` +
				`"groupBy":[{"field":"properties","path":["page"]}],"orderBy":[{"field":"createdAt_day","direction":"desc"}]}`,
			`[{"properties.page":"/docs","createdAt_day":"2026-01-20T00:00:00.000Z","count":1,"avg_properties.position":4},` +
				`{"properties.page":null,"createdAt_day":"2026-01-15T00:00:00.000Z","count":1},` +
				`{"properties.page":"/docs","createdAt_day":"2026-01-14T00:00:00.000Z","count":1,"avg_properties.position":3}]`,
		},
		"numbers of times": {
			`{"select":[{"type":"aggregation","aggregation":"min","field":"createdAt"},` +
				`{"type":"aggregation","aggregation":"countDistinct","field":"type"}]}`,
			`[{"min_createdAt":1768429800000,"countDistinct_type":2}]`,
		},
		"a value at a path": {`{"select":[{"type":"field","field":"id"}],"where":{"condition":{"field":"properties","operator":"gte",` +
			`"value":{"path":["position"],"value":4}}}}`, `[{"id":"e-3"}]`},
		"filters in filters": {`{"select":[{"type":"field","field":"id"}],"where":` + strings.Repeat(`{"or":[`, 400) +
			`{"condition":{"field":"id","operator":"eq","value":"e-2"}}` + strings.Repeat(`]}`, 400) + `}`, `[{"id":"e-2"}]`},
		"of a selection no more than its type has": {
			`{"select":[{"type":"field","field":"id","aggregation":"count","timeUnit":"day"},{"type":"time","timeUnit":"day",` +
				`"path":["x"],"aggregation":"sum"}],"where":{"condition":{"field":"id","operator":"eq","value":"e-2"}}}`,
			`[{"id":"e-2","createdAt_day":"2026-01-15T00:00:00.000Z"}]`,
		},
		"a path without a value": {`{"select":[{"type":"field","field":"id"}],"where":{"condition":{"field":"properties",` +
			`"operator":"isNotNull","value":{"path":["deep"]}}}}`, `[{"id":"e-1"}]`},
		"numbers as they were written": {
			`{"select":[{"type":"field","field":"properties"},{"type":"field","field":"properties",` +
				`"path":["half"]}],"where":{"condition":{"field":"id","operator":"eq","value":"e-3"}}}`,
			`[{"properties":{"page":"/docs","position":"4","odd":"[1.0]","far":"1e400","half":"1.50"},"properties.half":"1.50"}]`,
		},
		"to the microsecond": {`{"select":[{"type":"field","field":"createdAt"}],"where":{"condition":{"field":"createdAt",` +
			`"operator":"gt","value":"2026-01-20T01:00:00.123455+01:00"}}}`, `[{"createdAt":"2026-01-20T00:00:00.123456Z"}]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := queried(t, s, c.query)
			require.Equal(t, c.want, data.Get("result").Raw)
			n := int64(len(data.Get("result").Array()))
			require.Equal(t, []int64{n, n, 1000}, []int64{data.Get("total").Int(), data.Get("count").Int(), data.Get("pageSize").Int()})
		})
	}
}

// INK-AUTH-7, INK-QRY-3, INK-QRY-19 to INK-QRY-21.
func TestQueriesThatAreRefused(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(5000))
	webKey(s).raw(t, http.MethodPost, "/query/events", `{}`).refusedByInkeep(t, http.StatusForbidden, "a key of an API integration")
	nobody(s).raw(t, http.MethodPost, "/query/events", `{}`).refusedByInkeep(t, http.StatusUnauthorized)
	of := func(path ...string) string {
		return `{"field":"properties","path":["` + strings.Join(path, `","`) + `"]}`
	}
	for name, c := range map[string]struct{ query, want string }{
		"long notes":            {`{"notes":"` + strings.Repeat("é", 81) + `"}`, "/notes"},
		"a field there is not":  {`{"groupBy":[{"field":"entityType"}]}`, "/groupBy/0/field"},
		"two paths with a name": {`{"groupBy":[` + of("a", "b") + `,` + of("a.b") + `]}`, "/groupBy/1/path"},
		"too many columns":      {`{"groupBy":[` + strings.Repeat(of("a")+",", 100) + of("a") + `]}`, "at most 100"},
		"a path into a text":    {`{"groupBy":[{"field":"type","path":["x"]}]}`, "/groupBy/0/path"},
		"a filter in a text": {
			`{"where":{"and":[{"condition":{"field":"type","operator":"eq","value":{"path":["x"],"value":1}}}]}}`,
			"/where/and/0/condition/value/path",
		},
		"a sum of a bucket":     {`{"orderBy":[{"field":"sum_createdAt_day","direction":"asc"}]}`, "/orderBy/0/field"},
		"a path beside json":    {`{"select":[{"type":"field","field":"properties","mode":"json","path":["a"]}]}`, "/select/0/path"},
		"a filter of nothing":   {`{"where":{}}`, "/where"},
		"no instant":            {`{"where":{"condition":{"field":"createdAt","operator":"lt","value":"now"}}}`, "/where/condition/value"},
		"an order by count":     {`{"orderBy":[{"field":"count","direction":"asc"}]}`, "/orderBy/0/field"},
		"an order of no groups": {`{"groupBy":[{"field":"type"}],"orderBy":[{"field":"id","direction":"asc"}]}`, "/orderBy/0/field"},
		"no direction":          {`{"orderBy":[{"field":"id"}]}`, "/orderBy/0/direction"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			apiKey(s).raw(t, http.MethodPost, "/query/events", c.query).refusedByInkeep(t, http.StatusUnprocessableEntity, c.want)
		})
	}
	t.Run("no more than a thousand results", func(t *testing.T) {
		t.Parallel()
		data := queried(t, s, `{"select":[{"type":"field","field":"id"}]}`)
		require.Equal(t, "1000", data.Get("count").Raw)
		require.Len(t, data.Get("result").Array(), 1000)
		require.Equal(t, "5000", data.Get("total").Raw)
	})
}
