package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestExplainQueries asks questions of Inkeep's that find nothing, and wants to be told which of their filters is to blame.
func TestExplainQueries(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(2000))
	c := apiKey(s)
	for _, tt := range []struct{ where, hint string }{
		{
			`{"field":"type","operator":"eq","value":"Search_Query_Submitted"}`,
			`did you mean "search_query_submitted"?`,
		},
		{
			`{"field":"type","operator":"in","value":["search_query_submited"]}`,
			`did you mean "search_query_submitted"?`,
		},
		{
			`{"field":"properties","operator":"eq","value":{"path":["language"],"value":"EN"}}`,
			`nothing has properties.language eq "EN"; did you mean "en"?`,
		},
		{
			`{"field":"properties","operator":"eq","value":{"path":["langage"],"value":"en"}}`,
			`nothing has properties.langage; did you mean "language"?`,
		},
		{
			`{"field":"properties","operator":"eq","value":{"path":["nonesuch at all"],"value":"en"}}`,
			`POST /query/property-keys has the names`,
		},
		{
			`{"field":"properties","operator":"eq","value":{"path":"language","value":"en"}}`,
			`write it as a list of names: {"path":["language"],`,
		},
		{
			`{"field":"type","operator":"eq"}`,
			`use isNull`,
		},
		{
			`{"field":"type","operator":"eq","value":"quite another thing that nobody has ever logged"}`,
			`the most frequent is "`,
		},
		{
			`{"field":"createdAt","operator":"gt","value":"2030-01-01T00:00:00Z"}`,
			`; there is 2025-12-`,
		},
	} {
		got := c.post(t, "/query/events", `{"where":{"condition":`+tt.where+`}}`)
		require.Equal(t, http.StatusOK, got.status, got.body)
		ex := why(t, s, got)
		require.Len(t, ex.Hints, 1, tt.where)
		require.Contains(t, ex.Hints[0], tt.hint)
		require.Len(t, ex.Funnel, 2)
		require.Equal(t, 2000, ex.Funnel[0].Events)
		require.Zero(t, ex.Funnel[1].Events)
	}
}

// TestExplainQueriesThatCombine asks for what cannot be together, and for what is there.
func TestExplainQueriesThatCombine(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(2000))
	c := apiKey(s)
	const shared = `{"condition":{"field":"type","operator":"eq","value":"conversation_shared"}}`
	const search = `{"condition":{"field":"eventType","operator":"eq","value":"search"}}`
	ex := why(t, s, c.post(t, "/query/events", `{"where":{"and":[{"or":[`+shared+`]},`+search+`]}}`))
	require.Equal(t, []string{`nothing meets both eventType eq "search" and what stands before it`}, ex.Hints)
	require.Equal(t, "one of 1 filters under or", ex.Funnel[1].Step)
	require.Positive(t, ex.Funnel[1].Events)

	ex = why(t, s, c.post(t, "/query/events", `{"where":`+shared+`}`))
	require.Empty(t, ex.Hints)
	require.Equal(t, ex.Funnel[1].Events, ex.Returned)

	ex = why(t, s, c.post(t, "/query/semantic-threads", `{"query":"no such words"}`))
	require.Equal(t, `query="no such words"`, ex.Funnel[1].Step)
	require.Zero(t, ex.Funnel[1].Events)

	refused := why(t, s, c.post(t, "/query/events", `{"where":{"condition":{"field":"nope","operator":"eq"}}}`))
	require.Contains(t, refused.Hints[0], "/where/condition/field")
}
