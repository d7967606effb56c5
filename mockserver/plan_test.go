package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

const aPlan = `{"events":{"signup":{"required":["plan"],"other_attributes":"violation","attributes":{"plan":{"enum":["free","pro"]},` +
	`"seats":{"type":"integer","minimum":1,"maximum":10},"code":{"pattern":"^[A-Z]+$","minLength":2,"maxLength":3},` +
	`"trial":{"type":"boolean"},"note":{"type":"string"},"rate":{"type":"number"}}},` +
	`"search_query_submitted":{"attributes":{"hits":{"type":"integer"}}}},"forbid":["\\S+@\\S+"],"other_events":"violation"}`

// offPlan are events that break the plan.
var offPlan = []struct{ body, rule, pointer, told string }{
	{body: signup(`"seats":"3","code":"AB","trial":"true","note":"x","rate":"1.5"`)},
	{`{"event":"sigup"}`, "plan.event-unknown", "/event", `got "sigup", expected an event of the tracking plan; did you mean "signup"?`},
	{`{}`, "plan.event-unknown", "/event", `got "", expected an event of the tracking plan; name the event as the plan does`},
	{`{"event":"signup"}`, "plan.attribute-missing", "/attributes", `got no "plan", expected the attribute "plan" of "signup"`},
	{
		`{"event":"signup","attributes":{"plan":"Pro"}}`, "plan.attribute-value", "/attributes/plan",
		`got "Pro", expected one of free, pro; did you mean "pro"?`,
	},
	{signup(`"seats":"11"`), "plan.attribute-value", "/attributes/seats", `got "11", expected a number of at most 10`},
	{signup(`"seats":"0"`), "plan.attribute-value", "/attributes/seats", `got "0", expected a number from 1 on`},
	{signup(`"seats":"1.5"`), "plan.attribute-value", "/attributes/seats", `got "1.5", expected a value of type integer`},
	{signup(`"trial":"yes"`), "plan.attribute-value", "/attributes/trial", `got "yes", expected a value of type boolean`},
	{signup(`"rate":"x"`), "plan.attribute-value", "/attributes/rate", `got "x", expected a value of type number`},
	{signup(`"code":"ab"`), "plan.attribute-value", "/attributes/code", `got "ab", expected a text that matches ^[A-Z]+$`},
	{signup(`"code":"A"`), "plan.attribute-value", "/attributes/code", `got "A", expected at least 2 characters`},
	{signup(`"code":"ABCD"`), "plan.attribute-value", "/attributes/code", `got "ABCD", expected at most 3 characters`},
	{signup(`"seat":"1"`), "plan.attribute-unknown", "/attributes/seat", `an attribute of the tracking plan; did you mean "seats"?`},
	{
		signup(`"note":"m@x.example"`), "plan.forbidden-value", "/attributes/note",
		`got a text that matches \S+@\S+, expected none that does; leave it out`,
	},
}

func signup(more string) string { return `{"event":"signup","attributes":{"plan":"pro",` + more + `}}` }

// TestPlan tracks events that break a plan, which answers them as ever.
func TestPlan(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	require.Equal(t, "{}", nobody(s).get(t, "/__understudy/plan").body)
	c.track(t, "demobot1", args{"event": "anything", "user_id": "a@b.example"})
	require.Empty(t, s.Violations())
	r := nobody(s).send(t, http.MethodPut, "/__understudy/plan", aPlan)
	require.Equal(t, http.StatusOK, r.status, r.body)
	require.JSONEq(t, aPlan, r.body)
	require.JSONEq(t, aPlan, nobody(s).get(t, "/__understudy/plan").body)
	for _, tt := range offPlan {
		require.NoError(t, s.Reset())
		r := c.post(t, trackOf("demobot1"), tt.body)
		require.Equal(t, http.StatusOK, r.status, "it is answered as ever")
		if tt.rule == "" {
			require.Empty(t, s.Violations(), tt.body)
			continue
		}
		require.Len(t, s.Violations(), 1, tt.body)
		v := s.Violations()[0]
		require.Equal(t, []string{tt.rule, tt.pointer, "TrackEvent"}, []string{v.Rule, v.Pointer, v.Operation}, tt.body)
		require.Contains(t, v.String(), tt.told)
	}
	t.Run("of_the_other_API_too", func(t *testing.T) {
		require.NoError(t, s.Reset())
		apiKey(s).post(t, "/events", `{"entityType":"search","type":"search_query_submitted","searchQuery":"x@y.example",`+
			`"properties":{"hits":1.5}}`)
		require.Len(t, s.Violations(), 2)
		require.Equal(t, "/properties/hits", s.Violations()[0].Pointer)
		require.Equal(t, "/searchQuery", s.Violations()[1].Pointer)
	})
	t.Run("what_is_forbidden_is_so_in_whatever_is_written", func(t *testing.T) {
		require.NoError(t, s.Reset())
		for _, broken := range []struct {
			c                   client
			path, body, pointer string
		}{
			{apiKey(s), "/conversations", `{"type":"openai","messages":[{"role":"user","content":"x@y.example"}]}`, "/messages/0/content"},
			{apiKey(s), "/feedback", `{"type":"negative","messageId":"x@y.example"}`, "/messageId"},
			{c, "/v1/bots/demobot1/events/definitions", `{"event":"x@y.example"}`, "/event"},
		} {
			require.NoError(t, s.Reset())
			r := broken.c.post(t, broken.path, broken.body)
			require.Less(t, r.status, 300, r.body)
			require.Len(t, s.Violations(), 1, broken.path)
			v := s.Violations()[0]
			require.Equal(t, []string{"plan.forbidden-value", broken.pointer}, []string{v.Rule, v.Pointer}, "and nothing of other events")
		}
	})
	t.Run("what_is_refused_is_not_tracked", func(t *testing.T) {
		require.NoError(t, s.Reset())
		c.post(t, trackOf("demobot1"), `{"event":1}`)
		require.Len(t, s.Violations(), 1)
		require.Equal(t, "body.type", s.Violations()[0].Rule)
	})
	t.Run("on_purpose", func(t *testing.T) {
		require.NoError(t, s.Reset())
		c.post(t, trackOf("demobot1"), `{"event":"sigup"}`, "Prefer: expect-violation=plan.event-unknown")
		require.True(t, s.Violations()[0].OnPurpose)
	})
}

func TestPlansThatCannotBeUsed(t *testing.T) {
	s := mockserver.Start(t, quiet())
	put := func(plan string) reply { return nobody(s).send(t, http.MethodPut, "/__understudy/plan", plan) }
	put(`{"forbid":["(","[a"],"events":{"a/b":{"attributes":{"x":{"pattern":"("}}}}}`).refusedByControl(t, http.StatusBadRequest,
		"/events/a~1b/attributes/x/pattern", "/forbid/0", "/forbid/1", "RE2")
	put(`{"events":{"a":{"attributes":{"x":{"minimum":5,"maximum":1},"y":{"minLength":3,"maxLength":2},"z":{"type":"boolean","minimum":0},`+
		`"e":{"type":"integer","enum":["a",1.5]}}}}}`).refusedByControl(t, http.StatusBadRequest, "/events/a/attributes/x/minimum",
		"at most 1, which is the maximum", "/events/a/attributes/y/minLength", "/events/a/attributes/z/type", "/events/a/attributes/e/enum")
	put(`{"other_event":"violation"}`).refusedByControl(t, http.StatusBadRequest, "other_events")
	nobody(s).post(t, "/__understudy/reset", `{"plan":{"forbid":["("]}}`).refusedByControl(t, http.StatusBadRequest, "/plan/forbid/0")
	require.Equal(t, "{}", nobody(s).get(t, "/__understudy/plan").body, "nothing has changed")
}

// TestPlanAsAnOption gives plans to a server, to a namespace and to a reset.
func TestPlanAsAnOption(t *testing.T) {
	opts := quiet()
	opts.Plan = []byte(`{"other_events":"violation"}`)
	s := mockserver.Start(t, opts)
	demo(s).track(t, "demobot1", args{"event": "x"})
	require.Len(t, s.Violations(), 1)
	require.NoError(t, s.Reset())
	require.JSONEq(t, string(opts.Plan), nobody(s).get(t, "/__understudy/plan").body, "a reset keeps it")

	own := s.Namespace(t, mockserver.NamespaceOptions{Plan: []byte(`{"forbid":["@"]}`)})
	require.JSONEq(t, `{"forbid":["@"]}`, client{own.URL, ""}.get(t, "/__understudy/plan").body)
	require.ErrorContains(t, own.Reset(mockserver.NamespaceOptions{Plan: []byte(`{"forbid":["("]}`)}), "RE2")
	require.ErrorContains(t, own.Reset(mockserver.NamespaceOptions{Plan: []byte(`{"forbidden":["x"]}`)}), "forbid")
	require.NoError(t, own.Reset(mockserver.NamespaceOptions{Plan: []byte(`{}`)}))
	require.Equal(t, "{}", client{own.URL, ""}.get(t, "/__understudy/plan").body)

	opts.Plan = []byte(`{"forbid":["("],"event":{}}`)
	require.ErrorContains(t, mockserver.New(opts).Err(), "events")
	opts.Plan = []byte(`{"forbid":["("]}`)
	require.ErrorContains(t, mockserver.New(opts).Err(), "RE2")
}

// TestAPlanStaysWhateverComes resets, goes back to a snapshot and starts anew: a plan that was put is an option, and none of the data.
func TestAPlanStaysWhateverComes(t *testing.T) {
	const late = `{"events":{"a":{"attributes":{"x":{"enum":[12345678901234567891]}}}},"other_events":"violation"}`
	opts := keeping(t.TempDir())
	opts.Plan = []byte(`{"forbid":["@"]}`)
	of := func(t *testing.T, c client, plan string) {
		t.Helper()
		require.JSONEq(t, plan, c.get(t, "/__understudy/plan").body)
		require.Contains(t, c.get(t, "/__understudy/namespaces").body, `"plan":`+plan)
	}
	put := func(t *testing.T, c client, plan string) {
		t.Helper()
		require.Equal(t, http.StatusOK, c.send(t, http.MethodPut, "/__understudy/plan", plan).status)
	}
	served(t, opts, func(s *mockserver.Running) {
		odd := nobody(s).within("odd")
		require.Equal(t, http.StatusCreated,
			nobody(s).send(t, http.MethodPut, "/__understudy/namespaces/odd",
				`{"variants":["page.short-pages"],"plan":{"forbid":["x"]}}`).status)
		for _, c := range []client{nobody(s), odd} {
			require.Equal(t, http.StatusCreated, c.send(t, http.MethodPut, "/__understudy/snapshots/early", "").status)
			put(t, c, late)
			of(t, c, late)
			require.Equal(t, http.StatusOK, c.post(t, "/__understudy/snapshots/early/restore", "").status)
			of(t, c, late)
			for range 2 {
				require.Equal(t, http.StatusOK, c.post(t, "/__understudy/reset", "").status)
				of(t, c, late)
			}
		}
		other := nobody(s).within("other")
		put(t, other, late)
		require.Equal(t, http.StatusOK, other.post(t, "/__understudy/reset", `{"seed":2}`).status)
		of(t, other, string(opts.Plan))
		put(t, nobody(s).within("none"), `{}`)
	})
	for range 2 {
		served(t, opts, func(s *mockserver.Running) {
			of(t, nobody(s), late)
			of(t, nobody(s).within("odd"), late)
			of(t, nobody(s).within("other"), string(opts.Plan))
			require.Equal(t, "{}", nobody(s).within("none").get(t, "/__understudy/plan").body)
			demo(s).track(t, "demobot1", args{"event": "b"})
			require.Equal(t, "plan.event-unknown", s.Violations()[0].Rule)
		})
	}
}
