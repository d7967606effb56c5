package mockserver_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// benchmark measures the whole walk of one request without the network.
func benchmark(b *testing.B, method, target, body string) {
	server := mockserver.New(mockserver.Options{})
	require.NoError(b, server.Err())
	serve := func() *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, target, strings.NewReader(body))
		r.SetBasicAuth("demo-token-id", "demo-token-secret")
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		return w
	}
	first := serve()
	require.Equal(b, http.StatusOK, first.Code, first.Body.String())
	b.ReportAllocs()
	for b.Loop() {
		serve()
	}
}

func BenchmarkList20(b *testing.B) {
	benchmark(b, http.MethodGet, "/v1/bots/demobot1/events/stream?version=LIVE&start_time=2020-01-01&end_time=2100-01-01&page_size=20", "")
}

func BenchmarkTrack(b *testing.B) {
	benchmark(b, http.MethodPost, "/v1/bots/demobot1/events/track",
		`{"event":"checkout_opened","user_id":"mia","version":"LIVE","attributes":{"step_number":"3"},"context":{"conversation_id":"c1"}}`)
}

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
