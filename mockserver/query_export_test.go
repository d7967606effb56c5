package mockserver_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// asCSV is what a query exports.
func asCSV(t *testing.T, s *mockserver.Running, view, query string) string {
	t.Helper()
	r := apiKey(s).raw(t, http.MethodPost, "/query/"+view+"/export", query)
	require.Equal(t, http.StatusOK, r.status, r.body)
	require.Equal(t, "text/csv; charset=utf-8", r.header.Get("Content-Type"))
	return r.body
}

// INK-QRY-33, INK-QRY-34.
func TestExports(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, mockserver.Options{Scenario: "empty"})
	converseTwice(t, s)
	for _, event := range []string{
		`{"entityType":"search","type":"searched","searchQuery":"a, \"b\"\nc","id":"e-1","createdAt":"2026-01-14T23:30:00.000001+01:00",` +
			`"properties":{"page":"/docs","n":1.50,"deep":{"a":[1]}}}`,
		`{"entityType":"search","type":"searched","searchQuery":"=é","id":"e-2","createdAt":"2026-01-15T00:30:00Z",` +
			`"properties":{"none":null,"is":true}}`,
	} {
		require.Equal(t, http.StatusOK, apiKey(s).raw(t, http.MethodPost, "/events", event).status)
	}
	for name, c := range map[string]struct{ view, query, want string }{
		"members have columns, and texts quotes": {
			"events", `{"select":[{"type":"field","field":"searchQuery"},{"type":"field","field":"createdAt"},` +
				`{"type":"field","field":"properties"}]}`,
			"searchQuery,createdAt,properties.deep,properties.is,properties.n,properties.none,properties.page\n" +
				"\"a, \"\"b\"\"\nc\",2026-01-14T22:30:00.000001Z,\"{\"\"a\"\":[1]}\",,1.50,,/docs\n" +
				"=é,2026-01-15T00:30:00.000Z,,true,,,\n",
		},
		"but not as JSON": {
			"events", `{"select":[{"type":"field","field":"properties","mode":"json"},{"type":"field","field":"id"}],` +
				`"where":{"condition":{"field":"id","operator":"eq","value":"e-2"}}}`,
			"properties,id\n\"{\"\"none\"\":null,\"\"is\"\":true}\",e-2\n",
		},
		"a path is told once": {
			"events", `{"select":[{"type":"field","field":"properties","path":["page"]},{"type":"field","field":"properties"}],` +
				`"where":{"condition":{"field":"id","operator":"eq","value":"e-1"}}}`,
			"properties.page,properties.deep,properties.n\n/docs,\"{\"\"a\"\":[1]}\",1.50\n",
		},
		"groups": {
			"events", `{"select":[{"type":"time","timeUnit":"day"},{"type":"aggregation","aggregation":"count"}],` +
				`"orderBy":[{"field":"createdAt_day","direction":"desc"}]}`,
			"createdAt_day,count\n2026-01-15T00:00:00.000Z,1\n2026-01-14T00:00:00.000Z,1\n",
		},
		"nothing has its names all the same": {
			"events", `{"select":[{"type":"field","field":"properties"}],"where":{"condition":{"field":"id","operator":"isNull"}}}`,
			"properties\n",
		},
		"null alone is a line": {"events", `{"select":[{"type":"field","field":"messageId"}]}`, "messageId\n\"\"\n\"\"\n"},
		"conversations": {
			"conversations", `{}`,
			"id,userMessageCount,organizationId,projectId,integrationId,firstMessageTime,type,properties.deep,properties.is," +
				"properties.none,properties.page,properties.position,userProperties.id,userProperties.userId\n" +
				"c-2,1,,,demo-api-integration,2026-01-13T23:00:00.500Z,support_ticket,,,,,,,\n" +
				"c-1,2,,demo-project,demo-api-integration,2026-01-14T09:00:00.000Z,openai,\"{\"\"a\"\":[1,null]}\",true,,/docs,3,7,u-1\n" +
				"c-3,0,,demo-project,demo-api-integration,,support_copilot,,,,,,,\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, asCSV(t, s, c.view, c.query))
		})
	}
}

// An export is whole where a query gives a page, or is refused.
func TestExportsAreWhole(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(1500))
	lines, err := csv.NewReader(strings.NewReader(asCSV(t, s, "events", `{}`))).ReadAll()
	require.NoError(t, err)
	require.Len(t, lines, 1501)
	require.Equal(t, "id", lines[0][0])
	many := mockserver.Start(t, seeded(100_001))
	apiKey(many).raw(t, http.MethodPost, "/query/events/export", `{}`).
		refusedByInkeep(t, http.StatusUnprocessableEntity, "more than 100000 rows", "narrow where")
	webKey(s).raw(t, http.MethodPost, "/query/events/export", `{}`).refusedByInkeep(t, http.StatusForbidden, "a key of an API integration")
}
