package mockserver_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver"
)

// membersOf is what a question about properties is answered with, as JSON.
func membersOf(t *testing.T, s *mockserver.Running, what, asked string) string {
	t.Helper()
	r := apiKey(s).raw(t, http.MethodPost, "/query/property-"+what, asked)
	require.Equal(t, http.StatusOK, r.status, r.body)
	return gjson.Get(r.body, "results").Raw
}

// INK-QRY-31, INK-QRY-32, INK-QRY-43.
func TestProperties(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, mockserver.Options{Scenario: "empty"})
	converseTwice(t, s)
	for i := range 120 {
		event := fmt.Sprintf(`{"entityType":"message","type":"t","messageId":"m","properties":{"page":"/%03d","n":%d,"list":[%d]},`+
			`"userProperties":{"userId":"u-%d"}}`, i, i%2, i%2, i%3)
		require.Equal(t, http.StatusOK, apiKey(s).raw(t, http.MethodPost, "/events", event).status)
	}
	for name, c := range map[string]struct{ what, asked, want string }{
		"names everywhere":     {"keys", `{"field":"properties"}`, `["deep","is","list","n","none","page","position"]`},
		"no views are all":     {"keys", `{"field":"userProperties","views":[]}`, `["id","userId"]`},
		"names of events":      {"keys", `{"field":"properties","views":["events_view"]}`, `["list","n","page"]`},
		"a view without a row": {"keys", `{"field":"properties","views":["feedback_view"]}`, `[]`},
		"of a field that one view alone has": {
			"keys", `{"field":"properties","where":{"condition":{"field":"userMessageCount","operator":"gt","value":0}}}`,
			`["deep","is","none","page","position"]`,
		},
		"values":                   {"values", `{"field":"userProperties","key":"userId"}`, `["u-0","u-1","u-2"]`},
		"values of any kind":       {"values", `{"field":"properties","key":"list"}`, `["[0]","[1]"]`},
		"numbers are texts":        {"values", `{"field":"properties","key":"n","limit":1.0}`, `["0"]`},
		"null is no value":         {"values", `{"field":"properties","key":"none"}`, `[]`},
		"of two views, in order":   {"values", `{"field":"properties","key":"page","limit":2}`, `["/000","/001"]`},
		"the least that is wanted": {"values", `{"field":"properties","key":"deep"}`, `["{\"a\":[1,null]}"]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, membersOf(t, s, c.what, c.asked))
		})
	}
	require.Len(t, gjson.Parse(membersOf(t, s, "values", `{"field":"properties","key":"page"}`)).Array(), 100)
	require.Len(t, gjson.Parse(membersOf(t, s, "values", `{"field":"properties","key":"page","limit":1000}`)).Array(), 121)
	for asked, want := range map[string]string{
		`{"field":"properties","key":"a","limit":0}`:     "/limit",
		`{"field":"properties","key":"a","limit":1001}`:  "/limit",
		`{"field":"properties","key":"a","limit":1.5}`:   "at /limit: got 1.5, expected a whole number from 1 to 1000; leave the fraction",
		`{"field":"properties"}`:                         "/key",
		`{"key":"a"}`:                                    "/field",
		`{"field":"type","key":"a"}`:                     "/field",
		`{"field":"properties","key":"a","views":["x"]}`: "/views/0",
		`{"field":"properties","key":"a","views":["events_view"],` +
			`"where":{"condition":{"field":"userMessageCount","operator":"gt","value":0}}}`: "/where/condition/field",
	} {
		apiKey(s).raw(t, http.MethodPost, "/query/property-values", asked).refusedByInkeep(t, http.StatusUnprocessableEntity, want)
	}
	webKey(s).raw(t, http.MethodPost, "/query/property-keys", `{"field":"properties"}`).
		refusedByInkeep(t, http.StatusForbidden, "a key of an API integration")
}

// INK-QRY-35 to INK-QRY-37, INK-QRY-44, INK-QRY-45.
func TestReports(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, mockserver.Options{Scenario: "empty"})
	for i, event := range []string{
		`"searchQuery":"key","createdAt":"2026-01-11T23:59:59Z","userProperties":{"id":7}`,
		`"searchQuery":"key","createdAt":"2026-01-12T00:00:00Z","userProperties":{"id":7}`,
		`"searchQuery":"error","createdAt":"2026-01-13T00:00:00Z","userProperties":{"id":8,"userId":"7"}`,
		`"searchQuery":"bake","createdAt":"2026-01-14T00:00:00Z","userProperties":{"userId":"9"}`,
		`"searchQuery":"bake","createdAt":"2026-01-27T00:00:00Z","projectId":"other"`,
		`"searchQuery":"bake","createdAt":"2026-01-27T00:00:00Z","projectId":null`,
	} {
		r := apiKey(s).raw(t, http.MethodPost, "/events", fmt.Sprintf(`{"entityType":"search","type":"t","id":"%d",%s}`, i, event))
		require.Equal(t, http.StatusOK, r.status, r.body)
	}
	for path, want := range map[string]string{
		"top-search-queries": `{"data":{"result":[{"search_query":"bake","count":"3"},{"search_query":"key","count":"2"},` +
			`{"search_query":"error","count":"1"}],"total":3}}`,
		"top-search-queries?after=2026-01-12": `{"data":{"result":[{"search_query":"bake","count":"3"},` +
			`{"search_query":"error","count":"1"}],"total":2}}`,
		"top-search-queries?project_id=other":       `{"data":{"result":[{"search_query":"bake","count":"1"}],"total":1}}`,
		"top-search-queries?after=&project_id=none": `{"data":{"result":[],"total":0}}`,
		"weekly-search-users": `{"data":{"result":[{"week":"2026-01-05T00:00:00.000Z","unique_users":"1"},` +
			`{"week":"2026-01-12T00:00:00.000Z","unique_users":"2"},{"week":"2026-01-26T00:00:00.000Z","unique_users":"0"}],"total":3}}`,
		"weekly-search-users?after=2026-01-12T01:00:00%2B01:00&project_id=demo-project": `{"data":{"result":[` +
			`{"week":"2026-01-12T00:00:00.000Z","unique_users":"2"}],"total":1}}`,
	} {
		r := apiKey(s).get(t, "/query/"+path)
		require.Equal(t, http.StatusOK, r.status, path)
		require.Equal(t, want, r.body, path)
	}
	apiKey(s).get(t, "/query/top-search-queries?after=now").refusedByInkeep(t, http.StatusBadRequest, "after", "2026-01-14")
	webKey(s).get(t, "/query/weekly-search-users").refusedByInkeep(t, http.StatusForbidden, "a key of an API integration")
}

// The report of a seeded world has as many rows as it may have, and tells of all.
func TestTopSearchesAreTheMostFrequent(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(2000))
	r := apiKey(s).get(t, "/query/top-search-queries").body
	before, sum := int64(1<<40), int64(0)
	rows := gjson.Get(r, "data.result").Array()
	require.NotEmpty(t, rows)
	require.LessOrEqual(t, len(rows), 100)
	for _, row := range rows {
		n := row.Get("count").Int()
		require.LessOrEqual(t, n, before)
		before, sum = n, sum+n
	}
	submitted := apiKey(s).raw(t, http.MethodPost, "/query/events", `{"select":[{"type":"aggregation","aggregation":"count"}],`+
		`"where":{"condition":{"field":"type","operator":"eq","value":"search_query_submitted"}}}`)
	require.Equal(t, gjson.Get(submitted.body, "data.result.0.count").Int(), sum, "what follows a search is none")
	require.GreaterOrEqual(t, gjson.Get(r, "data.total").Int(), int64(len(rows)))
	require.Greater(t, len(gjson.Get(apiKey(s).get(t, "/query/weekly-search-users").body, "data.result").Array()), 1)
}
