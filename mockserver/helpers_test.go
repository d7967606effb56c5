package mockserver_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// noon is what the frozen clocks of the tests show.
func noon() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 123_000_000, time.UTC) }

// quiet are the options of a server without seeded events, whose clock stands still.
func quiet() mockserver.Options {
	return mockserver.Options{EventsPerBot: -1, Clock: mockserver.FrozenClock(noon())}
}

// seeded are the options of a server with so many events per bot, whose clock stands still.
func seeded(events int) mockserver.Options {
	return mockserver.Options{EventsPerBot: events, Clock: mockserver.FrozenClock(noon())}
}

// client speaks to one server with one Authorization header; an empty one is not sent.
type client struct {
	url  string
	auth string
}

func demo(s *mockserver.Running) client {
	return client{s.URL, basic("demo-token-id:demo-token-secret")}
}

func other(s *mockserver.Running) client {
	return client{s.URL, basic("other-token-id:other-token-secret")}
}

func apiKey(s *mockserver.Running) client { return client{s.URL, "Bearer demo-api-key"} }

func webKey(s *mockserver.Running) client { return client{s.URL, "Bearer demo-web-key"} }

func nobody(s *mockserver.Running) client { return client{s.URL, ""} }

func basic(pair string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) }

// args are the arguments of a call; a nil value leaves an argument out.
type args map[string]any

// with returns the arguments with others over them.
func (a args) with(over args) args {
	all := args{}
	for _, from := range []args{a, over} {
		for name, value := range from {
			all[name] = value
			if value == nil {
				delete(all, name)
			}
		}
	}
	return all
}

func (a args) query() string {
	q := url.Values{}
	for name, value := range a {
		q.Set(name, fmt.Sprint(value))
	}
	return q.Encode()
}

func (a args) json(t testing.TB) string {
	t.Helper()
	b, err := json.Marshal(a)
	require.NoError(t, err)
	return string(b)
}

// reply is a whole answer.
type reply struct {
	status int
	header http.Header
	body   string
}

// send makes a request of any kind. Headers are written "Name: value"; one without a value is not sent.
func (c client) send(t testing.TB, method, target, body string, headers ...string) reply {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, c.url+target, reader)
	require.NoError(t, err)
	if c.auth != "" {
		r.Header.Set("Authorization", c.auth)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Del(strings.TrimSuffix(name, ":"))
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	return c.exchange(t, r)
}

func (c client) exchange(t testing.TB, r *http.Request) reply {
	t.Helper()
	answer, err := http.DefaultTransport.RoundTrip(r) // which follows no redirect
	require.NoError(t, err)
	defer func() { require.NoError(t, answer.Body.Close()) }()
	b, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return reply{answer.StatusCode, answer.Header, string(b)}
}

func (c client) get(t testing.TB, target string, headers ...string) reply {
	t.Helper()
	return c.send(t, http.MethodGet, target, "", headers...)
}

func (c client) post(t testing.TB, target, body string, headers ...string) reply {
	t.Helper()
	return c.send(t, http.MethodPost, target, body, headers...)
}

// into decodes an answer that must be 200.
func (r reply) into(t testing.TB, v any) {
	t.Helper()
	require.Equal(t, http.StatusOK, r.status, r.body)
	require.Equal(t, "application/json", r.header.Get("Content-Type"))
	require.NoError(t, json.Unmarshal([]byte(r.body), v))
}

// ownBot is a bot that no other test uses.
func ownBot(t testing.TB) string {
	t.Helper()
	h := fnv.New64a()
	_, err := h.Write([]byte(t.Name()))
	require.NoError(t, err)
	return fmt.Sprintf("bot-%016x", h.Sum64())
}

func decode(t testing.TB, body string, v any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(body), v), body)
}
