package mockserver_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// announcements are requests that announce violations, with what becomes of that.
var announcements = map[string]struct {
	send   func(t testing.TB, c client, prefer string) reply
	prefer string
	status int
	rules  map[string]bool // each with whether it is on purpose
	breaks bool
}{
	"a_body_that_is_refused": {
		func(t testing.TB, c client, prefer string) reply {
			return c.post(t, "/v1/echo", `{"message":1}`, prefer)
		},
		"expect-violation=body.type", 400,
		map[string]bool{"body.type": true},
		false,
	},
	"a_route_that_there_is_not": {
		func(t testing.TB, c client, prefer string) reply { return c.post(t, "/nowhere", "", prefer) },
		"expect-violation=route.unknown", 404,
		map[string]bool{"route.unknown": true},
		false,
	},
	"what_would_be_a_stray_without_it": {
		func(t testing.TB, c client, prefer string) reply { return c.get(t, "/favicon.ico", prefer) },
		"expect-violation=route.unknown", 404,
		map[string]bool{"route.unknown": true},
		false,
	},
	"without_credentials": {
		func(t testing.TB, c client, prefer string) reply {
			return client{c.url, ""}.post(t, "/v1/echo", `{"message":"x"}`, prefer)
		},
		"expect-violation=security.missing", 401,
		map[string]bool{"security.missing": true},
		false,
	},
	"what_is_only_noted": {
		func(t testing.TB, c client, prefer string) reply {
			return c.get(t, streamOf("demobot1")+"?"+everything().with(args{"x": 1}).query(), prefer)
		},
		"expect-violation=query.undeclared", 200,
		map[string]bool{"query.undeclared": true},
		false,
	},
	"of_several_rules": {
		func(t testing.TB, c client, prefer string) reply {
			return c.get(t, streamOf("demobot1")+"?"+everything().with(args{"x": 1, "page_size": "ten"}).query(), prefer)
		},
		"expect-violation=query.type, expect-violation=query.undeclared", 400,
		map[string]bool{"query.type": true, "query.undeclared": true},
		false,
	},
	"and_break_another_rule_besides": {
		func(t testing.TB, c client, prefer string) reply {
			return c.get(t, streamOf("demobot1")+"?"+everything().with(args{"version": "live", "page_size": "ten"}).query(), prefer)
		},
		"expect-violation=query.type", 400,
		map[string]bool{"query.type": true, "query.enum": false},
		true,
	},
	"and_are_right": {
		func(t testing.TB, c client, prefer string) reply {
			return c.post(t, "/v1/echo", `{"message":"x"}`, prefer)
		},
		"expect-violation=body.type", 200,
		map[string]bool{"prefer.violation-expected": false},
		true,
	},
	"of_a_rule_that_there_is_not": {
		func(t testing.TB, c client, prefer string) reply {
			return c.post(t, "/v1/echo", `{"message":1}`, prefer)
		},
		"expect-violation=body.tpye", 400,
		map[string]bool{"prefer.violation-expected": false, "body.type": false},
		true,
	},
	"of_no_rule": {
		func(t testing.TB, c client, prefer string) reply {
			return c.post(t, "/v1/echo", `{"message":"x"}`, prefer)
		},
		"expect-violation", 200,
		map[string]bool{"prefer.violation-expected": false},
		true,
	},
	"and_meet_a_fault_instead": {
		func(t testing.TB, c client, prefer string) reply {
			return c.post(t, "/v1/echo", `{"message":1}`, prefer)
		},
		"code=503, expect-violation=body.type", 503,
		map[string]bool{},
		false,
	},
	"where_a_variant_is_preferred": {
		func(t testing.TB, c client, prefer string) reply {
			return c.post(t, "/v1/echo", `{"message":1}`, prefer)
		},
		"variant=json.indented, expect-violation=body.type", 400,
		map[string]bool{"body.type": true},
		false,
	},
}

// TestPreferExpectViolation sends requests that are wrong on purpose and say so.
func TestPreferExpectViolation(t *testing.T) {
	for name, tt := range announcements {
		t.Run(name, func(t *testing.T) {
			s := mockserver.Start(t, quiet())
			c := demo(s)
			r := tt.send(t, c, "Prefer: "+tt.prefer)
			require.Equal(t, tt.status, r.status, r.body)
			got, counted := map[string]bool{}, 0
			for _, v := range s.Violations() {
				got[v.Rule] = v.OnPurpose
				if !v.OnPurpose {
					counted++
				}
			}
			require.Equal(t, tt.rules, got)
			require.Equal(t, tt.breaks, s.BrokenRequests() == 1)
			listed := c.violations(t, "")
			require.Equal(t, []int{counted, len(got) - counted}, []int{listed.Total, listed.OnPurpose})
			for _, v := range s.Reasons() {
				require.False(t, v.OnPurpose)
			}
			for _, x := range s.Journal().Exchanges() {
				for _, v := range x.Violations {
					require.Equal(t, tt.rules[v.Rule], v.OnPurpose)
				}
			}
		})
	}
}

// TestExpectViolationIsAnswered wants a client told what became of what it announced.
func TestExpectViolationIsAnswered(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	r := c.post(t, "/v1/echo", `{"message":1}`, "Prefer: expect-violation=body.type, delay=1ms")
	require.Equal(t, "delay=1ms, expect-violation=body.type", r.header.Get("Preference-Applied"))
	r = c.get(t, "/nowhere", "Prefer: expect-violation=route.unknown")
	require.Equal(t, "expect-violation=route.unknown", r.header.Get("Preference-Applied"))
	r = c.post(t, "/v1/echo", `{"message":1}`, "Prefer: expect-violation=body.tpye")
	require.NotContains(t, r.header, "Preference-Applied")
	last := s.Violations()[len(s.Violations())-1]
	require.Equal(t, `header Prefer: got expect-violation="body.tpye", expected the id of a rule; did you mean "body.type"?`, last.String())
	for prefer, want := range map[string]string{
		"expect-violation":              `expected expect-violation=RULE with the id of a rule; it names no rule: write it so`,
		"expect-violation=":             `it names no rule`,
		"expect-violation body.type":    `got "expect-violation body.type"`,
		`expect-violation="body.type`:   `a quote is not closed`,
		"expect-violation=body.type; x": `it has no parameter "x"`,
	} {
		c.post(t, "/v1/echo", `{"message":"x"}`, "Prefer: "+prefer)
		last = s.Violations()[len(s.Violations())-1]
		require.Equal(t, "prefer.violation-expected", last.Rule, prefer)
		require.Contains(t, last.String(), want, prefer)
	}
	before := len(s.Violations())
	c.post(t, "/v1/echo", `{"message":"x"}`, "Prefer: expect-violations=body.type, expectation")
	require.Len(t, s.Violations(), before, "another preference is nobody's announcement")
	s.Journal().Clear()
	r = c.post(t, "/v1/echo", `{"message":1}`, "Prefer: code=503, expect-violation=body.type")
	require.Equal(t, "code=503", r.header.Get("Preference-Applied"))
	require.Contains(t, s.Journal().Exchanges()[0].Preferences,
		"expect-violation=body.type: ignored, the request was answered before it was held to the contract")

	opts := quiet()
	opts.NoPrefer = true
	s = mockserver.Start(t, opts)
	r = demo(s).post(t, "/v1/echo", `{"message":1}`, "Prefer: expect-violation=body.type")
	require.NotContains(t, r.header, "Preference-Applied")
	require.EqualValues(t, 1, s.BrokenRequests(), "--no-prefer turns it off")
}
