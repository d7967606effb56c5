package mockserver_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestMillionHeaderLines wants an answer in the API's shape although no handler ever sees such a request.
func TestMillionHeaderLines(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	lines := bytes.Repeat([]byte("a: b\r\n"), 1_000_000)
	for target, refused := range map[string]func(reply){
		trackOf("demobot1"):    func(r reply) { r.refusedByChatlayer(t, http.StatusRequestHeaderFieldsTooLarge, "65536") },
		"/events":              func(r reply) { r.refusedByInkeep(t, http.StatusRequestHeaderFieldsTooLarge, "65536") },
		"/__understudy/reset":  func(r reply) { r.refusedByControl(t, http.StatusRequestHeaderFieldsTooLarge, "65536") },
		"/__underst%75dy/rese": func(r reply) { r.refusedByControl(t, http.StatusRequestHeaderFieldsTooLarge) },
	} {
		w := c.dial(t)
		w.write(t, c.head(target, "Content-Length: 0"))
		written := make(chan struct{})
		go func() {
			defer close(written)
			_, _ = w.Write(lines) // fails as soon as the server hangs up
		}()
		r := w.read(t, http.MethodPost)
		require.NoError(t, w.Close())
		<-written
		refused(r)
		require.Equal(t, "close", r.header.Get("Connection"))
		c.alive(t)
	}
}

// TestLongHeaders are those that net/http takes and the server does not.
func TestLongHeaders(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	long := "X-Long: " + strings.Repeat("x", 70_000)
	c.post(t, "/v1/echo", `{"message":"x"}`, long).refusedByChatlayer(t, http.StatusRequestHeaderFieldsTooLarge, "65536")
	apiKey(s).post(t, "/events", anEvent, long).refusedByInkeep(t, http.StatusRequestHeaderFieldsTooLarge, "65536")
	nobody(s).get(t, "/__understudy/healthz", long).refusedByControl(t, http.StatusRequestHeaderFieldsTooLarge, "65536")
	c.get(t, streamOf("demobot1")+"?user_id="+strings.Repeat("x", 70_000)).refusedByChatlayer(t, http.StatusRequestHeaderFieldsTooLarge)
	require.Equal(t, http.StatusOK, c.post(t, "/v1/echo", `{"message":"x"}`, "X-Long: "+strings.Repeat("x", 60_000)).status)

	opts := quiet()
	opts.Limits.HeaderBytes = 300
	small := demo(mockserver.Start(t, opts))
	small.alive(t)
	small.post(t, "/v1/echo", `{"message":"x"}`, "X-Long: "+strings.Repeat("x", 300)).refusedByChatlayer(t,
		http.StatusRequestHeaderFieldsTooLarge, "300")
}

// TestGarbage sends what is no HTTP request.
func TestGarbage(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	const rest = "Host: x\r\n\r\n"
	for name, sent := range map[string]string{
		"no_version":           "GET /v1/echo\r\n" + rest,
		"odd_version":          "GET /v1/echo HTTQ/1.1\r\n" + rest,
		"http_9":               "GET /v1/echo HTTP/9.9\r\n" + rest,
		"no_host":              "GET /v1/echo HTTP/1.1\r\n\r\n",
		"two_hosts":            "GET /v1/echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
		"bad_escape":           "GET /v1/bots/%zz/events/stream HTTP/1.1\r\n" + rest,
		"space_in_path":        "GET /v1/a b HTTP/1.1\r\n" + rest,
		"header_without_colon": "GET /v1/echo HTTP/1.1\r\nnonsense\r\n" + rest,
		"header_with_NUL":      "GET /v1/echo HTTP/1.1\r\nX: a\x00b\r\n" + rest,
		"space_before_colon":   "GET /v1/echo HTTP/1.1\r\nX : a\r\n" + rest,
		"length_no_number":     "POST /v1/echo HTTP/1.1\r\nContent-Length: ten\r\n" + rest,
		"length_negative":      "POST /v1/echo HTTP/1.1\r\nContent-Length: -1\r\n" + rest,
		"two_lengths":          "POST /v1/echo HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + rest,
		"unknown_expectation":  "POST /v1/echo HTTP/1.1\r\nExpect: foo\r\n" + rest,
		"unknown_coding":       "POST /v1/echo HTTP/1.1\r\nTransfer-Encoding: gzip\r\n" + rest,
	} {
		t.Run(name, func(t *testing.T) {
			w := c.dial(t)
			w.write(t, sent)
			r := w.read(t, http.MethodGet)
			require.GreaterOrEqual(t, r.status, 400)
			require.Less(t, r.status, 600)
			require.Equal(t, "application/json", r.header.Get("Content-Type"), r.body)
			require.Contains(t, r.body, `"details":[]`)
			require.Equal(t, fmt.Sprint(len(r.body)), r.header.Get("Content-Length"))
			r.recordedAsBroken(t, "")
			w.closed(t)
		})
	}
	c.alive(t)
	t.Run("nothing_at_all", func(t *testing.T) {
		require.NoError(t, c.dial(t).Close())
		c.alive(t)
	})
}

// TestUnreadBody announces bodies that never come, with requests that are answered without them.
func TestUnreadBody(t *testing.T) {
	s := fresh(t)
	for name, tt := range map[string]struct {
		who    client
		method string
		path   string
		status int
	}{
		"without_credentials":  {nobody(s), http.MethodPost, "/v1/echo", http.StatusUnauthorized},
		"to_an_unknown_path":   {demo(s), http.MethodPost, "/v1/nowhere", http.StatusNotFound},
		"by_an_unknown_method": {demo(s), http.MethodPut, "/events", http.StatusMethodNotAllowed},
		"of_a_question":        {demo(s), http.MethodOptions, "/v1/echo", http.StatusNoContent},
		"of_a_get": {
			demo(s), http.MethodGet,
			"/v1/bots/demobot1/events/stream?version=LIVE&start_time=2026-01-01&end_time=2026-01-02", http.StatusOK,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := tt.who.dial(t)
			w.write(t, fmt.Sprintf("%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Length: 100\r\n\r\n", tt.method, tt.path,
				tt.who.auth))
			begun := time.Now()
			require.Equal(t, tt.status, w.read(t, tt.method).status)
			require.Less(t, time.Since(begun), 8*time.Second, "the answer does not wait for the body")
		})
	}
}

// TestSlowBody sends bodies that do not come in time, or not at all.
func TestSlowBody(t *testing.T) {
	opts := quiet()
	opts.Limits.BodyTimeout = 80 * time.Millisecond
	s := mockserver.Start(t, opts)
	c := demo(s)

	t.Run("one_that_stops", func(t *testing.T) {
		w := c.dial(t)
		w.write(t, c.head(trackOf("demobot1"), "Content-Length: 100"), "\r\n", `{"id":"slow",`)
		r := w.read(t, http.MethodPost)
		r.refusedByChatlayer(t, http.StatusRequestTimeout, "80ms")
		w.closed(t)
	})
	t.Run("one_that_stops_between_chunks", func(t *testing.T) {
		w := apiKey(s).dial(t)
		w.write(t, apiKey(s).head("/events", "Transfer-Encoding: chunked"), "\r\n", "1\r\n{\r\n")
		w.read(t, http.MethodPost).refusedByInkeep(t, http.StatusRequestTimeout, "80ms")
		w.closed(t)
	})
	t.Run("one_that_never_ends", func(t *testing.T) {
		w := c.dial(t)
		w.write(t, c.head(trackOf("demobot1"), "Transfer-Encoding: chunked"), "\r\n")
		stop, stopped := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			for {
				select {
				case <-stop:
					return
				case <-time.After(time.Millisecond):
					_, _ = w.Write([]byte("1\r\n \r\n")) // fails when the server hangs up
				}
			}
		}()
		r := w.read(t, http.MethodPost)
		close(stop)
		<-stopped
		r.refusedByChatlayer(t, http.StatusRequestTimeout)
	})
	t.Run("the_time_is_each_requests_own", func(t *testing.T) {
		w := c.dial(t)
		for range 3 {
			w.write(t, c.head("/v1/echo", "Content-Length: 15"), "\r\n", `{"message":"x"}`)
			require.Equal(t, http.StatusOK, w.read(t, http.MethodPost).status)
			time.Sleep(60 * time.Millisecond)
		}
	})
	require.Empty(t, c.listed(t, "demobot1", nil))
	c.alive(t)
}

// TestEndlessBody sends chunks without end; it is refused as soon as it is too large.
func TestEndlessBody(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	w := c.dial(t)
	w.write(t, c.head(trackOf("demobot1"), "Transfer-Encoding: chunked"), "\r\n")
	chunk := []byte("10000\r\n" + strings.Repeat(" ", 0x10000) + "\r\n")
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}()
	r := w.read(t, http.MethodPost)
	require.NoError(t, w.Close())
	<-stopped
	r.refusedByChatlayer(t, http.StatusRequestEntityTooLarge)
	require.Equal(t, "close", r.header.Get("Connection"))
	c.alive(t)
}

// TestCutBody breaks connections in the middle of a body.
func TestCutBody(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	for range 5 {
		w := c.dial(t)
		w.write(t, c.head(trackOf("demobot1"), "Content-Length: 100"), "\r\n", `{"id":"cut"}`)
		require.NoError(t, w.Close())
	}
	t.Run("half_closed_it_is_told", func(t *testing.T) {
		w := c.dial(t)
		w.write(t, c.head(trackOf("demobot1"), "Content-Length: 100"), "\r\n", `{"id":"cut"}`)
		require.NoError(t, w.Conn.(interface{ CloseWrite() error }).CloseWrite())
		r := w.read(t, http.MethodPost)
		require.Equal(t, http.StatusBadRequest, r.status)
		require.Contains(t, r.body, "Content-Length")
		r.strayed(t)
	})
	t.Run("chunks_that_are_none", func(t *testing.T) {
		w := c.dial(t)
		w.write(t, c.head(trackOf("demobot1"), "Transfer-Encoding: chunked"), "\r\n", "zz\r\n{}\r\n0\r\n\r\n")
		w.read(t, http.MethodPost).refusedByChatlayer(t, http.StatusBadRequest)
	})
	t.Run("less_than_the_body_is_never_read_as_one", func(t *testing.T) {
		w := c.dial(t)
		w.write(t, c.head(trackOf("demobot1"), "Content-Length: 11"), "\r\n", `{"id":"cut"}`+"GET / HTTP/1.1\r\n\r\n")
		w.read(t, http.MethodPost).refusedByChatlayer(t, http.StatusBadRequest)
	})
	require.Empty(t, c.listed(t, "demobot1", nil))
	c.alive(t)
}
