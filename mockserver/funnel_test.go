package mockserver_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver"
)

func funnelOf(bot string) string { return "/v1/bots/" + bot + "/events/funnel" }

// funnel is the counts of each cohort, by its value, in the order of the answer.
func (c client) funnel(t testing.TB, bot string, over args) (cohorts []string) {
	t.Helper()
	r := c.post(t, funnelOf(bot), everything().with(over).json(t))
	require.Equal(t, http.StatusOK, r.status, r.body)
	require.True(t, gjson.Get(r.body, "result").IsArray())
	for _, cohort := range gjson.Get(r.body, "result.#.values").Array() {
		counts := texts(cohort.Get("#.count"))
		cohorts = append(cohorts, cohort.Get("0.breakdown_value").Str+strings.Join(counts, " "))
	}
	return cohorts
}

// steps are those with these names.
func steps(names ...string) []args {
	var all []args
	for _, name := range names {
		all = append(all, args{"event_id": name})
	}
	return all
}

// shopping is what three users do: one buys at once, one later, one never; and what nobody does.
func shopping(t *testing.T, s *mockserver.Running) client {
	t.Helper()
	c := demo(s)
	for i, words := range []string{
		"mia view web", "tom view app", "ann view web", "mia cart web", "tom talk app", "mia buy web", "tom cart app", "tom buy app",
		"ann buy web", " view web", " buy web",
	} {
		parts := strings.Split(words, " ")
		c.track(t, "shop", args{
			"user_id": parts[0], "event": parts[1], "attributes": args{"channel": parts[2], "i": fmt.Sprint(i)},
			"timestamp": fmt.Sprintf("2026-01-10T10:00:%02dZ", i),
		})
	}
	c.track(t, "shop", args{"user_id": "tom", "event": "view", "version": "DRAFT"})
	return c
}

// CHL-FUN-1 to CHL-FUN-10, CHL-FUN-12 to CHL-FUN-15.
func TestFunnels(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := shopping(t, s)
	all := steps("view", "cart", "buy")
	for name, tc := range map[string]struct {
		ask  args
		want []string
	}{
		"anything_may_come_between":       {args{"steps": all}, []string{"3 2 2"}},
		"sequential_is_meant":             {args{"steps": all, "order_type": "sequential"}, []string{"3 2 2"}},
		"nothing_comes_between":           {args{"steps": all, "order_type": "strict"}, []string{"3 1 1"}},
		"steps_of_another_order":          {args{"steps": steps("buy", "cart")}, []string{"3 0"}},
		"of_another_version":              {args{"steps": all, "version": "DRAFT"}, []string{"1 0 0"}},
		"of_nobody":                       {args{"steps": steps("x", "view")}, []string{"0 0"}},
		"start_inclusive":                 {args{"steps": all, "start_time": "2026-01-10T10:00:01Z"}, []string{"2 1 1"}},
		"end_exclusive":                   {args{"steps": all, "end_time": "2026-01-10T10:00:05Z"}, []string{"3 1 0"}},
		"an_empty_range":                  {args{"steps": all, "start_time": "2026-01-10", "end_time": "2026-01-10"}, []string{"0 0 0"}},
		"broken_down":                     {args{"steps": all, "breakdown_property": "channel"}, []string{"web2 1 1", "app1 1 1"}},
		"broken_down_by_what_nothing_has": {args{"steps": all, "breakdown_property": "none"}, []string{"3 2 2"}},
		"broken_down_by_each":             {args{"steps": all, "breakdown_property": "i"}, []string{"01 1 1", "11 1 1", "21 0 0"}},
		"nobody_broken_down":              {args{"steps": steps("x"), "breakdown_property": "channel"}, nil},
		"filtered": {
			args{"steps": all, "properties": []args{{"key": "channel", "value": []string{"app"}}}}, []string{"1 1 1"},
		},
		"the_same_event_twice_is_two_steps": {args{"steps": steps("view", "view")}, []string{"3 0"}},
		"filtered_by_step": {args{"steps": []args{{"event_id": "view"}, {
			"event_id": "buy", "properties": []args{{"key": "channel", "operator": "neq", "type": "whatever", "value": []string{"web"}}},
		}}}, []string{"3 1"}},
		"in_their_order": {args{"steps": []args{
			{"event_id": "buy", "order": 9}, {"event_id": "view", "order": -1}, {"event_id": "cart"},
		}}, []string{"3 2 2"}},
		"what_is_filtered_comes_between": {args{
			"order_type": "strict", "steps": steps("cart", "buy"),
			"properties": []args{{"key": "i", "operator": "not_in", "value": []string{"6"}}},
		}, []string{"1 1"}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, c.funnel(t, "shop", tc.ask)) })
	}
	t.Run("steps_are_told_as_they_were_asked_for", func(t *testing.T) {
		ask := everything().with(args{"steps": []args{{"event_id": "cart", "order": 7}, {"event_id": "view"}}})
		r := c.post(t, funnelOf("shop"), ask.json(t))
		require.Equal(t, `{"result":[{"values":[{"event_id":"view","count":3,"order":2,"breakdown_value":""},`+
			`{"event_id":"cart","count":2,"order":7,"breakdown_value":""}]}]}`, r.body)
	})
	t.Run("a_step_may_be_the_id_of_a_definition", func(t *testing.T) {
		byName := map[string]string{}
		for _, d := range c.definitions(t, definitionsOf("shop"), nil) {
			byName[d.Get("event").Str] = d.Get("id").Str
		}
		require.Equal(t, []string{"3 2 2"}, c.funnel(t, "shop", args{"steps": steps(byName["view"], "cart", byName["buy"])}))
		const nobodys = "00000000-0000-5000-8000-000000000000"
		require.Equal(t, []string{"0"}, c.funnel(t, "shop", args{"steps": steps(nobodys)}))
		c.track(t, "shop", args{"event": nobodys, "user_id": "u"})
		require.Equal(t, []string{"1"}, c.funnel(t, "shop", args{"steps": steps(nobodys)}))
	})
}

func TestFunnelsThatAreRefused(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := demo(s)
	for words, over := range map[string]args{
		"/steps: got []":                 {"steps": []args{}},
		"member \"steps\"":               {"steps": nil},
		"1 to 50 items":                  {"steps": steps(strings.Fields(strings.Repeat("x ", 51))...)},
		"/steps/1/event_id":              {"steps": steps("x", "")},
		"/steps/0/order":                 {"steps": []args{{"event_id": "x", "order": 1.5}}},
		"/order_type":                    {"order_type": "STRICT"},
		"/version":                       {"version": "live"},
		"/end_time":                      {"start_time": "2026-02-01", "end_time": "2026-01-01"},
		"/properties/0/key":              {"properties": []args{{}}},
		"/properties/0/operator":         {"properties": []args{{"key": "x", "operator": "like"}}},
		"/steps/0/properties/0/value":    {"steps": []args{{"event_id": "x", "properties": []args{{"key": "x"}}}}},
		"/steps/0/properties/0/operator": {"steps": []args{{"event_id": "x", "properties": []args{{"key": "x", "operator": "~"}}}}},
		"at most 1000 in all filters": {"steps": []args{{"event_id": "x", "properties": []args{
			{"key": "x", "value": strings.Fields(strings.Repeat("v ", 501))},
			{"key": "y", "value": strings.Fields(strings.Repeat("v ", 500))},
		}}}},
	} {
		r := c.post(t, funnelOf("shop"), everything().with(args{"steps": steps("x")}).with(over).json(t))
		r.refusedByChatlayer(t, http.StatusBadRequest, strings.TrimSpace(words))
	}
	other(s).track(t, "theirs", args{})
	r := c.post(t, funnelOf("theirs"), everything().with(args{"steps": steps("x")}).json(t))
	r.refusedByChatlayer(t, http.StatusForbidden, "theirs")
}

// TestFunnelsOfTooManyCohorts imports one user with a value of its own more than there may be.
func TestFunnelsOfTooManyCohorts(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	c := demo(s)
	var lines strings.Builder
	for i := range 1001 {
		fmt.Fprintf(&lines, `{"id":"%d","event":"x","bot_id":"shop","version":"LIVE","user_id":"u%[1]d","attributes":{"n":"%[1]d"},`+
			`"timestamp":"2026-01-10T10:00:00Z"}`+"\n", i)
	}
	r := nobody(s).post(t, "/__understudy/events", lines.String(), "Content-Type: application/jsonl")
	require.Equal(t, http.StatusOK, r.status, r.body)
	require.Equal(t, []string{"1001"}, c.funnel(t, "shop", args{"steps": steps("x")}))
	r = c.post(t, funnelOf("shop"), everything().with(args{"steps": steps("x"), "breakdown_property": "n"}).json(t))
	require.Equal(t, http.StatusBadRequest, r.status)
	require.Contains(t, r.body, "/breakdown_property: got more than 1000 cohorts, expected at most 1000")
}
