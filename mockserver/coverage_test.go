package mockserver_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec/coverage"
)

const coveragePath = "/__understudy/coverage"

// coverageOf is what GET coverage answers.
func coverageOf(t testing.TB, c client) coverage.Report {
	t.Helper()
	var r coverage.Report
	client{c.url, ""}.get(t, coveragePath).into(t, &r)
	return r
}

// TestCoverageCanBeWhole reaches everything that the documents list: what no client can use is not counted.
func TestCoverageCanBeWhole(t *testing.T) {
	s := mockserver.Start(t, seeded(20))
	c := demo(s)
	filters := args{"event": "x", "conversation_id": "x", "user_id": "x", "campaign_id": "x", "page_size": 1}
	for _, version := range []string{"LIVE", "DRAFT"} {
		p := c.list(t, "demobot1", args{"version": version, "page_size": 1})
		c.list(t, "demobot1", filters.with(args{"version": version}))
		c.list(t, "demobot1", args{"version": version, "page_token": p.Next})
		c.track(t, "demobot1", args{"version": version})
	}
	c.list(t, "demobot1", args{"filters": []any{args{"key": "k", "operator": "eq", "value": []any{"v"}}}})
	c.track(t, "demobot1", args{
		"id": "1", "user_id": "u", "event": "e", "attributes": args{"a": "b"}, "timestamp": "2026-01-01T00:00:00Z", "context": args{
			"conversation_id": "c",
			"campaign":        args{"id": "1", "source": "2", "medium": "3", "name": "4", "content": "5", "term": "6"},
		},
	})
	c.team(t, "demo-team", args{"user_id": "u"})
	c.walkTeam(t, "demo-team", args{"page_size": 10})
	c.echo(t)
	defineEverything(t, s)
	for entity, about := range map[string]string{"message": "messageId", "conversation": "conversationId", "search": "searchQuery"} {
		var answer args
		apiKey(s).post(t, "/events", args{
			"id": entity, "type": "t", "entityType": entity, about: "x", "createdAt": "2026-01-01T00:00:00Z", "projectId": "p",
			"integrationId": "i", "properties": args{"a": 1}, "userProperties": args{
				"id": 1, "identificationType": "COOKIED", "userId": "u", "supportAgentName": "n", "supportAgentEmail": "m", "userType": "t",
			},
		}.json(t)).into(t, &answer)
	}
	askEverything(t, s)
	converseEverything(t, s)
	submitEverything(t, s)
	for _, it := range coverageOf(t, c).Items {
		operation, status, refusal := strings.Cut(it.ID, ".status=")
		if !it.Covered {
			require.True(t, refusal, "%s is not covered", it.ID)
			target := coverageTargets()[operation]
			require.NotEmpty(t, target[0], operation)
			c.send(t, target[0], target[1], "", "Prefer: code="+status)
		}
	}
	r := coverageOf(t, c)
	require.Equal(t, r.Total, r.Covered)
	require.InDelta(t, 100, r.Percent, 0)
	require.Greater(t, r.Total, 100)
}

// coverageTargets are a method and a path of each operation.
func coverageTargets() map[string][2]string {
	return map[string][2]string{
		"chatlayer.ListEvents":            {http.MethodGet, streamOf("demobot1")},
		"chatlayer.ListEventsWithFilters": {http.MethodPost, streamOf("demobot1")},
		"chatlayer.TrackEvent":            {http.MethodPost, trackOf("demobot1")},
		"chatlayer.GetTeamEvents":         {http.MethodGet, teamOf("demo-team")},
		"chatlayer.Echo":                  {http.MethodPost, "/v1/echo"},

		"chatlayer.GetEventAttributeValues":  {http.MethodPost, "/v1/bots/demobot1/events/attributes/flow/values"},
		"chatlayer.ListEventDefinitions":     {http.MethodGet, definitionsOf("demobot1")},
		"chatlayer.CreateEventDefinition":    {http.MethodPost, definitionsOf("demobot1")},
		"chatlayer.ListTeamEventDefinitions": {http.MethodGet, teamDefinitionsOf("demo-team")},
		"chatlayer.ComputeEventsFunnel":      {http.MethodPost, funnelOf("demobot1")},

		"inkeep.LogEvent":              {http.MethodPost, "/events"},
		"inkeep.QueryEvents":           {http.MethodPost, "/query/events"},
		"inkeep.QueryConversations":    {http.MethodPost, "/query/conversations"},
		"inkeep.QuerySemanticThreads":  {http.MethodPost, "/query/semantic-threads"},
		"inkeep.ExportSemanticThreads": {http.MethodPost, "/query/semantic-threads/export"},
		"inkeep.QueryFeedback":         {http.MethodPost, "/query/feedback"},
		"inkeep.ExportFeedback":        {http.MethodPost, "/query/feedback/export"},
		"inkeep.ExportEvents":          {http.MethodPost, "/query/events/export"},
		"inkeep.ExportConversations":   {http.MethodPost, "/query/conversations/export"},
		"inkeep.QueryPropertyKeys":     {http.MethodPost, "/query/property-keys"},
		"inkeep.QueryPropertyValues":   {http.MethodPost, "/query/property-values"},
		"inkeep.GetTopSearchQueries":   {http.MethodGet, "/query/top-search-queries"},
		"inkeep.GetWeeklySearchUsers":  {http.MethodGet, "/query/weekly-search-users"},

		"inkeep.LogConversation":             {http.MethodPost, "/conversations"},
		"inkeep.ListConversations":           {http.MethodGet, "/conversations"},
		"inkeep.GetConversation":             {http.MethodGet, "/conversations/x"},
		"inkeep.DeleteConversation":          {http.MethodDelete, "/conversations/x"},
		"inkeep.GetConversationByExternalID": {http.MethodGet, "/conversations/external/x"},

		"inkeep.SubmitFeedback": {http.MethodPost, "/feedback"},
		"inkeep.ListFeedback":   {http.MethodGet, "/feedback"},
		"inkeep.GetFeedback":    {http.MethodGet, "/feedback/x"},
		"inkeep.DeleteFeedback": {http.MethodDelete, "/feedback/x"},
	}
}

// TestCoverageOfNamespaces keeps what was used in one apart from the others, and what a reset forgets for the whole server.
func TestCoverageOfNamespaces(t *testing.T) {
	s := mockserver.Start(t, seeded(20))
	hits := func(r coverage.Report, id string) int64 {
		i := slices.IndexFunc(r.Items, func(it coverage.Item) bool { return it.ID == id })
		require.GreaterOrEqual(t, i, 0, id)
		return r.Items[i].Hits
	}
	const echo = "chatlayer.Echo.body.message"
	c, one, two := demo(s), demo(s).in("one"), demo(s).in("two")
	for range 3 {
		one.echo(t)
	}
	c.echo(t)
	require.EqualValues(t, 3, hits(coverageOf(t, one), echo))
	require.EqualValues(t, 1, hits(coverageOf(t, c), echo))
	require.Zero(t, coverageOf(t, two).Covered)
	require.EqualValues(t, 4, hits(s.Coverage(), echo))

	require.Equal(t, http.StatusOK, client{one.url, ""}.post(t, "/__understudy/reset", "").status)
	require.Zero(t, coverageOf(t, one).Covered)
	one.echo(t)
	require.Equal(t, http.StatusOK, client{one.url, ""}.post(t, "/__understudy/reset", `{"seed":3}`).status)
	require.Zero(t, coverageOf(t, one).Covered)
	require.Equal(t, http.StatusNoContent, nobody(s).send(t, http.MethodDelete, "/__understudy/namespaces/one", "").status)
	require.EqualValues(t, 1, hits(coverageOf(t, c), echo), "the others stay")
	require.EqualValues(t, 5, hits(s.Coverage(), echo), "the server forgets nothing")

	own := s.Namespace(t)
	client{own.URL, c.auth}.echo(t)
	require.EqualValues(t, 1, hits(own.Coverage(), echo))
	require.Zero(t, mockserver.New(mockserver.Options{Auth: "x"}).Coverage().Total)
}

// TestCoverageForms has the text that each format begins with, as its media type says.
func TestCoverageForms(t *testing.T) {
	s := mockserver.Start(t, quiet())
	demo(s).echo(t)
	for format, want := range map[string][2]string{
		"?format=json":     {"application/json", `{"covered":3,"total":`},
		"?format=markdown": {"text/markdown; charset=utf-8", "### Contract coverage: 0."},
		"?format=lcov":     {"text/plain; charset=utf-8", "TN:understudy\nSF:chatlayer/openapi.yaml\nFN:"},
		"":                 {"application/json", `{"covered":3,"total":`},
	} {
		r := nobody(s).get(t, coveragePath+format)
		require.Equal(t, http.StatusOK, r.status)
		require.Equal(t, want[0], r.header.Get("Content-Type"))
		require.True(t, strings.HasPrefix(r.body, want[1]), r.body)
	}
	r := nobody(s).get(t, coveragePath+"?format=text")
	require.Equal(t, http.StatusBadRequest, r.status)
	require.Contains(t, r.body, `\"markdown\"`)
}

// TestCoverageInAnyOrder sends requests in random orders, many at once: what was used is the same, to the hit.
func TestCoverageInAnyOrder(t *testing.T) {
	s := mockserver.Start(t, seeded(20))
	everyKind := []func(client){
		func(c client) { c.echo(t) },
		func(c client) { c.echo(t, "Prefer: code=503") },
		func(c client) { c.track(t, "demobot1", args{"event": "x", "version": "DRAFT"}) },
		func(c client) { c.ask(t, http.MethodGet, "demobot1", everything()) },
		func(c client) { c.ask(t, http.MethodPost, "demobot1", args{}) },
		func(c client) { client{c.url, "Bearer demo-web-key"}.post(t, "/events", anEvent) },
	}
	some := rapid.SliceOfN(rapid.IntRange(0, len(everyKind)-1), 1, 12)
	for round := range 20 {
		which := some.Example(round)
		again := rapid.Permutation(which).Example(round)
		one, other := demo(s).in("a"+strconv.Itoa(round)), demo(s).in("b"+strconv.Itoa(round))
		for _, i := range which {
			everyKind[i](one)
		}
		var all sync.WaitGroup
		for _, i := range again {
			all.Go(func() { everyKind[i](other) })
		}
		all.Wait()
		require.Equal(t, coverageOf(t, one), coverageOf(t, other), "%v", which)
	}
}
