package mockserver_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// target is a server that a fuzz target asks without a network. What it keeps of its requests is forgotten now and then.
type target struct {
	*mockserver.Server
	asked int
}

func newTarget(f *testing.F) *target {
	f.Helper()
	opts := quiet()
	opts.FailOnOwnViolation = true
	s := mockserver.New(opts)
	require.NoError(f, s.Err())
	return &target{Server: s}
}

// ask sends a request as net/http would read it; false says that net/http refuses it.
func (a *target) ask(t *testing.T, method, path, body string, headers ...string) (reply, bool) {
	t.Helper()
	head := method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + strings.Join(headers, "\r\n") + "\r\n\r\n"
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(head)))
	if err != nil || r.ContentLength != 0 || len(r.Header) != len(headers) {
		return reply{}, false
	}
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	if a.asked++; a.asked%1000 == 0 {
		a.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/__understudy/reset", nil))
	}
	return reply{w.Code, w.Header(), w.Body.String()}, true
}

// FuzzRequest sends anything to every route. The server holds each answer to its contract, and answers 500 where it breaks
// it. What is asked twice is answered alike, and a refusal is short.
func FuzzRequest(f *testing.F) {
	const list = "/v1/bots/demobot1/events/stream?version=LIVE&start_time=2026-01-01&end_time=2026-02-01"
	f.Add("GET", list+"&page_size=2&event=a", "", "")
	f.Add("GET", list+"&page_token=AQkIUzuKkALb1K7Y96u4", "", "")
	f.Add("POST", "/v1/bots/demobot1/events/stream",
		`{"version":"LIVE","start_time":"2026-01-01","end_time":"2026-02-01","attribute_filters":[{"key":"a"}]}`, "application/json")
	f.Add("POST", "/v1/bots/%64emobot1/events/track", `{"event":"a","user_id":"u","version":"LIVE","attributes":{"a":"\ud800"}}`,
		"application/json; charset=utf-8")
	f.Add("GET", "/v1/teams/demo-team/events?start_time=2026-01-01T00:00:00%2B01:00&end_time=2026-02-01", "", "")
	f.Add("POST", "/events", `{"id":"1","entityType":"search","type":"t","searchQuery":"q","createdAt":"2026-01-15T10:00:00Z"}`,
		"application/json")
	f.Add("PUT", "/__understudy/violations?x=%ff;y", "\x00", "text/plain;=")
	f.Add("GET", "/v1/bots/a%2Fb/../c//events/stream", "[[", "*/*")
	server := newTarget(f)
	f.Fuzz(func(t *testing.T, method, path, body, kind string) {
		auth := "Authorization: " + basic("demo-token-id:demo-token-secret")
		if strings.HasPrefix(path, "/events") {
			auth = "Authorization: Bearer demo-api-key"
		}
		got, read := server.ask(t, method, path, body, auth, "Content-Type: "+kind)
		if !read {
			return
		}
		require.NotEqual(t, http.StatusInternalServerError, got.status, got.body)
		require.NotEmpty(t, got.header.Get("Understudy-Request-Id"))
		if strings.HasSuffix(got.header.Get("Content-Type"), "json") && method != http.MethodHead {
			require.True(t, json.Valid([]byte(got.body)), got.body)
		}
		if got.status >= 400 {
			require.Less(t, len(got.body), 64<<10)
		}
		if got.status == http.StatusOK && method == http.MethodGet && !strings.HasPrefix(path, "/__understudy") {
			again, _ := server.ask(t, method, path, body, auth, "Content-Type: "+kind)
			require.Equal(t, got.body, again.body)
		}
	})
}
