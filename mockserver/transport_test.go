package mockserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestHead wants the headers of GET without its body.
func TestHead(t *testing.T) {
	s := mockserver.Start(t, seeded(30))
	c := demo(s)
	for _, target := range []string{
		streamOf("demobot1") + "?" + everything().query(),
		streamOf("demobot1") + "?" + everything().query() + "&undeclared=1",
		streamOf("demobot1"),
		streamOf("otherbot") + "?" + everything().query(),
		teamOf("demo-team") + "?start_time=2026-01-01&end_time=2026-02-01",
		"/v1/nowhere", "/nowhere", "/__understudy/healthz", "/__understudy/readyz", "/__understudy/openapi.yaml",
		"/__understudy/specs/chatlayer.yaml",
		"/__understudy/fidelity", "/__understudy/nowhere",
	} {
		t.Run(target, func(t *testing.T) {
			get, head := c.get(t, target), c.send(t, http.MethodHead, target, "")
			require.Equal(t, get.status, head.status)
			require.Empty(t, head.body)
			length := len(get.header.Get("Content-Length"))
			require.Positive(t, length)
			for _, volatile := range []string{"Date", "Understudy-Request-Id", "Understudy-Violations"} {
				require.Equal(t, get.header.Get(volatile) == "", head.header.Get(volatile) == "", volatile)
				get.header.Del(volatile)
				head.header.Del(volatile)
			}
			if get.status != http.StatusNotFound { // its text and with it its length name the method
				require.Equal(t, get.header, head.header)
			}
		})
	}
}

func TestMethods(t *testing.T) {
	s := fresh(t)
	for target, allow := range map[string]string{
		streamOf("demobot1"): "GET, HEAD, POST, OPTIONS", trackOf("demobot1"): "POST, OPTIONS", teamOf("demo-team"): "GET, HEAD, OPTIONS",
		"/v1/echo": "POST, OPTIONS", "/events": "POST, OPTIONS", "/__understudy/healthz": "GET, HEAD, OPTIONS",
		"/__understudy/reset":      "POST, OPTIONS",
		"/__understudy/violations": "GET, HEAD, OPTIONS", "/__understudy/specs/inkeep.yaml": "GET, HEAD, OPTIONS",
	} {
		t.Run(target, func(t *testing.T) {
			r := nobody(s).send(t, http.MethodOptions, target, "")
			require.Equal(t, http.StatusNoContent, r.status)
			require.Equal(t, allow, r.header.Get("Allow"))
			require.Empty(t, r.body)
			for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "get", "post", "PROPFIND", "X"} {
				if strings.Contains(", "+allow+",", ", "+method+",") {
					continue
				}
				r := nobody(s).send(t, method, target, "")
				require.Equal(t, allow, r.header.Get("Allow"), method)
				switch {
				case method == "HEAD":
					require.Equal(t, http.StatusMethodNotAllowed, r.status)
				case strings.HasPrefix(target, "/v1"):
					r.refusedByChatlayer(t, http.StatusMethodNotAllowed, method, allow)
				case target == "/events":
					r.refusedByInkeep(t, http.StatusMethodNotAllowed, method, allow)
				default:
					r.refusedByControl(t, http.StatusMethodNotAllowed, method, allow)
				}
			}
		})
	}
	t.Run("OPTIONS_of_an_unknown_path", func(t *testing.T) {
		nobody(s).send(t, http.MethodOptions, "/v1/nowhere", "").refusedByChatlayer(t, http.StatusNotFound)
	})
	t.Run("OPTIONS_of_the_server", func(t *testing.T) {
		w := nobody(s).dial(t)
		w.write(t, "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")
		require.Less(t, w.read(t, http.MethodOptions).status, 500)
	})
}

// TestKeepAlive sends several requests on one connection, refused ones among them.
func TestKeepAlive(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	good := c.head("/v1/echo", "Content-Length: 15") + "\r\n" + `{"message":"x"}`
	for name, bad := range map[string]struct {
		request string
		status  int
	}{
		"a_bad_body":        {c.head("/v1/echo", "Content-Length: 5") + "\r\n{bad}", 400},
		"no_credentials":    {nobody(s).head("/v1/echo", "Content-Length: 15") + "\r\n" + `{"message":"x"}`, 401},
		"an_unknown_path":   {c.head("/v1/nowhere", "Content-Length: 15") + "\r\n" + `{"message":"x"}`, 404},
		"an_unknown_method": {strings.Replace(good, "POST", "BREW", 1), 405},
		"a_GET_with_a_body": {strings.Replace(c.head(streamOf("b")+"?"+everything().query(), "Content-Length: 5"), "POST", "GET", 1) +
			"\r\nhello", 200},
		"another_media": {strings.Replace(good, "application/json", "text/plain", 1), 415},
	} {
		t.Run(name, func(t *testing.T) {
			w := c.dial(t)
			w.write(t, good, bad.request, good) // pipelined
			require.Equal(t, http.StatusOK, w.read(t, http.MethodPost).status)
			require.Equal(t, bad.status, w.read(t, http.MethodPost).status)
			require.JSONEq(t, `{"message":"x"}`, w.read(t, http.MethodPost).body)
			w.write(t, good)
			require.Equal(t, http.StatusOK, w.read(t, http.MethodPost).status)
		})
	}
	t.Run("expect_continue", func(t *testing.T) {
		w := c.dial(t)
		w.write(t, c.head("/v1/echo", "Content-Length: 15", "Expect: 100-continue"), "\r\n")
		require.Equal(t, http.StatusContinue, w.read(t, http.MethodPost).status)
		w.write(t, `{"message":"x"}`)
		require.Equal(t, http.StatusOK, w.read(t, http.MethodPost).status)
	})
	t.Run("a_stranger_need_not_send_his_body", func(t *testing.T) {
		w := nobody(s).dial(t)
		w.write(t, nobody(s).head("/v1/echo", "Content-Length: 2000000", "Expect: 100-continue"), "\r\n")
		w.read(t, http.MethodPost).refusedByChatlayer(t, http.StatusUnauthorized)
	})
	t.Run("http_1.0", func(t *testing.T) {
		w := c.dial(t)
		w.write(t, strings.Replace(good, "HTTP/1.1", "HTTP/1.0", 1))
		require.Equal(t, http.StatusOK, w.read(t, http.MethodPost).status)
		w.closed(t)
	})
	t.Run("garbage_behind_a_good_request", func(t *testing.T) {
		w := c.dial(t)
		w.write(t, good)
		require.Equal(t, http.StatusOK, w.read(t, http.MethodPost).status)
		w.write(t, "GET /v1/bots HTTQ/1.1\r\n\r\n")
		w.read(t, http.MethodGet).refusedByChatlayer(t, http.StatusBadRequest)
		w.closed(t)
	})
}

func TestAnswerHeaders(t *testing.T) {
	s := fresh(t)
	seen := map[string]bool{}
	for _, r := range []reply{
		demo(s).post(t, "/v1/echo", `{"message":"x"}`), nobody(s).get(t, "/nowhere"), nobody(s).get(t, "/__understudy/healthz"),
		apiKey(s).post(t, "/events", anEvent),
		nobody(s).send(t, http.MethodOptions, "/events", ""),
	} {
		id := r.header.Get("Understudy-Request-Id")
		require.Regexp(t, `^req_[0-9a-f]+$`, id)
		require.False(t, seen[id], "ids differ")
		seen[id] = true
		if r.status != http.StatusNoContent {
			require.Equal(t, "nosniff", r.header.Get("X-Content-Type-Options"))
			require.Equal(t, "no-store", r.header.Get("Cache-Control"))
		}
	}
}
