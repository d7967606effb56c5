package variant_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

const (
	bot     = "demobot1"
	basic   = "Basic ZGVtby10b2tlbi1pZDpkZW1vLXRva2VuLXNlY3JldA==" // demo-token-id:demo-token-secret
	bearer  = "Bearer demo-api-key"
	perBot  = 150
	patient = 200 // requests until something rare must have come
)

func noon() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 123_000_000, time.UTC) }

// start starts a small world with these variants.
func start(t *testing.T, name, base string, variants ...string) client {
	t.Helper()
	s := mockserver.Start(t, mockserver.Options{EventsPerBot: perBot, Clock: mockserver.FrozenClock(noon()), Variants: variants})
	transport := &http.Transport{DisableCompression: true, ExpectContinueTimeout: 5 * time.Second}
	t.Cleanup(transport.CloseIdleConnections)
	plain := strings.NewReplacer(".", "_", "-", "_").Replace(name) // some variants take no other signs
	return client{root: s.URL, url: s.URL + base, name: plain, auth: basic, http: &http.Client{Transport: transport}, busy: &atomic.Int64{}}
}

// client is a caller that takes whatever the documents allow.
type client struct {
	root string // without the base path
	url  string
	name string // unique in a test; names what the caller writes
	auth string
	http *http.Client
	busy *atomic.Int64 // answers with 503 so far
}

type answer struct {
	*http.Response
	body string
}

func (c client) try(t *testing.T, method, target, body string, headers ...string) (answer, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Authorization", c.auth)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	got, err := c.http.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { require.NoError(t, got.Body.Close()) }()
	b, err := io.ReadAll(got.Body)
	require.NoError(t, err)
	if got.Header.Get("Content-Encoding") == "gzip" && len(b) > 0 {
		z, err := gzip.NewReader(bytes.NewReader(b))
		require.NoError(t, err)
		b, err = io.ReadAll(z)
		require.NoError(t, err)
	}
	return answer{got, string(b)}, nil
}

func (c client) do(t *testing.T, method, path, body string, headers ...string) answer {
	t.Helper()
	got, err := c.try(t, method, c.url+path, body, headers...)
	require.NoError(t, err)
	return got
}

// patiently repeats a request that the server had no time for or whose connection it closed.
func (c client) patiently(t *testing.T, method, path, body string) answer {
	t.Helper()
	for range 100 {
		got, err := c.try(t, method, c.url+path, body)
		if err != nil {
			continue // a server may close a connection at any time
		}
		if got.StatusCode != http.StatusTooManyRequests && got.StatusCode != http.StatusServiceUnavailable {
			return got
		}
		if got.StatusCode == http.StatusServiceUnavailable {
			require.NotEmpty(t, got.Header.Get("Retry-After"))
			c.busy.Add(1)
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the server has never time")
	return answer{}
}

func (c client) get(t *testing.T, path string, headers ...string) answer {
	t.Helper()
	return c.do(t, http.MethodGet, path, "", headers...)
}

func (c client) post(t *testing.T, path, body string, headers ...string) answer {
	t.Helper()
	return c.do(t, http.MethodPost, path, body, headers...)
}

// args are the arguments of a list.
type args map[string]string

// window is a range that holds all that is seeded and tracked here.
func window(over args) args {
	a := args{"version": "LIVE", "start_time": "2025-12-01T00:00:00Z", "end_time": "2026-02-01T00:00:00Z"}
	for name, value := range over {
		a[name] = value
	}
	return a
}

func (a args) query() string {
	q := url.Values{}
	for name, value := range a {
		q.Set(name, value)
	}
	return q.Encode()
}

// json writes page_size as a number.
func (a args) json(t *testing.T) string {
	t.Helper()
	m := map[string]any{}
	for name, value := range a {
		m[name] = value
		if name == "page_size" {
			m[name] = json.Number(value)
		}
	}
	b, err := json.Marshal(m)
	require.NoError(t, err)
	return string(b)
}

func stream(bot string) string { return "/v1/bots/" + bot + "/events/stream" }

func (c client) list(t *testing.T, over args) answer {
	t.Helper()
	return c.get(t, stream(bot)+"?"+window(over).query())
}

// events returns a page that must be there.
func (c client) events(t *testing.T, over args) page {
	t.Helper()
	return c.list(t, over).page(t)
}

// mine lists what the caller has tracked.
func (c client) mine(t *testing.T, over args) page {
	t.Helper()
	a := args{"user_id": c.name}
	for name, value := range over {
		a[name] = value
	}
	return c.events(t, a)
}

// track writes an event of the caller's. The members go over the usual ones; null leaves one out.
func (c client) track(t *testing.T, over map[string]any) answer {
	t.Helper()
	m := map[string]any{"user_id": c.name, "event": "probe", "version": "LIVE"}
	for name, value := range over {
		m[name] = value
		if value == nil {
			delete(m, name)
		}
	}
	b, err := json.Marshal(m)
	require.NoError(t, err)
	return c.post(t, "/v1/bots/"+bot+"/events/track", string(b))
}

// log logs an Inkeep event with further members.
func (c client) log(t *testing.T, further string) answer {
	t.Helper()
	c.auth = bearer
	return c.post(t, "/events", fmt.Sprintf(`{"entityType":"message","messageId":"m1"%s}`, further))
}

// page is a page of events as a client without expectations reads it.
type page struct {
	Events []map[string]any `json:"events"`
	Next   string           `json:"next_page_token"`
}

func (a answer) page(t *testing.T) page {
	t.Helper()
	require.Equal(t, http.StatusOK, a.StatusCode, a.body)
	var p page
	require.NoError(t, json.Unmarshal([]byte(a.body), &p), a.body)
	return p
}

// members reads the object that is the body.
func (a answer) members(t *testing.T) map[string]any {
	t.Helper()
	var m map[string]any
	require.NoError(t, json.Unmarshal([]byte(a.body), &m), a.body)
	return m
}

func (p page) texts(name string) []string {
	var all []string
	for _, e := range p.Events {
		s, _ := e[name].(string)
		all = append(all, s)
	}
	return all
}

// only returns a member of the one event of a page.
func (p page) only(t *testing.T, name string) string {
	t.Helper()
	require.Len(t, p.Events, 1)
	return p.texts(name)[0]
}
