//go:build examination

package namespace_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/alter/misbehave"
	"github.com/understudy-mock/understudy/mockserver/internal/alter/variant"
	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
)

// TestEveryMisbehaviourAnswers starts each server and sends it one call of each kind. None may panic, and none may take what
// it does for a bug. The servers share their contracts, which are what takes time to load.
func TestEveryMisbehaviourAnswers(t *testing.T) {
	apis := load(t)
	for _, m := range slices.Concat(misbehave.All(), misbehave.Examined()) {
		t.Run(m.Name, func(t *testing.T) {
			var log bytes.Buffer
			s, err := alone(apis, namespace.Options{
				EventsPerBot: 120, Clock: clock.Frozen(time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)), Misbehave: m.Name,
				Logger: slog.New(slog.NewTextHandler(&log, nil)), FailOnOwnViolation: true,
			})
			require.NoError(t, err)
			for _, c := range everyCall() {
				w := httptest.NewRecorder()
				s.ServeHTTP(w, c.request(t))
				require.Equal(t, []string{m.Name}, w.Header().Values("Understudy-Misbehaving"), "%s %s", c.method, c.target)
			}
			require.NotContains(t, log.String(), "BUG OF THE MOCK")
			require.NotContains(t, log.String(), "handler failed")
		})
	}
}

// TestEveryVariantAnswers starts each server and sends it one call of each kind. None may panic or take what it does for a bug.
func TestEveryVariantAnswers(t *testing.T) {
	apis := load(t)
	for _, v := range slices.Concat(variant.All(), variant.Examined()) {
		t.Run(v.Name, func(t *testing.T) {
			require.NotEmpty(t, v.Summary)
			var log bytes.Buffer
			s, err := alone(apis, namespace.Options{
				EventsPerBot: 20, Variants: []string{v.Name}, Logger: slog.New(slog.NewTextHandler(&log, nil)), FailOnOwnViolation: true,
			})
			require.NoError(t, err)
			w := httptest.NewRecorder()
			s.ServeHTTP(w, everyCall()[0].request(t))
			require.NotEqual(t, http.StatusInternalServerError, w.Code)
			require.Empty(t, w.Header().Values("Understudy-Misbehaving"))
			require.NotContains(t, log.String(), "BUG OF THE MOCK")
		})
	}
}

type sampleCall struct{ method, target, body, user, key string }

func (c sampleCall) request(t *testing.T) *http.Request {
	r := httptest.NewRequestWithContext(t.Context(), c.method, c.target, strings.NewReader(c.body))
	if c.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if id, secret, found := strings.Cut(c.user, ":"); found {
		r.SetBasicAuth(id, secret)
	}
	if c.key != "" {
		r.Header.Set("Authorization", "Bearer "+c.key)
	}
	return r
}

// everyCall are calls of every kind, good and bad, to be made in this order.
func everyCall() []sampleCall {
	const (
		list  = "?version=LIVE&start_time=2020-01-01&end_time=2100-01-01"
		user  = "demo-token-id:demo-token-secret"
		event = `{"id":"i","entityType":"search","type":"t","searchQuery":"q","properties":{"a":{"b":1},"n":1e2}}`
	)
	return []sampleCall{
		{
			"POST", "/v1/bots/demobot1/events/track",
			`{"user_id":"u","attributes":{"a":"b","n":"7"},"timestamp":"2026-01-15T11:00:00+01:00"}`,
			user, "",
		},
		{
			"POST", "/v1/bots/new-bot/events/track",
			`{"id":"x","version":"DRAFT","event":"e","context":{"conversation_id":"c","campaign":{"id":"k"}}}`, user, "",
		},
		{"POST", "/v1/bots/new-bot/events/track", `{"id":"x","attributes":{"a":1}}`, user, ""},
		{"POST", "/v1/bots/new-bot/events/track", ``, user, ""},
		{"GET", "/v1/bots/demobot1/events/stream" + list + "&page_size=7&user_id=u", "", user, ""},
		{"GET", "/v1/bots/demobot1/events/stream" + list + "&page_size=500", "", user, ""},
		{"GET", "/v1/bots/demobot1/events/stream" + list + "&page_token=nonsense", "", user, ""},
		{"GET", "/v1/bots/demobot1/events/stream", "", user, ""},
		{"GET", "/v1/bots/otherbot/events/stream" + list, "", user, ""},
		{"HEAD", "/v1/bots/new-bot/events/stream" + list, "", user, ""},
		{
			"POST", "/v1/bots/demobot1/events/stream",
			`{"version":"LIVE","start_time":"2020-01-01","end_time":"2100-01-01","filters":[{"key":"a","value":["b"]}]}`, user, "",
		},
		{"POST", "/v1/bots/demobot1/events/stream", `not JSON`, user, ""},
		{"GET", "/v1/teams/demo-team/events" + list + "&page_size=3", "", user, ""},
		{"GET", "/v1/teams/demo-team/events" + list, "", "demo-token-id:wrong", ""},
		{"GET", "/v1/bots/demobot1/events/stream/" + list, "", "", ""},
		{"POST", "/v1/echo", `{"message":"hello"}`, user, ""},
		{"POST", "/v1/echo", `{"message":"hello"}`, "", ""},
		{"DELETE", "/v1/echo", ``, user, ""},
		{"OPTIONS", "/v1/echo", ``, "", ""},
		{"POST", "/events", event, "", "demo-api-key"},
		{"POST", "/events", event, "", "demo-api-key"},
		{"POST", "/events", `{"id":"i","entityType":"nobody","more":1}`, "", "demo-web-key"},
		{"POST", "/events", `{}`, "", ""},
		{"GET", "/nowhere", "", "", ""},
		{"GET", "/__understudy/healthz", "", "", ""},
	}
}
