package mockserver_test

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// busy wants a refusal in the API's shape that says that another time is better, and breaks no contract.
func (r reply) busy(t testing.TB, texts ...string) {
	t.Helper()
	require.Equal(t, http.StatusServiceUnavailable, r.status, r.body)
	require.Equal(t, "1", r.header.Get("Retry-After"))
	require.Empty(t, r.header.Get("Understudy-Violations"))
	for _, text := range append(texts, "the mock is busy", "send the same again in a second") {
		require.Contains(t, r.body, text)
	}
}

// stalled begins a request whose body is waited for by now: two bytes.
func (c client) stalled(t testing.TB) *wire {
	t.Helper()
	w := c.dial(t)
	w.write(t, c.head(trackOf("demobot1"), "Expect: 100-continue", "Content-Length: 2"), "\r\n")
	require.Equal(t, http.StatusContinue, w.read(t, http.MethodPost).status)
	return w
}

// TestTooManyRequests holds as many requests as may be in progress by their bodies. One more is refused in each API's shape, the mock's
// own endpoints answer, and each that ends makes room for the next.
func TestTooManyRequests(t *testing.T) {
	const most = 3
	var log strings.Builder
	opts := quiet()
	opts.Limits.Requests, opts.Limits.BodyTimeout = most, time.Minute
	opts.Logger = slog.New(slog.NewTextHandler(&log, nil))
	s := mockserver.Start(t, opts)
	c := demo(s)
	var held []*wire
	for range most {
		held = append(held, c.stalled(t))
	}
	for range 3 {
		c.post(t, "/v1/echo", `{"message":"x"}`).busy(t, `"code":14`, "3 requests are in progress", "send fewer")
		c.ask(t, http.MethodGet, "demobot1", everything()).busy(t, `"code":14`)
		inkeep := apiKey(s).post(t, "/events", anEvent)
		inkeep.busy(t, `"code":"service_unavailable"`)
		require.Equal(t, "application/problem+json", inkeep.header.Get("Content-Type"))
		require.Equal(t, http.StatusOK, nobody(s).get(t, "/__understudy/healthz").status)

		held[0].write(t, "{}")
		require.Equal(t, http.StatusOK, held[0].read(t, http.MethodPost).status)
		c.alive(t)
		held = append(held[1:], c.stalled(t))
	}
	require.Zero(t, s.BrokenRequests())
	require.Equal(t, 1, strings.Count(log.String(), "too many at once"), "the log is told once")
}

// upload is a request whose body comes as the test writes it.
type upload struct {
	*io.PipeWriter
	answer chan reply
}

func startUpload(s *mockserver.Server) upload {
	body, w := io.Pipe()
	u := upload{w, make(chan reply, 1)}
	r := httptest.NewRequest(http.MethodPost, trackOf("demobot1"), body)
	r.Header.Set("Content-Type", "application/json")
	r.SetBasicAuth("demo-token-id", "demo-token-secret")
	go func() {
		answer := httptest.NewRecorder()
		s.ServeHTTP(answer, r)
		_ = body.Close() // what is written now goes nowhere
		u.answer <- reply{answer.Code, answer.Header(), answer.Body.String()}
	}()
	return u
}

// TestTooManyBytes holds a body that is not whole. One that would have too many bytes with it is refused, small ones are not, and what
// a body held is free when its request ends, whatever became of it.
func TestTooManyBytes(t *testing.T) {
	const most, free = 1 << 20, 16 << 10
	opts := quiet()
	opts.Limits.RequestBytes = most
	s := mockserver.New(opts)
	require.NoError(t, s.Err())
	begin, end := `{"event":"large","attributes":{"text":"`+strings.Repeat("x", most+free-100), `"}}` // almost all that there is
	for _, ending := range []error{nil, io.ErrUnexpectedEOF, nil} {
		first := startUpload(s)
		for _, part := range []string{begin, end[:1], end[1:]} { // of all but the last it is certain that they are counted
			_, err := io.WriteString(first, part)
			require.NoError(t, err)
		}
		second := startUpload(s)
		_, err := io.WriteString(second, begin)
		require.Error(t, err)
		(<-second.answer).busy(t, `"code":14`, "have 1048576 bytes", "send fewer large ones")
		small := startUpload(s)
		_, err = io.WriteString(small, "{}"+strings.Repeat(" ", free/2))
		require.NoError(t, err)
		require.NoError(t, small.Close())
		require.Equal(t, http.StatusOK, (<-small.answer).status)

		require.NoError(t, first.CloseWithError(ending))
		status := (<-first.answer).status
		require.Equal(t, ending == nil, status == http.StatusOK, status)
	}
	require.Zero(t, s.BrokenRequests())
}

// TestTooManyConnections wants requests on connections beyond the limit refused, in the shape of their API, and served as soon as
// there are fewer; those that were there first never notice.
func TestTooManyConnections(t *testing.T) {
	opts := quiet()
	opts.Limits.Connections = 2
	s := mockserver.Start(t, opts)
	c := demo(s)
	echo := c.head("/v1/echo", "Content-Length: 15") + "\r\n" + `{"message":"x"}`
	served := func(w *wire) reply {
		w.write(t, echo)
		return w.read(t, http.MethodPost)
	}
	first, second := c.dial(t), c.dial(t)
	for range 3 {
		require.Equal(t, http.StatusOK, served(first).status)
		require.Equal(t, http.StatusOK, served(second).status)
		third, fourth := c.dial(t), c.dial(t)
		r := served(third)
		r.busy(t, `"code":14`, "2 connections are open", "--max-connections")
		require.Equal(t, "close", r.header.Get("Connection"))
		third.closed(t)
		fourth.write(t, "POST /events HTTP/1.1\r\n") // the rest would change nothing
		r = fourth.read(t, http.MethodPost)
		r.busy(t, `"code":"service_unavailable"`)
		require.Equal(t, "application/problem+json", r.header.Get("Content-Type"))
		fourth.closed(t)

		require.NoError(t, third.Close())
		require.NoError(t, fourth.Close())
		require.NoError(t, second.Close())
		require.Eventually(t, func() bool {
			second = c.dial(t)
			ok := served(second).status == http.StatusOK
			if !ok {
				require.NoError(t, second.Close())
			}
			return ok
		}, 20*time.Second, time.Millisecond)
	}
	require.Zero(t, s.BrokenRequests())
	require.Zero(t, s.StrayRequests())
}

// TestConnectionThatCameTooEarly wants one that came when there were too many served if there are no longer when it asks.
func TestConnectionThatCameTooEarly(t *testing.T) {
	opts := quiet()
	opts.Limits.Connections = 1
	c := demo(mockserver.Start(t, opts))
	echo := c.head("/v1/echo", "Content-Length: 15") + "\r\n" + `{"message":"x"}`
	first, second := c.dial(t), c.dial(t)
	first.write(t, echo)
	require.Equal(t, http.StatusOK, first.read(t, http.MethodPost).status)
	half, ok := first.Conn.(*net.TCPConn)
	require.True(t, ok)
	require.NoError(t, half.CloseWrite())
	first.closed(t)
	for range 3 {
		second.write(t, echo)
		require.Equal(t, http.StatusOK, second.read(t, http.MethodPost).status)
	}
}
