package mockserver_test

import (
	"cmp"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

type explanation struct {
	RequestID string `json:"request_id"`
	Returned  int
	Funnel    []struct {
		Step   string
		Events int
	}
	Hints []string
}

// why asks for the explanation of an answer.
func why(t testing.TB, s *mockserver.Running, r reply) explanation {
	t.Helper()
	id := r.header.Get("Understudy-Request-Id")
	answer := nobody(s).get(t, "/__understudy/journal/"+id+"/explain")
	require.Equal(t, http.StatusOK, answer.status, answer.body)
	var ex explanation
	answer.into(t, &ex)
	require.Equal(t, id, ex.RequestID)
	return ex
}

func TestExplain(t *testing.T) {
	s := mockserver.Start(t, seeded(200))
	c := demo(s)
	c.track(t, "demobot1", args{"event": "sale", "user_id": "mia", "attributes": map[string]string{"plan": "pro"}})
	ex := why(t, s, c.ask(t, http.MethodGet, "demobot1", everything().with(args{"user_id": "Mia"})))
	require.Equal(t, []string{`no event has user_id "Mia"; there is 1 of "mia"`}, ex.Hints)
	require.Zero(t, ex.Returned)
	require.Len(t, ex.Funnel, 5)
	require.Equal(t, "namespace", ex.Funnel[0].Step)
	require.Equal(t, 601, ex.Funnel[0].Events)
	require.Equal(t, 201, ex.Funnel[1].Events)

	filters := []any{map[string]any{"key": "plan", "operator": "in", "value": []string{"PRO"}}}
	ex = why(t, s, c.ask(t, http.MethodPost, "demobot1", everything().with(args{"filters": filters})))
	require.Equal(t, []string{`no event has the attribute plan="PRO"; there is 1 of "pro"`}, ex.Hints)
	ex = why(t, s, c.ask(t, http.MethodGet, "demobot1", everything().with(args{"user_id": "mia"})))
	require.Equal(t, 1, ex.Returned)
	require.Empty(t, ex.Hints)
	ex = why(t, s, c.get(t, "/v1/bots/%61ny/events/stream?"+everything().query()))
	require.Positive(t, ex.Returned, "any bot has seeded events, in whatever way its path is encoded")
	require.Equal(t, ex.Funnel[1].Events, 200)

	first := c.ask(t, http.MethodGet, "demobot1", everything().with(args{"page_size": 100}))
	ex = why(t, s, first)
	require.Equal(t, 100, ex.Returned)
	require.Contains(t, ex.Hints[0], "send next_page_token as page_token")
	var p page
	first.into(t, &p)
	ex = why(t, s, c.ask(t, http.MethodGet, "demobot1", everything().with(args{"page_size": 100, "page_token": p.Next})))
	require.Equal(t, "page_token", ex.Funnel[len(ex.Funnel)-1].Step)
	require.Equal(t, ex.Funnel[len(ex.Funnel)-2].Events-100, ex.Funnel[len(ex.Funnel)-1].Events)
}

// TestExplainNamesWhatWasIgnored sends misspelt names, which filter nothing.
func TestExplainNamesWhatWasIgnored(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	c.track(t, "demobot1", args{"event": "sale"})
	for name, tt := range map[string]struct {
		method string
		sent   args
		hints  []string
	}{
		"a_misspelt_parameter": {
			http.MethodGet, args{"evnt": "sale"}, []string{"the parameter evnt was ignored; did you mean event? Rename it or leave it out"},
		},
		"one_that_is_like_no_other": {http.MethodGet, args{"colour": "red"}, []string{"the parameter colour was ignored; leave it out"}},
		"a_misspelt_member": {
			http.MethodPost,
			args{"evnt": "sale"},
			[]string{`the member /evnt of the body was ignored; did you mean "event"? Rename it or leave it out`},
		},
		"a_parameter_that_is_known": {http.MethodGet, args{"event": "sale"}, []string{}},
		"a_member_that_is_known":    {http.MethodPost, args{"event": "sale"}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tt.hints, why(t, s, c.ask(t, tt.method, "demobot1", everything().with(tt.sent))).Hints)
		})
	}
}

// TestExplainLooksElsewhere wants to be told that an event was tracked into another namespace.
func TestExplainLooksElsewhere(t *testing.T) {
	s := mockserver.Start(t, quiet())
	for _, name := range []string{"b", "a", "none"} {
		bot := map[string]string{"none": "demobot2"}[name]
		demo(s).in(name).track(t, cmp.Or(bot, "demobot1"), args{"event": "sale"})
	}
	ask := func(over args) []string {
		return why(t, s, demo(s).ask(t, http.MethodGet, "demobot1", everything().with(over))).Hints
	}
	in := func(name string) string { return fmt.Sprintf("1 event meets all conditions in the namespace %q", name) }
	require.Equal(t, []string{in("a"), in("b"), `the bot "demobot1" has no events`}, ask(args{"event": "sale"}))
	require.Equal(t, []string{`the bot "demobot1" has no events`}, ask(args{"event": "sales"}))
	demo(s).track(t, "demobot1", args{"event": "sale"})
	require.Empty(t, ask(args{"event": "sale"}))
}

// TestExplainARefusal tells of lists that were refused.
func TestExplainARefusal(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	ex := why(t, s, c.ask(t, http.MethodGet, "demobot1", everything().with(args{"start_time": "1768471200000"})))
	require.Contains(t, ex.Hints[0], "start_time 1768471200000 looks like milliseconds since 1970")
	require.Empty(t, ex.Funnel)
	ex = why(t, s, client{s.URL, basic("demo-token-id:wrong")}.ask(t, http.MethodGet, "demobot1", everything()))
	require.Equal(t, []string{"the request was refused with 401; its answer says why"}, ex.Hints)
	nobody(s).post(t, "/__understudy/faults", `{"status":503}`)
	ex = why(t, s, c.ask(t, http.MethodGet, "demobot1", everything()))
	require.Equal(t, []string{"the fault f1 gave the answer, whatever the events are"}, ex.Hints)

	nobody(s).post(t, "/__understudy/reset", "")
	tracked := c.post(t, trackOf("demobot1"), `{"event":"x"}`)
	id := tracked.header.Get("Understudy-Request-Id")
	nobody(s).get(t, "/__understudy/journal/"+id+"/explain").
		refusedByControl(t, http.StatusNotFound, "TrackEvent neither lists nor counts", "GET /__understudy/journal/"+id)
	nobody(s).get(t, "/__understudy/journal/req_none/explain").refusedByControl(t, http.StatusNotFound, "req_none")
	logged := apiKey(s).post(t, "/events", anEvent).header.Get("Understudy-Request-Id")
	nobody(s).get(t, "/__understudy/journal/"+logged+"/explain").
		refusedByControl(t, http.StatusNotFound, "LogEvent neither lists nor counts")
	lost := nobody(s).get(t, "/nothing").header.Get("Understudy-Request-Id")
	nobody(s).get(t, "/__understudy/journal/"+lost+"/explain").
		refusedByControl(t, http.StatusNotFound, "no operation neither lists nor counts")
}
