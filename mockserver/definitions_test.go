package mockserver_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver"
)

func definitionsOf(bot string) string      { return "/v1/bots/" + bot + "/events/definitions" }
func teamDefinitionsOf(team string) string { return "/v1/teams/" + team + "/events/definitions" }

// definitions are those of a list, on pages of some size.
func (c client) definitions(t testing.TB, list string, over args) (all []gjson.Result) {
	t.Helper()
	for token := ""; ; {
		r := c.get(t, list+"?"+over.with(args{"page_token": token}).query())
		require.Equal(t, http.StatusOK, r.status, r.body)
		page := gjson.Parse(r.body)
		all = append(all, page.Get("event_definitions").Array()...)
		if token = page.Get("next_page_token").Str; token == "" {
			return all
		}
	}
}

// define creates a definition and returns it.
func (c client) define(t testing.TB, bot string, a args) gjson.Result {
	t.Helper()
	r := c.post(t, definitionsOf(bot), a.json(t))
	require.Equal(t, http.StatusOK, r.status, r.body)
	return gjson.Get(r.body, "event_definition")
}

// defineEverything asks for what is told of events as a whole, with every member and every value that the contract has for one.
func defineEverything(t *testing.T, s *mockserver.Running) {
	t.Helper()
	c := demo(s)
	c.define(t, "demobot1", args{"event": "x", "description": "d", "team_id": "demo-team"})
	c.definitions(t, definitionsOf("demobot1"), args{"page_size": 1, "team_id": "demo-team"})
	c.definitions(t, teamDefinitionsOf("demo-team"), args{"page_size": 1, "bot_id": "demobot1"})
	r := c.post(t, "/v1/bots/demobot1/events/attributes/flow/values", `{"query":"o"}`)
	require.Equal(t, http.StatusOK, r.status, r.body)
	filters := []args{{"key": "k", "operator": "eq", "type": "string", "value": []string{"v"}}}
	for i, order := range []string{"strict", "sequential"} {
		c.funnel(t, "demobot1", args{
			"version": []string{"LIVE", "DRAFT"}[i], "order_type": order, "breakdown_property": "b", "properties": filters,
			"steps": []args{{"event_id": "x", "order": 1, "properties": filters}},
		})
	}
}

func named(definitions []gjson.Result) (names []string) {
	for _, d := range definitions {
		names = append(names, d.Get("bot_id").Str+" "+d.Get("event").Str)
	}
	return names
}

// CHL-DEF-9, CHL-DEF-12. What definitions tell is what lists show.
func TestDefinitionsTellWhatListsShow(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, seeded(200))
	c := demo(s)
	c.trackAll(t, "demobot1", args{"event": "step_entered"}, args{"event": "own", "version": "DRAFT"}, args{"event": ""},
		args{"event": "own", "timestamp": "2025-12-16T12:00:00.123Z"}, args{"event": "future", "timestamp": "2026-02-01T00:00:00Z"})
	all := c.definitions(t, definitionsOf("demobot1"), args{"page_size": 3})
	require.True(t, slices.IsSorted(named(all)))
	tell := func(d gjson.Result) string {
		return d.Get("created_at").Str + " " + d.Get("last_seen_at").Str + " " + d.Get("volume_30_day").Raw
	}
	told := map[string]string{}
	for _, d := range all {
		require.Equal(t, "demo-team", d.Get("team_id").Str)
		require.Empty(t, d.Get("description").Str)
		told[d.Get("event").Str] = tell(d)
	}
	require.Equal(t, "2025-12-16T12:00:00.123Z 2026-01-15T12:00:00.123Z 1", told["own"], "thirty days ago is not within thirty days")
	require.Equal(t, "2026-02-01T00:00:00.000Z  0", told["future"])
	delete(told, "own")
	delete(told, "future")
	shown := map[string]string{}
	var events []event
	for _, version := range []string{"LIVE", "DRAFT"} {
		events = append(events, c.walk(t, "demobot1", args{"version": version, "page_size": 100})...)
	}
	slices.SortFunc(events, func(a, b event) int { return strings.Compare(a.Timestamp, b.Timestamp) })
	for _, e := range events {
		first, count := e.Timestamp, 0
		if before, seen := shown[e.Event]; seen {
			words := strings.Fields(before)
			first = words[0]
			count, _ = strconv.Atoi(words[2])
		}
		shown[e.Event] = fmt.Sprint(first, " ", e.Timestamp, " ", count+1)
	}
	for _, name := range []string{"own", "future", ""} {
		delete(shown, name)
	}
	require.Equal(t, shown, told)
}

// CHL-DEF-4, CHL-DEF-5, CHL-DEF-8, CHL-DEF-13, CHL-TRK-25.
func TestDefinitionsAreCreated(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := demo(s)
	const now = `"2026-01-15T12:00:00.123Z"`
	created := c.define(t, "fresh", args{"event": "sale", "description": "sold é", "team_id": "demo-team"})
	require.Equal(t, `{"id":"`+created.Get("id").Str+`","team_id":"demo-team","bot_id":"fresh","event":"sale","description":"sold é",`+
		`"created_at":`+now+`,"volume_30_day":0}`, created.Raw)
	require.NotEmpty(t, created.Get("id").Str)
	c.post(t, definitionsOf("fresh"), `{"event":"sale"}`).refusedByChatlayer(t, http.StatusConflict, "/event", `"sale"`)
	c.track(t, "fresh", args{"event": "sale"})
	joined := strings.TrimSuffix(created.Raw, `"volume_30_day":0}`) + `"last_seen_at":` + now + `,"volume_30_day":1}`
	require.Equal(t, joined, c.definitions(t, definitionsOf("fresh"), nil)[0].Raw)

	c.track(t, "fresh", args{"event": "seen", "timestamp": "2026-01-01T00:00:00Z"})
	seen := c.define(t, "fresh", args{"event": "seen", "description": "it was there before"})
	require.Equal(t, "2026-01-15T12:00:00.123Z 1", seen.Get("created_at").Str+" "+seen.Get("volume_30_day").Raw)

	r := other(s).post(t, definitionsOf("fresh"), `{"event":"theirs"}`)
	r.refusedByChatlayer(t, http.StatusForbidden, `"fresh"`, "another team's") // the bot has become the team's
	for body, words := range map[string]string{
		`{}`: "/event", `{"event":""}`: "/event", `{"event":7}`: "/event", `{"event":"x","description":null}`: "/description",
		`[]`: "object",
	} {
		c.post(t, definitionsOf("fresh"), body).refusedByChatlayer(t, http.StatusBadRequest, words)
	}
	r = c.post(t, definitionsOf("b"), `{"event":"x","team_id":"other-team"}`)
	r.refusedByChatlayer(t, http.StatusForbidden, "/team_id", "other-team")
	require.Equal(t, []string{"fresh sale", "fresh seen"}, named(c.definitions(t, teamDefinitionsOf("demo-team"), nil)))
}

// CHL-DEF-3, CHL-DEF-10, CHL-DEF-11.
func TestDefinitionsArePaged(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := demo(s)
	long := strings.Repeat("x", 5000)
	var want []string
	for _, bot := range []string{"b", "a"} {
		for _, name := range []string{"é", "Z", long + "2", "a", long + "1", long} {
			c.define(t, bot, args{"event": name})
			want = append(want, bot+" "+name)
		}
	}
	other(s).define(t, "theirs", args{"event": "x"})
	slices.Sort(want)
	short := func(names []string) []string {
		return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return len(name) > 1024 })
	}
	for _, size := range []any{nil, 0, 1, 2, 5, 1000} {
		got := named(c.definitions(t, teamDefinitionsOf("demo-team"), args{"page_size": size}))
		require.Equal(t, short(want), short(got), size)
		require.ElementsMatch(t, want, got)
	}
	require.Len(t, c.definitions(t, teamDefinitionsOf("demo-team"), args{"bot_id": "a", "page_size": 2}), 6)
	require.Len(t, c.definitions(t, definitionsOf("a"), args{"team_id": "demo-team", "page_size": 4}), 6)
	require.Empty(t, c.definitions(t, teamDefinitionsOf("demo-team"), args{"bot_id": "nobodys"}))
	require.Empty(t, c.definitions(t, definitionsOf("nobodys"), args{"team_id": "demo-team"}))
	require.JSONEq(t, `{"event_definitions":[],"next_page_token":""}`, c.get(t, definitionsOf("nobodys")).body)

	token := gjson.Get(c.get(t, definitionsOf("a")+"?page_size=1").body, "next_page_token").Str
	require.NotEmpty(t, token)
	for list, words := range map[string]string{
		definitionsOf("b") + "?page_token=" + token:                         "bot_id",
		definitionsOf("a") + "?team_id=demo-team&page_token=" + token:       "team_id",
		teamDefinitionsOf("demo-team") + "?bot_id=a&page_token=" + token:    "another operation",
		definitionsOf("a") + "?page_token=forged":                           "page_token",
		definitionsOf("a") + "?page_size=-1":                                "page_size",
		streamOf("a") + "?" + everything().query() + "&page_token=" + token: "page_token",
	} {
		c.get(t, list).refusedByChatlayer(t, http.StatusBadRequest, words)
	}
	for _, list := range []string{
		definitionsOf("theirs"), teamDefinitionsOf("other-team"), definitionsOf("a") + "?team_id=other-team",
		teamDefinitionsOf("demo-team") + "?bot_id=theirs",
	} {
		c.get(t, list).refusedByChatlayer(t, http.StatusForbidden, "another team's")
	}
}

// TestDefinitionsAreKept starts a server again, and goes back to a snapshot.
func TestDefinitionsAreKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var before string
	served(t, keeping(dir), func(s *mockserver.Running) {
		c := demo(s)
		c.define(t, "own", args{"event": "early", "description": "kept"})
		require.Equal(t, http.StatusCreated, nobody(s).send(t, http.MethodPut, "/__understudy/snapshots/early", "").status)
		c.define(t, "own", args{"event": "late"})
		before = c.get(t, definitionsOf("own")).body
		require.Contains(t, before, `"late"`)
		require.NotContains(t, c.in("another").get(t, definitionsOf("own")).body, "late")
	})
	served(t, keeping(dir), func(s *mockserver.Running) {
		c := demo(s)
		require.Equal(t, before, c.get(t, definitionsOf("own")).body)
		require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/snapshots/early/restore", "").status)
		require.Contains(t, c.get(t, definitionsOf("own")).body, `"kept"`)
		require.NotContains(t, c.get(t, definitionsOf("own")).body, `"late"`)
		require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status)
		require.NotContains(t, c.get(t, definitionsOf("own")).body, `"kept"`)
	})
}

// CHL-VAL-1 to CHL-VAL-3.
func TestAttributeValues(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := demo(s)
	values := func(key, body string) []string {
		r := c.post(t, "/v1/bots/own/events/attributes/"+url.PathEscape(key)+"/values", body)
		require.Equal(t, http.StatusOK, r.status, r.body)
		for _, a := range gjson.Get(r.body, "attributes").Array() {
			require.Equal(t, key, a.Get("key").Str)
		}
		return texts(gjson.Get(r.body, "attributes.#.value"))
	}
	const odd = "a/b é.*"
	c.trackAll(t, "own", args{"attributes": args{"plan": "Pro", odd: "1"}}, args{"attributes": args{"plan": "free"}, "version": "DRAFT"},
		args{"attributes": args{"plan": "Pro"}}, args{"attributes": args{"plan": ""}, "timestamp": "9999-12-31T23:59:59Z"},
		args{"attributes": args{"plan": "prö\n"}, "timestamp": "0000-01-01T00:00:00Z"})
	c.track(t, "two", args{"attributes": args{"plan": "another bot's"}})
	require.Equal(t, []string{"", "Pro", "free", "prö\n"}, values("plan", `{}`))
	require.Equal(t, []string{"Pro", "prö\n"}, values("plan", `{"query":"pR"}`))
	require.Equal(t, []string{"prö\n"}, values("plan", `{"query":"Ö"}`))
	require.Equal(t, []string{"1"}, values(odd, `{"query":""}`))
	require.Empty(t, values("none", `{}`))
	for i := range 101 {
		c.track(t, "own", args{"attributes": args{"number": strconv.Itoa(1000 - i)}})
	}
	require.Len(t, values("number", `{}`), 100)
	require.NotContains(t, values("number", `{}`), "999", "the last as texts")
	c.post(t, "/v1/bots/own/events/attributes/plan/values", `{"query":1}`).refusedByChatlayer(t, http.StatusBadRequest, "/query")
	c.post(t, "/v1/bots/own/events/attributes//values", `{}`).refusedByChatlayer(t, http.StatusNotFound)
	other(s).post(t, "/v1/bots/own/events/attributes/plan/values", `{}`).refusedByChatlayer(t, http.StatusForbidden, "own")
}
