package exchange_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// virtualClock stands still but for sleep, which takes no time at all.
type virtualClock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *virtualClock {
	return &virtualClock{now: time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)}
}

func (c *virtualClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *virtualClock) Sleep(ctx context.Context, d time.Duration) error {
	if d > 0 {
		c.mu.Lock()
		c.now = c.now.Add(d)
		c.mu.Unlock()
	}
	return ctx.Err()
}

// serve starts a server and returns its base URL.
func serve(t *testing.T, h http.HandlerFunc) *url.URL {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL)
	require.NoError(t, err)
	return base
}

// client returns a client for a server, with virtual time unless the options have a clock.
func client(t *testing.T, base *url.URL, opts exchange.Options) *exchange.Client {
	t.Helper()
	opts.Base, opts.UserAgent = base, "understudy/test"
	if opts.Clock == nil {
		opts.Clock = newClock()
	}
	c := exchange.New(opts)
	t.Cleanup(c.Close)
	return c
}

func get(path string) exchange.Request {
	return exchange.Request{Method: http.MethodGet, Path: path, Safe: true}
}

func track() exchange.Request {
	return exchange.Request{Method: http.MethodPost, Path: "/track", Body: []byte(`{"a":1}`)}
}

// scripted answers requests one after the other as told, and the rest with 200. It returns a function that tells how many
// requests came.
func scripted(t *testing.T, answers ...http.HandlerFunc) (base *url.URL, came func() int) {
	t.Helper()
	var mu sync.Mutex
	n := 0
	base = serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		turn := n
		n++
		mu.Unlock()
		if turn < len(answers) {
			answers[turn](w, r)
			return
		}
		_, _ = io.WriteString(w, "done")
	})
	return base, func() int {
		mu.Lock()
		defer mu.Unlock()
		return n
	}
}

func fine(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "done") }

// busy answers with a status and, if it is not empty, Retry-After.
func busy(status int, retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(status)
	}
}

// hangUp closes the connection without a word.
func hangUp(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// breakOff promises 100 bytes, sends 10 and closes the connection.
func breakOff(w http.ResponseWriter, _ *http.Request) {
	conn, buffer, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	_, _ = buffer.WriteString("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")
	_ = buffer.Flush()
	_ = conn.Close()
}

// times gives the same answer n times.
func times(n int, answer http.HandlerFunc) []http.HandlerFunc {
	return slices.Repeat([]http.HandlerFunc{answer}, n)
}
