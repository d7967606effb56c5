package mockserver_test

import (
	"bytes"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// strayed wants an answer that says nothing of violations.
func (r reply) strayed(t testing.TB) {
	t.Helper()
	require.NotEmpty(t, r.header.Get("Understudy-Request-Id"))
	require.Empty(t, r.header.Get("Understudy-Violations"))
}

// strays is what GET violations says of them.
func (c client) strays(t testing.TB) (strays int) {
	t.Helper()
	var v struct{ Strays int }
	c.get(t, "/__understudy/violations").into(t, &v)
	return v.Strays
}

// strayRequests are what browsers, health checkers and scanners of ports ask.
var strayRequests = []string{
	"GET /favicon.ico", "GET /robots.txt", "GET /apple-touch-icon-precomposed.png", "GET /apple-touch-icon-120x120.png",
	"GET /.well-known/security.txt", "GET /.well-known/appspecific/com.chrome.devtools.json", "GET /sw.js", "GET /manifest.json",
	"GET /sitemap.xml", "GET /index.html", "HEAD /health", "GET /healthz", "GET /livez", "GET /metrics", "GET /json/version",
	"OPTIONS /index.html", "OPTIONS /wp-login.php", "GET /.env", "GET /.git/config", "GET /socket.io/?EIO=4&transport=polling",
	"PROPFIND /", "TRACE /", "HEAD /nowhere", "GET //", "GET /%00", "GET /v2", "GET /a?x=/v1/events",
}

// TestStraysBreakNoContract wants what no client of the APIs sends to be counted, but not as a broken contract.
func TestStraysBreakNoContract(t *testing.T) {
	s := mockserver.Start(t, quiet())
	for i, request := range strayRequests {
		method, target, _ := strings.Cut(request, " ")
		r := nobody(s).send(t, method, target, "")
		if method != http.MethodOptions && target != "/" {
			require.Equal(t, http.StatusNotFound, r.status, request)
		}
		r.strayed(t)
		require.EqualValues(t, i+1, s.StrayRequests(), request)
	}
	require.Zero(t, s.BrokenRequests())
	require.Empty(t, s.Violations())
	require.Equal(t, len(strayRequests), nobody(s).strays(t))

	t.Run("with_credentials_that_a_browser_adds", func(t *testing.T) {
		demo(s).get(t, "/favicon.ico").strayed(t)
		demo(s).get(t, "/.well-known/security.txt").strayed(t)
	})
	t.Run("a_reset_forgets_them_but_not_their_number", func(t *testing.T) {
		before := s.StrayRequests()
		require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status)
		require.Zero(t, nobody(s).strays(t))
		require.Equal(t, before, s.StrayRequests())
	})
}

// TestMistakesOfClientsAreNoStrays wants a client that is only a little wrong to be told.
func TestMistakesOfClientsAreNoStrays(t *testing.T) {
	s := mockserver.Start(t, quiet())
	for i, send := range []func() reply{
		func() reply { return nobody(s).get(t, "/bots/demobot1/events/stream") },
		func() reply { return nobody(s).get(t, "/v1/bot/demobot1/event/stream") },
		func() reply { return nobody(s).get(t, "/api/Events") },
		func() reply { return nobody(s).get(t, "/V1/whatever") },
		func() reply { return nobody(s).get(t, "/teams") },
		func() reply { return nobody(s).get(t, "//events") },
		func() reply { return nobody(s).get(t, "/v%31/nowhere") },
		func() reply { return nobody(s).send(t, http.MethodDelete, "/events", "") },
		func() reply { return nobody(s).send(t, http.MethodHead, "/events", "") },
		func() reply { return nobody(s).post(t, "/conversations", "{}") },
		func() reply { return nobody(s).post(t, "/", "{}") },
		func() reply { return nobody(s).send(t, "put", "/nowhere", "{}") },
		func() reply { return demo(s).get(t, "/conversations") },
		func() reply { return apiKey(s).send(t, http.MethodOptions, "/nowhere", "") },
	} {
		r := send()
		require.NotEmpty(t, r.header.Get("Understudy-Violations"), "request %d: %s", i, r.body)
		require.EqualValues(t, i+1, s.BrokenRequests(), "request %d", i)
	}
	require.Zero(t, s.StrayRequests())
}

// TestOddQuestionsToTheMockItselfCountNothing asks its own endpoints for what they do not have.
func TestOddQuestionsToTheMockItselfCountNothing(t *testing.T) {
	s := mockserver.Start(t, quiet())
	for _, r := range []reply{
		nobody(s).get(t, "/__understudy/nowhere"),
		nobody(s).get(t, "/__understudy/violations?limit=0"),
		nobody(s).get(t, "/__understudy/healthz?x=1"),
		nobody(s).send(t, http.MethodDelete, "/__understudy/reset", ""),
	} {
		require.Empty(t, r.header.Get("Understudy-Violations"), r.body)
	}
	require.Zero(t, s.BrokenRequests())
	require.Zero(t, s.StrayRequests())
	require.Empty(t, s.Violations())
}

// TestOtherProtocols sends what is no HTTP/1 request, and wants an answer that says what to do.
func TestOtherProtocols(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	for name, tt := range map[string]struct {
		sent   string
		status int
		word   string
	}{
		"tls": {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", http.StatusBadRequest, "use http://"},
		"http_2": {
			"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00", http.StatusHTTPVersionNotSupported, "HTTP/1.1",
		},
		"proxy_1": {
			"PROXY TCP4 192.0.2.1 192.0.2.2 56324 4747\r\nGET /v1/echo HTTP/1.1\r\nHost: x\r\n\r\n", http.StatusBadRequest, "send-proxy",
		},
		"proxy_2": {
			"\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c\x7f\x00\x00\x01\x7f\x00\x00\x01\xdd\xdd\x12\x8b", http.StatusBadRequest, "send-proxy",
		},
		"http_0.9":            {"GET /\r\n", http.StatusBadRequest, "RFC 9112"},
		"noise":               {"\x00\x01\x02 \xff\r\n\r\n", http.StatusBadRequest, "RFC 9112"},
		"words":               {"hello world\r\n\r\n", http.StatusBadRequest, "RFC 9112"},
		"ssh":                 {"SSH-2.0-OpenSSH_9.2\r\n", http.StatusBadRequest, "RFC 9112"},
		"redis":               {"*1\r\n$4\r\nPING\r\n", http.StatusBadRequest, "RFC 9112"},
		"real_time_streaming": {"OPTIONS / RTSP/1.0\r\n\r\n", http.StatusBadRequest, "RFC 9112"},
		"connect": {
			"CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\nConnection: close\r\n\r\n", http.StatusNotFound, "no proxy",
		},
		"through_a_proxy": {
			"GET http://example.com/ad.js HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n", http.StatusNotFound, "/ad.js",
		},
		"no_host": {"GET / HTTP/1.1\r\n\r\n", http.StatusBadRequest, "Host"},
	} {
		t.Run(name, func(t *testing.T) {
			strays, broken := s.StrayRequests(), s.BrokenRequests()
			w := c.dial(t)
			w.write(t, tt.sent)
			r := w.read(t, http.MethodGet)
			require.Equal(t, tt.status, r.status)
			require.Contains(t, r.body, tt.word)
			r.strayed(t)
			w.closed(t)
			require.Equal(t, strays+1, s.StrayRequests())
			require.Equal(t, broken, s.BrokenRequests())
		})
	}
	c.alive(t)
}

// TestTLSOnAPlainPort wants a line in the log, since the client shows its user nothing of what an answer says.
func TestTLSOnAPlainPort(t *testing.T) {
	var log bytes.Buffer
	opts := quiet()
	opts.Logger = slog.New(slog.NewTextHandler(&log, nil))
	s, stop, stopped := serve(t, opts)
	conn, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.URL, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	config := &tls.Config{InsecureSkipVerify: true} //nolint:gosec // there is no certificate to verify
	require.Error(t, tls.Client(conn, config).HandshakeContext(t.Context()))
	stop()
	require.NoError(t, <-stopped)
	require.Contains(t, log.String(), "a TLS handshake came to a plain HTTP port: use http://, not https://")
}

// TestClientsThatGoAway wants nothing counted against a client that breaks off, wherever that is in its request.
func TestClientsThatGoAway(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	whole := c.head(trackOf("demobot1"), "Content-Length: 16") + "\r\n" + `{"id":"no"`
	for name, cut := range map[string]int{
		"in_the_method": 3, "in_the_path": 12, "in_the_version": strings.Index(whole, "HTTP/1.1") + 4,
		"behind_the_request_line":   strings.Index(whole, "\r\n") + 2,
		"in_a_header":               strings.Index(whole, "Content-Type") + 4,
		"before_the_last_line_feed": strings.Index(whole, "\r\n\r\n") + 3,
		"before_the_body":           strings.Index(whole, "\r\n\r\n") + 4, "in_the_body": len(whole),
	} {
		for ending, end := range map[string]func(*wire) error{
			"closed": func(w *wire) error { return w.Close() },
			"shut":   func(w *wire) error { return w.Conn.(*net.TCPConn).CloseWrite() },
			"reset": func(w *wire) error {
				_ = w.Conn.(*net.TCPConn).SetLinger(0)
				return w.Close()
			},
		} {
			t.Run(name+"_"+ending, func(t *testing.T) {
				before := s.StrayRequests()
				w := c.dial(t)
				w.write(t, whole[:cut])
				require.NoError(t, end(w))
				require.Eventually(t, func() bool { return s.StrayRequests() == before+1 }, 10*time.Second, time.Millisecond)
			})
		}
	}
	t.Run("between_chunks", func(t *testing.T) {
		before := s.StrayRequests()
		w := apiKey(s).dial(t)
		w.write(t, apiKey(s).head("/events", "Transfer-Encoding: chunked"), "\r\n", "1\r\n{\r\n")
		require.NoError(t, w.Close())
		require.Eventually(t, func() bool { return s.StrayRequests() == before+1 }, 10*time.Second, time.Millisecond)
	})
	t.Run("without_a_word", func(t *testing.T) {
		before := s.StrayRequests()
		require.NoError(t, c.dial(t).Close())
		w := c.dial(t)
		w.write(t, c.head("/v1/echo", "Content-Length: 15"), "\r\n", `{"message":"x"}`, "\r\n") // the empty line is no request
		require.Equal(t, http.StatusOK, w.read(t, http.MethodPost).status)
		require.NoError(t, w.Close())
		c.alive(t)
		require.Equal(t, before, s.StrayRequests())
	})
	require.Zero(t, s.BrokenRequests())
	require.Empty(t, s.Violations())
	require.Empty(t, c.listed(t, "demobot1", nil))
}

// TestAHeadThatNeverComes waits for the server to give up on a client that stays.
