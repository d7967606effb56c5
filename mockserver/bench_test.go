package mockserver_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// round is one request that is served again and again, without the network: what is measured is the server's own part.
type round struct {
	server *mockserver.Server
	r      *http.Request
	body   *strings.Reader
	text   string
	status int
	header http.Header
}

func newRound(t testing.TB, opts mockserver.Options, method, target, body string) *round {
	t.Helper()
	w := &round{server: mockserver.New(opts), body: strings.NewReader(body), text: body, header: http.Header{}}
	require.NoError(t, w.server.Err())
	w.r = httptest.NewRequest(method, target, http.NoBody)
	if body != "" {
		w.r.Body, w.r.ContentLength = io.NopCloser(w.body), int64(len(body))
		w.r.Header.Set("Content-Type", "application/json")
	}
	w.r.SetBasicAuth("demo-token-id", "demo-token-secret")
	w.serve()
	require.Equal(t, http.StatusOK, w.status)
	return w
}

func (w *round) serve() {
	clear(w.header)
	w.body.Reset(w.text)
	w.server.ServeHTTP(w, w.r)
}

// The round takes its own answers.
func (w *round) Header() http.Header             { return w.header }
func (w *round) WriteHeader(status int)          { w.status = status }
func (w *round) SetReadDeadline(time.Time) error { return nil }
func (w *round) Write(b []byte) (int, error)     { return len(b), nil }

const (
	roundList  = "/v1/bots/demobot1/events/stream?version=LIVE&start_time=2020-01-01T00:00:00Z&end_time=2100-01-01T00:00:00Z&page_size="
	roundTrack = "/v1/bots/demobot1/events/track"
	roundEvent = `{"version":"LIVE","user_id":"mia","event":"step_completed","attributes":{"flow":"order_status","step_number":"3"},` +
		`"context":{"conversation_id":"c1","campaign":{"id":"spring-sale","source":"newsletter"}},"timestamp":"2026-01-12T09:59:59.123Z"}`
)

func benchmark(b *testing.B, method, target, body string) {
	w := newRound(b, mockserver.Options{}, method, target, body)
	b.ReportAllocs()
	for b.Loop() {
		w.serve()
	}
}

func BenchmarkList20(b *testing.B)  { benchmark(b, http.MethodGet, roundList+"20", "") }
func BenchmarkList100(b *testing.B) { benchmark(b, http.MethodGet, roundList+"100", "") }
func BenchmarkTrack(b *testing.B)   { benchmark(b, http.MethodPost, roundTrack, roundEvent) }

// BenchmarkList20BesideAFault measures what a fault costs that is for other requests: nothing to speak of.
func BenchmarkList20BesideAFault(b *testing.B) {
	w := newRound(b, mockserver.Options{}, http.MethodGet, roundList+"20", "")
	_, err := w.server.Faults().Add(mockserver.Fault{Match: mockserver.FaultMatch{Operation: "TrackEvent"}, Status: 503})
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		w.serve()
	}
}

func BenchmarkList1(b *testing.B) { benchmark(b, http.MethodGet, roundList+"1", "") }

// BenchmarkConnection measures requests on one connection that is kept: the network and what taps it included.
func BenchmarkConnection(b *testing.B) {
	c := demo(mockserver.Start(b, seeded(100)))
	list := streamOf("demobot1") + "?version=LIVE&start_time=2020-01-01&end_time=2100-01-01&page_size=20"
	for name, request := range map[string]string{
		"list":    fmt.Sprintf("GET %s HTTP/1.1\r\nHost: x\r\nUser-Agent: bench\r\nAccept: */*\r\nAuthorization: %s\r\n\r\n", list, c.auth),
		"echo":    c.head("/v1/echo", "Content-Length: 15") + "\r\n" + `{"message":"x"}`,
		"chunked": c.head("/v1/echo", "Transfer-Encoding: chunked") + "\r\n" + "f\r\n" + `{"message":"x"}` + "\r\n0\r\n\r\n",
		"long":    c.head("/v1/echo", "Content-Length: 100015") + "\r\n" + `{"message":"x"}` + strings.Repeat(" ", 100_000),
	} {
		b.Run(name, func(b *testing.B) {
			w := c.dial(b)
			for b.Loop() {
				w.write(b, request)
				require.Equal(b, http.StatusOK, w.read(b, http.MethodGet).status)
			}
		})
	}
}
