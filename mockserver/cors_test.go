package mockserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const page0 = "Origin: https://dashboard.example:8443"

// TestCORSPreflight asks what a browser asks before it sends credentials in a header.
func TestCORSPreflight(t *testing.T) {
	s := fresh(t)
	for _, tt := range []struct{ target, method, headers string }{
		{streamOf("demobot1") + "?version=LIVE", "GET", "authorization"},
		{streamOf("demobot1"), "POST", "authorization,content-type"},
		{trackOf("demobot1"), "POST", "authorization,content-type,x-anything"},
		{teamOf("demo-team"), "GET", "authorization"},
		{"/v1/echo", "POST", "authorization,content-type"},
		{"/events", "POST", "authorization,content-type"},
		{"/conversations/c", "DELETE", "authorization"},
		{"/feedback/f", "DELETE", "authorization"},
	} {
		r := nobody(s).send(t, http.MethodOptions, tt.target, "", page0, "Access-Control-Request-Method: "+tt.method,
			"Access-Control-Request-Headers: "+tt.headers)
		require.Equal(t, http.StatusNoContent, r.status)
		require.Equal(t, "*", r.header.Get("Access-Control-Allow-Origin"))
		require.Contains(t, r.header.Get("Access-Control-Allow-Methods"), tt.method)
		for _, h := range strings.Split(tt.headers, ",") {
			require.Contains(t, strings.ToLower(r.header.Get("Access-Control-Allow-Headers")), h)
		}
		require.Empty(t, r.header.Get("Access-Control-Allow-Credentials"), "no cookies")
		require.Empty(t, r.body)
	}
	t.Run("other_methods_are_not_allowed", func(t *testing.T) {
		r := nobody(s).send(t, http.MethodOptions, "/events", "", page0, "Access-Control-Request-Method: PUT")
		require.NotContains(t, r.header.Get("Access-Control-Allow-Methods"), "PUT")
	})
	t.Run("private_networks", func(t *testing.T) {
		r := nobody(s).send(t, http.MethodOptions, "/events", "", page0, "Access-Control-Request-Method: POST",
			"Access-Control-Request-Private-Network: true")
		require.Equal(t, "true", r.header.Get("Access-Control-Allow-Private-Network"))
	})
}

// TestCORS wants a page to be able to read every answer, refusals included, and the mock's own headers.
func TestCORS(t *testing.T) {
	s := fresh(t)
	for name, r := range map[string]reply{
		"a_list":          demo(s).get(t, streamOf("demobot1")+"?"+everything().query(), page0),
		"a_tracked_event": demo(s).post(t, trackOf("demobot1"), `{}`, page0),
		"a_logged_event":  apiKey(s).post(t, "/events", anEvent, page0),
		"a_bad_request":   demo(s).get(t, streamOf("demobot1"), page0),
		"a_stranger":      nobody(s).post(t, "/events", anEvent, page0),
		"an_unknown_path": nobody(s).get(t, "/v1/nowhere", page0),
		"a_wrong_method":  nobody(s).post(t, teamOf("demo-team"), `{}`, page0),
		"an_odd_origin":   nobody(s).get(t, "/nowhere", "Origin: null"),
		"a_deletion":      apiKey(s).send(t, http.MethodDelete, "/conversations/none", "", page0),
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, "*", r.header.Get("Access-Control-Allow-Origin"))
			require.Empty(t, r.header.Get("Access-Control-Allow-Credentials"))
			exposed := strings.ToLower(r.header.Get("Access-Control-Expose-Headers"))
			for _, h := range []string{"understudy-request-id", "understudy-violations", "www-authenticate", "allow", "retry-after"} {
				require.Contains(t, exposed, h)
			}
		})
	}
	t.Run("a_header_block_that_is_too_large", func(t *testing.T) {
		r := demo(s).post(t, "/v1/echo", `{"message":"x"}`, page0, "X: "+strings.Repeat("x", 70_000))
		require.Equal(t, http.StatusRequestHeaderFieldsTooLarge, r.status)
	})
}

// TestControlIsNotForPages wants the mock's own endpoints closed to pages of other origins.
func TestControlIsNotForPages(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	c.track(t, "demobot1", args{"id": "x"})
	for _, headers := range [][]string{
		{page0},
		{page0, "Sec-Fetch-Site: cross-site"},
		{"Sec-Fetch-Site: cross-site"},
		{"Sec-Fetch-Site: same-site"},
		{"Origin: null"},
	} {
		r := nobody(s).post(t, "/__understudy/reset", "", headers...)
		r.refusedByControl(t, http.StatusForbidden)
		require.Empty(t, r.header.Get("Access-Control-Allow-Origin"))
	}
	require.Equal(t, []string{"x"}, c.listed(t, "demobot1", nil), "the world was not reset")
	t.Run("no_answer_is_shared", func(t *testing.T) {
		require.Empty(t, nobody(s).get(t, "/__understudy/violations", page0).header.Get("Access-Control-Allow-Origin"))
		r := nobody(s).send(t, http.MethodOptions, "/__understudy/reset", "", page0, "Access-Control-Request-Method: POST")
		require.Empty(t, r.header.Get("Access-Control-Allow-Origin"))
	})
	t.Run("the_mocks_own_pages_and_programs_may", func(t *testing.T) {
		for _, headers := range [][]string{nil, {"Origin: " + s.URL}, {"Sec-Fetch-Site: same-origin"}, {"Sec-Fetch-Site: none"}} {
			require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "", headers...).status)
		}
		require.Empty(t, c.listed(t, "demobot1", nil))
	})
}
