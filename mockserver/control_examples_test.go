package mockserver_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// The examples by which the mock's own endpoints were designed, letter for letter: a user who has seen one may send it.

// faultExample has every member that says which requests a fault is for, and when.
const faultExample = `
{"match": {"operation": "ListEvents", "method": "GET", "query": {"event": "signup"}, "header": {"X-Trace": "1"},
           "page": "later"},
 "when":  {"skip": 0, "first": 2, "every": 3, "probability": 0.1, "for": "30s"},
 "delay": "250ms",
 "status": 503, "headers": {"Retry-After": "1"}, "body": "{}"}`

// expectExample is met by one signup with the plan "pro" and no second one.
const expectExample = `{"operation": "TrackEvent", "body": {"event": "signup", "attributes": {"plan": "pro"}},
 "exactly": 1, "within": "2s", "quiet": "200ms"}`

func members(t testing.TB, r reply) []string {
	t.Helper()
	var object map[string]json.RawMessage
	decode(t, r.body, &object)
	return slices.Sorted(maps.Keys(object))
}

// TestFaultExample wants the example taken, told again, and given to what it is for alone.
func TestFaultExample(t *testing.T) {
	s := mockserver.Start(t, seeded(300))
	c := demo(s)
	added := controlled(t, s, "AddFault", "faults", faultExample)
	require.Equal(t, http.StatusCreated, added.status, added.body)
	var want, got map[string]any
	decode(t, faultExample, &want)
	decode(t, added.body, &got)
	want["id"], want["seen"], want["hit"] = "f1", 0., 0.
	delete(want["when"].(map[string]any), "skip") // which says nothing
	require.Equal(t, want, got)

	first := c.ask(t, http.MethodGet, "demobot1", everything().with(args{"page_size": 1}))
	var p page
	first.into(t, &p)
	target := streamOf("demobot1") + "?" + everything().with(args{"page_size": 1, "page_token": p.Next}).query()
	c.get(t, target, "X-Trace: 1")
	require.Zero(t, s.Faults().List()[0].Seen, "it has another event")
	signups := streamOf("demobot1") + "?" + everything().with(args{"event": "signup"}).query() + "&page_token=x"
	for range 200 {
		c.get(t, signups)
		if r := c.get(t, signups, "X-Trace: 1"); r.status == http.StatusServiceUnavailable {
			require.Equal(t, []string{"1", "{}"}, []string{r.header.Get("Retry-After"), r.body})
			break
		}
	}
	f := s.Faults().List()[0]
	require.EqualValues(t, 1, f.Hit, "one in ten of each third, in two hundred")
	require.Zero(t, f.Seen%3, "it is always a third")
}

func TestEffectExamples(t *testing.T) {
	s := fresh(t)
	for _, example := range []string{
		`{"rate":{"per_second":5,"burst":10}}`, `{"reset":true}`, `{"reset":true,"after_bytes":1}`, `{"drip":"2s"}`, `{"malformed":true}`,
		`{"content_type":"text/html"}`, `{"delay":{"p50":"50ms","p99":"2s"}}`, `{"status":503}`,
	} {
		r := controlled(t, s, "AddFault", "faults", example)
		require.Equal(t, http.StatusCreated, r.status, r.body)
		var want, got map[string]any
		decode(t, example, &want)
		decode(t, r.body, &got)
		for member, value := range want {
			require.Equal(t, value, got[member], example)
		}
	}
}

func TestClockExamples(t *testing.T) {
	s := fresh(t)
	for _, example := range []struct{ operation, target, body, mode string }{
		{"SetClock", "clock", `{"now":"2026-02-01T00:00:00Z","speed":60}`, "running"},
		{"AdvanceClock", "clock/advance", `{"by":"24h"}`, "running"},
		{"SetClock", "clock", `{"now":"2026-02-01T00:00:00Z"}`, "frozen"},
		{"AdvanceClock", "clock/advance", `{"by":"24h"}`, "frozen"},
		{"GetClock", "clock", "", "frozen"},
		{"SetClock", "clock", `{"speed":60}`, "running"},
		{"SetClock", "clock", `{"mode":"real"}`, "real"},
	} {
		r := controlled(t, s, example.operation, example.target, example.body)
		require.Equal(t, http.StatusOK, r.status, r.body)
		require.Equal(t, []string{"mode", "now", "speed"}, members(t, r))
		var clock struct {
			Mode string
			Now  string
		}
		decode(t, r.body, &clock)
		require.Equal(t, example.mode, clock.Mode, example.body)
		if example.mode == "frozen" {
			want := map[bool]string{true: "2026-02-01T00:00:00Z", false: "2026-02-02T00:00:00Z"}[example.operation == "SetClock"]
			require.Equal(t, want, clock.Now, example.operation)
		}
	}
}

func TestExpectExample(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	free := c.tracks(t, `{"event":"signup","attributes":{"plan":"free"}}`)
	met := c.expects(t, `{"operation": "TrackEvent", "body": {"event": "signup", "attributes": {"plan": "pro"}}, "exactly": 1}`)
	require.Empty(t, met.Matched)
	require.Equal(t, free[0], met.Nearest[0].ID)
	require.Equal(t, []map[string]any{{"pointer": "/body/attributes/plan", "expected": "pro", "got": "free"}}, met.Nearest[0].Differences)
	pro := c.tracks(t, `{"event":"signup","attributes":{"plan":"pro","more":"1"}}`)
	require.Equal(t, pro, c.expects(t, expectExample).Matched)
	pro = append(pro, c.tracks(t, `{"event":"signup","attributes":{"plan":"pro"}}`)...)
	met = c.expects(t, expectExample)
	require.False(t, met.Met)
	require.Equal(t, pro, met.Matched)
}

// TestExplainExample has forty-one events of "mia", and asks for "Mia" and in milliseconds.
func TestExplainExample(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	for range 41 {
		c.track(t, "demobot1", args{"event": "sale", "user_id": "mia"})
	}
	ex := why(t, s, c.ask(t, http.MethodGet, "demobot1", everything().with(args{"user_id": "Mia"})))
	var steps []string
	for _, step := range ex.Funnel {
		steps = append(steps, step.Step)
	}
	require.Equal(t, []string{"namespace", "bot_id", "version=LIVE", "start_time..end_time", `user_id="Mia"`}, steps)
	require.Equal(t, []string{`no event has user_id "Mia"; there are 41 of "mia"`}, ex.Hints)
	ex = why(t, s, c.ask(t, http.MethodGet, "demobot1", everything().with(args{"start_time": "1768471200000"})))
	require.Contains(t, ex.Hints[0], "start_time 1768471200000 looks like milliseconds since 1970; the API wants RFC 3339")
}

// TestMembersOfAnswers wants those that the design names.
func TestMembersOfAnswers(t *testing.T) {
	s := fresh(t)
	id := demo(s).tracks(t, `{"event":"signup"}`)[0]
	require.Equal(t, []string{"dropped", "exchanges", "total"}, members(t, nobody(s).get(t, journalPath)))
	require.Subset(t, members(t, nobody(s).get(t, journalPath+"/"+id)), []string{
		"id", "at", "duration_ms", "namespace", "api", "operation", "method", "path", "query", "status", "request", "response",
		"violations", "fault", "preferences",
	})
	require.Equal(t, []string{"created_at", "last_used_at", "name", "options", "requests", "tracked"},
		members(t, nobody(s).get(t, "/__understudy/namespaces/default")))
	taken := nobody(s).send(t, http.MethodPut, "/__understudy/snapshots/a", "")
	require.Equal(t, []string{"created_at", "name", "tracked"}, members(t, taken))
	require.Equal(t, http.StatusNoContent, nobody(s).send(t, http.MethodDelete, "/__understudy/snapshots/a", "").status)
}
