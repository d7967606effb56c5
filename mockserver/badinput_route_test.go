package mockserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestBadPathID puts into the path what is no id.
func TestBadPathID(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	const rest = "?version=LIVE&start_time=2026-01-01&end_time=2026-02-01"
	for name, id := range map[string]string{
		"encoded_slash": "demo%2Fbot1", "dots": "..", "encoded_dots": "%2E%2E", "dot": ".", "climb": "..%2f..%2fevents",
		"unicode":     "b%C3%B6t",
		"raw_unicode": "böt", "emoji": "%F0%9F%8E%89", "not_UTF-8": "%FF%FE", "NUL": "demobot1%00", "space": "%20",
		"space_behind": "demobot1%20", "plus": "a+b",
		"line_break": "demobot1%0A", "percent": "%25", "double_encoded": "demobot1%2500", "hyphen_first": "-demobot1",
		"underscore_first": "_bot",
		"65_letters":       strings.Repeat("x", 65), "10_kilobytes": strings.Repeat("x", 10_000), "colon": "a:b", "star": "*",
		"braces":    "{bot_id}",
		"semicolon": "demobot1;v=1", "right_to_left": "%E2%80%AEdemobot1", "full_width": "%EF%BD%84emobot1",
	} {
		t.Run(name, func(t *testing.T) {
			for _, r := range []reply{
				c.raw(t, http.MethodGet, "/v1/bots/"+id+"/events/stream"+rest, ""),
				c.raw(t, http.MethodPost, "/v1/bots/"+id+"/events/stream", everything().json(t)),
				c.raw(t, http.MethodPost, "/v1/bots/"+id+"/events/track", `{"id":"intruder"}`),
				c.raw(t, http.MethodGet, "/v1/teams/"+id+"/events"+rest, ""),
			} {
				r.refusedByChatlayer(t, http.StatusBadRequest, "_id")
				require.Less(t, len(r.body), 2000, "what was sent is shortened")
			}
		})
	}
	t.Run("64_letters_are_an_id", func(t *testing.T) { c.track(t, strings.Repeat("x", 64), args{}) })
	t.Run("an_encoded_letter_is_the_letter", func(t *testing.T) {
		c.track(t, "demobot1", args{"id": "x"})
		require.Equal(t, []string{"x"}, c.listed(t, "%64emobot1", nil))
	})
}

// raw sends a target exactly as it is written.
func (c client) raw(t testing.TB, method, target, body string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, c.url, strings.NewReader(body))
	require.NoError(t, err)
	path, query, _ := strings.Cut(target, "?")
	r.URL.Opaque, r.URL.RawQuery = "//"+r.URL.Host+path, query
	r.Header.Set("Authorization", c.auth)
	r.Header.Set("Content-Type", "application/json")
	return c.exchange(t, r)
}

func TestUnknownRoutes(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	for _, path := range []string{
		"/v1", "/v1/", "/v1/bots", "/v1/bots/demobot1", "/v1/bots/demobot1/events", "/v1/bots/demobot1/events/stream/",
		"/v1/bots/demobot1/events/Stream",
		"/v1/Bots/demobot1/events/stream", "/v1/bots//events/stream", "/v1/bots/a/b/events/stream", "/v1//echo", "/v1/echo/",
		"/v1/bots/demobot1/flows/funnel",
		"/v1/teams/demo-team/events/", "/v1/x/../echo", "/v1/%65cho2", "/v1/" + strings.Repeat("x", 10_000),
	} {
		c.raw(t, http.MethodPost, path, `{"message":"x"}`).refusedByChatlayer(t, http.StatusNotFound)
		nobody(s).get(t, path).refusedByChatlayer(t, http.StatusNotFound)
	}
	apiKey(s).raw(t, http.MethodPost, "/", anEvent).refusedByInkeep(t, http.StatusMethodNotAllowed, "POST /events")
	for _, path := range []string{
		"/events/", "/Events", "/events/1", "/query/conversation", "/conversations/", "/feedback/", "/v2/echo", "/favicon.ico",
		"/V1/echo", "/%00", "/é%FF", "//events",
	} {
		r := apiKey(s).raw(t, http.MethodPost, path, anEvent)
		r.refusedByInkeep(t, http.StatusNotFound)
	}
	for _, path := range []string{
		"/__understudy", "/__understudy/", "/__understudy/journals", "/__understudy/healthz/",
		"/__understudy/specs/chatlayer", "/__understudy/specs/.yaml", "/__understudy/../v1/echo",
	} {
		nobody(s).raw(t, http.MethodGet, path, "").refusedByControl(t, http.StatusNotFound)
	}
	for path, meant := range map[string]string{
		"fault": "faults", "journals": "journal", "snapshot": "snapshots", "clocks/advance": "clock/advance",
	} {
		nobody(s).get(t, "/__understudy/"+path).refusedByControl(t, http.StatusNotFound, "did you mean /__understudy/"+meant+"?")
	}
	t.Run("the_mock_s_own_under_nearly_its_prefix_counts_as_nothing", func(t *testing.T) {
		s := mockserver.Start(t, quiet())
		for _, path := range []string{
			"//__understudy/reset", "/_understudy/reset", "/__Understudy/reset", "/understudy/reset", "/~w//__understudy//reset",
		} {
			for _, method := range []string{http.MethodPost, http.MethodGet} {
				demo(s).raw(t, method, path, "").refusedByControl(t, http.StatusNotFound, "did you mean /__understudy/reset?")
			}
		}
		require.Zero(t, s.BrokenRequests())
		require.Zero(t, s.StrayRequests())
	})
	t.Run("a_slash_at_the_end_is_explained", func(t *testing.T) {
		c.post(t, "/v1/echo/", `{}`).refusedByChatlayer(t, http.StatusNotFound, "slash")
	})
	t.Run("the_instance_of_a_refusal_is_a_URI_reference", func(t *testing.T) {
		for _, path := range []string{
			"/a%20b", "/%00", "/%FF", "/%E9", "/a%3Fb", "/a%23b", "/a%25zz", "//x:y", "/é", "/a%5Cb",
			"/%3Ca%3E",
		} {
			var p inkeepRefusal
			r := apiKey(s).raw(t, http.MethodGet, path, "")
			require.Equal(t, http.StatusNotFound, r.status)
			decode(t, r.body, &p)
			_, err := url.Parse(p.Instance)
			require.NoError(t, err, "instance of %s", path)
			require.NotRegexp(t, `[\x00-\x20<>"\\^`+"`"+`{|}\x7f-\x{10ffff}]`, p.Instance, "instance of %s", path)
		}
	})
}

// TestNearestRoutes wants a client that has lost its path to be told where it may have wanted to go.
func TestNearestRoutes(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	for path, want := range map[string]string{
		"/query/event":                        "expected POST /query/events; did you mean /query/events?",
		"/feedbacks":                          "expected GET /feedback or POST /feedback; did you mean /feedback?",
		"/v1/bots/a%20b/event/stream":         "; did you mean /v1/bots/a%20b/events/stream?",
		"/v1/bots/demobot1/events/definition": "; did you mean /v1/bots/demobot1/events/definitions?",
		"/v1/bots//events/strem":              "; did you mean /v1/bots/{bot_id}/events/stream?",
		"/bots/demobot1/events/track":         "; did you mean /v1/bots/demobot1/events/track?",
		"/api/query/events":                   "; did you mean /query/events?",
		"//events":                            "; did you mean /events?",
		"/conversations/":                     "expected GET /conversations or POST /conversations; leave out the slash at the end",
		"/feedbacks/":                         "; did you mean /feedback?",
		"/__understudy/journal/x/explan":      "; did you mean /__understudy/journal/x/explain?",
		"/__understudy/nowhere":               "expected one of the paths in /__understudy/openapi.yaml; check the path; ",
		"/v1/events":                          ", POST /v1/echo; check the path; ", // none of Chatlayer's is near
		"/nowhere":                            "expected one of /v1/bots/{bot_id}/events/attributes/{attribute_key}/values, ",
	} {
		r := nobody(s).raw(t, http.MethodPost, path, "")
		require.Equal(t, http.StatusNotFound, r.status)
		told := gjson.Get(r.body, "detail").String() + gjson.Get(r.body, "message").String()
		require.Contains(t, told, want)
		require.NotContains(t, told, "…", "the list is whole")
	}
	apiKey(s).raw(t, http.MethodPost, "/v1/query/events", `{}`).
		refusedByChatlayer(t, http.StatusNotFound, "did you mean /query/events?")
	demo(s).raw(t, http.MethodPost, "/nowhere", `{}`).
		refusedByInkeep(t, http.StatusNotFound, "expected one of GET /v1/bots/{bot_id}/events/stream")
}
