package mockserver_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec/coverage"
)

// usedIn are the ids of what was used, without the operation that begins them all.
func usedIn(t testing.TB, r coverage.Report, operation string) []string {
	t.Helper()
	used, n := []string{}, 0
	for _, it := range r.Items {
		require.Equal(t, it.Hits > 0, it.Covered, it.ID)
		if it.Covered {
			n++
			rest, ok := strings.CutPrefix(it.ID, operation)
			require.True(t, ok, "%s is not of %s", it.ID, operation)
			used = append(used, strings.TrimPrefix(rest, "."))
		}
	}
	require.Equal(t, n, r.Covered)
	require.Len(t, r.Items, r.Total)
	return used
}

// asking is what a request must cover: the ids, without the operation that begins them all, and nothing else.
type asking struct {
	operation string
	ask       func(testing.TB, client) reply
	want      []string
}

// covers makes each request in a namespace of its own.
func covers(t *testing.T, all map[string]asking) {
	t.Helper()
	s := mockserver.Start(t, seeded(20))
	for name, c := range all {
		t.Run(name, func(t *testing.T) {
			own := demo(s).in(strings.ToLower(strings.ReplaceAll(name, "_", "-")))
			c.ask(t, own)
			require.ElementsMatch(t, c.want, usedIn(t, coverageOf(t, own), c.operation))
		})
	}
}

func and(ids []string, more ...string) []string { return slices.Concat(ids, more) }

// asks lists the events of a bot.
func asks(method string, over args) func(testing.TB, client) reply {
	return func(t testing.TB, c client) reply { return c.ask(t, method, "demobot1", everything().with(over)) }
}

// tracks sends a body to be tracked.
func tracks(body string, headers ...string) func(testing.TB, client) reply {
	return func(t testing.TB, c client) reply { return c.post(t, trackOf("demobot1"), body, headers...) }
}

// logs sends a body to be logged.
func logs(body string) func(testing.TB, client) reply {
	return func(t testing.TB, c client) reply {
		return client{c.url, "Bearer demo-api-key"}.post(t, "/events", body)
	}
}

// pages asks for the first page and the one behind it.
func pages(method string) func(testing.TB, client) reply {
	return func(t testing.TB, c client) reply {
		var first page
		asks(method, args{"page_size": 1})(t, c).into(t, &first)
		return asks(method, args{"page_token": first.Next})(t, c)
	}
}

// TestCoverageOfParameters wants each request to cover what is in its path and query, and nothing else.
func TestCoverageOfParameters(t *testing.T) {
	ranged := []string{"", "path.bot_id", "query.version", "query.start_time", "query.end_time", "status=200"}
	live := and(ranged, "query.version=LIVE")
	get := func(over args) func(testing.TB, client) reply { return asks(http.MethodGet, over) }
	const list = "chatlayer.ListEvents"
	covers(t, map[string]asking{
		"nothing_optional":    {list, get(nil), live},
		"a_filter":            {list, get(args{"event": "x"}), and(live, "query.event")},
		"a_number":            {list, get(args{"page_size": 1}), and(live, "query.page_size")},
		"the_number_0":        {list, get(args{"page_size": 0}), and(live, "query.page_size")},
		"what_is_empty":       {list, get(args{"event": "", "page_token": ""}), live},
		"what_is_undeclared":  {list, get(args{"colour": "red"}), live},
		"another_enum_value":  {list, get(args{"version": "DRAFT"}), and(ranged, "query.version=DRAFT")},
		"what_is_encoded":     {list, get(args{"user_id": "a b&c"}), and(live, "query.user_id")},
		"a_later_page":        {list, pages(http.MethodGet), and(live, "query.page_size", "page=later")},
		"a_value_that_is_bad": {list, get(args{"version": "live", "event": "x"}), []string{"status=400"}},
		"what_is_missing":     {list, get(args{"end_time": nil, "event": "x"}), []string{"status=400"}},
		"a_bad_token":         {list, get(args{"page_token": "x"}), []string{"status=400"}},
		"HEAD": {list, func(t testing.TB, c client) reply {
			return c.send(t, http.MethodHead, streamOf("demobot1")+"?"+everything().query(), "")
		}, live},
		"wrong_credentials": {list, func(t testing.TB, c client) reply {
			return client{c.url, "Basic x"}.ask(t, http.MethodGet, "demobot1", everything())
		}, []string{"status=401"}},
		"the_bot_of_others": {list, func(t testing.TB, c client) reply {
			return c.ask(t, http.MethodGet, "otherbot", everything())
		}, []string{"status=403"}},
		"a_team": {"chatlayer.GetTeamEvents", func(t testing.TB, c client) reply {
			return c.get(t, teamOf("demo-team")+"?start_time=2020-01-01&end_time=2021-01-01&user_id=mia")
		}, []string{"", "path.team_id", "query.start_time", "query.end_time", "query.user_id", "status=200"}},
	})
}

// TestCoverageOfBodies wants each request to cover what is in its body, and nothing else.
func TestCoverageOfBodies(t *testing.T) {
	ranged := []string{"", "path.bot_id", "body.version", "body.version=LIVE", "body.start_time", "body.end_time", "status=200"}
	post := func(over args) func(testing.TB, client) reply { return asks(http.MethodPost, over) }
	tracked := []string{"", "path.bot_id", "status=200"}
	filters := []any{args{"key": "a", "operator": "exists"}, args{"key": "b", "value": []any{"x"}}}
	const list, track = "chatlayer.ListEventsWithFilters", "chatlayer.TrackEvent"
	covers(t, map[string]asking{
		"nothing_optional": {list, post(nil), ranged},
		"a_later_page":     {list, pages(http.MethodPost), and(ranged, "body.page_size", "page=later")},
		"an_empty_list":    {list, post(args{"filters": []any{}}), ranged},
		"members_in_a_list": {
			list, post(args{"filters": filters}),
			and(ranged, "body.filters", "body.filters[].key", "body.filters[].operator", "body.filters[].value"),
		},
		"an_echo": {
			"chatlayer.Echo", func(t testing.TB, c client) reply { return c.echo(t) }, []string{"", "body.message", "status=200"},
		},
		"nothing_at_all": {track, tracks(`{}`), tracked},
		"members_in_members": {
			track, tracks(`{"attributes":{"x":"y"},"context":{"campaign":{"id":"spring","x":"y"}}}`),
			and(tracked, "body.attributes", "body.context", "body.context.campaign", "body.context.campaign.id"),
		},
		"what_is_empty": {
			track, tracks(`{"user_id":"","attributes":{},"context":{"campaign":{}}}`), and(tracked, "body.context"),
		},
		"what_is_undeclared":  {track, tracks(`{"colour":"red"}`), tracked},
		"a_value_that_is_bad": {track, tracks(`{"event":"x","version":"live"}`), []string{"status=400"}},
		"no_JSON":             {track, tracks(`{`), []string{"status=400"}},
		"another_type":        {track, tracks(`{"event":"x"}`, "Content-Type: text/plain"), []string{"status=415"}},
	})
}

// TestCoverageOfVariantsOfABody counts what several variants have once.
func TestCoverageOfVariantsOfABody(t *testing.T) {
	message := []string{"", "body.type", "body.messageId", "body.entityType", "body.entityType=message", "status=200"}
	const log, aMessage = "inkeep.LogEvent", `{"entityType":"message","type":"t","messageId":"m"`
	covers(t, map[string]asking{
		"one":          {log, logs(aMessage + `}`), message},
		"what_is_null": {log, logs(aMessage + `,"createdAt":null,"properties":null}`), message},
		"free_members": {
			log, logs(aMessage + `,"userProperties":{"userType":"member","colour":"red"},"properties":{"id":1}}`),
			and(message, "body.properties", "body.userProperties", "body.userProperties.userType"),
		},
		"another": {
			log, logs(`{"entityType":"search","type":"t","searchQuery":"q"}`),
			[]string{"", "body.type", "body.searchQuery", "body.entityType", "body.entityType=search", "status=200"},
		},
		"what_only_another_has": {log, logs(`{"entityType":"search","type":"t","messageId":"m"}`), []string{"status=422"}},
		"an_id_that_is_taken": {log, func(t testing.TB, c client) reply {
			logs(aMessage+`,"id":"1"}`)(t, c)
			return logs(`{"entityType":"search","type":"t","searchQuery":"q","id":"1"}`)(t, c)
		}, and(message, "body.id", "status=409")},
	})
}

// TestCoverageOfFaults counts what answered in the API's place as the status that it is, and what only disturbs as if it did not.
func TestCoverageOfFaults(t *testing.T) {
	const track = "chatlayer.TrackEvent"
	tracked := []string{"", "path.bot_id", "body.event", "status=200"}
	prefers := func(what string) func(testing.TB, client) reply { return tracks(`{"event":"x"}`, "Prefer: "+what) }
	covers(t, map[string]asking{
		"a_status":               {track, prefers("code=503"), []string{"status=503"}},
		"an_undocumented_status": {track, prefers("code=418"), []string{}},
		"a_success":              {track, prefers("code=200"), []string{"status=200"}},
		"a_wait":                 {track, prefers("delay=1ms"), tracked},
		"a_variant":              {track, prefers("variant=page.short-pages"), tracked},
		"a_variant_that_changes_the_request": {
			"chatlayer.ListEvents", func(t testing.TB, c client) reply {
				return c.get(t, streamOf("demobot1")+"?"+everything().query(), "Prefer: variant=page.short-pages")
			}, []string{"", "path.bot_id", "query.version", "query.version=LIVE", "query.start_time", "query.end_time", "status=200"},
		},
		"a_fault": {track, func(t testing.TB, c client) reply {
			client{c.url, ""}.post(t, "/__understudy/faults", `{"status":500}`)
			return tracks(`{"event":"x"}`)(t, c)
		}, []string{"status=500"}},
		"a_rate": {track, func(t testing.TB, c client) reply {
			client{c.url, ""}.post(t, "/__understudy/faults", `{"rate":{"per_second":0.01,"burst":1}}`)
			tracks(`{"event":"x"}`)(t, c)
			return tracks(`{"version":"LIVE"}`)(t, c)
		}, tracked},
	})
}

// TestCoverageOfNoOperation counts nothing.
func TestCoverageOfNoOperation(t *testing.T) {
	preflight := []string{"Origin: http://x.test", "Access-Control-Request-Method: POST"}
	covers(t, map[string]asking{
		"a_path_of_nobody": {"", func(t testing.TB, c client) reply { return c.get(t, "/v1/bots//events/stream") }, []string{}},
		"another_method":   {"", func(t testing.TB, c client) reply { return c.send(t, http.MethodPut, "/v1/echo", "{}") }, []string{}},
		"a_preflight": {"", func(t testing.TB, c client) reply {
			return c.send(t, http.MethodOptions, "/v1/echo", "", preflight...)
		}, []string{}},
		"own_endpoints": {"", func(t testing.TB, c client) reply {
			return client{c.url, ""}.get(t, "/__understudy/violations")
		}, []string{}},
	})
}
