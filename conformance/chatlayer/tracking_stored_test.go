package chatlayer_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// storingFirst answers 503 to the first event of each id in other bots and versions than demobot1's LIVE, and stores it.
func storingFirst(next http.Handler) http.Handler {
	var seen sync.Map
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		var event struct{ ID, Version string }
		_ = json.Unmarshal(body, &event)
		own := strings.Contains(r.URL.Path, "/demobot1/") && event.Version == "LIVE"
		if !strings.HasSuffix(r.URL.Path, "/track") || event.ID == "" || own {
			next.ServeHTTP(w, r)
			return
		}
		if _, again := seen.LoadOrStore(r.URL.Path+event.Version+event.ID, true); !again {
			next.ServeHTTP(httptest.NewRecorder(), r)
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// The same id twice may be one event (CHL-TRK-14): an event that was stored and not acknowledged is the one that stays.
func TestAnEventThatWasStoredWithoutAnAcknowledgementIsTheOneThatStays(t *testing.T) {
	t.Parallel()
	front := httptest.NewServer(storingFirst(mockserver.New(mockserver.Options{EventsPerBot: mockserver.NoEvents})))
	t.Cleanup(front.Close)
	r := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, func(target *conformance.Target) {
		target.URL, target.Only, target.PerSecond = front.URL, []string{"chatlayer.tracking.*"}, 3000
	})
	for _, c := range r.Checks {
		require.NotEqual(t, conformance.Fail, c.Outcome, "%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
	}
	is, message := outcome(t, r, "chatlayer.tracking.id-elsewhere")
	require.Equal(t, conformance.Pass, is, message)
}

// A text that a server cannot take is not for a must: tracking.given-id, a should, says what it does (CHL-ROB-1).
func TestAServerErrorForALongIDBreaksNoMust(t *testing.T) {
	t.Parallel()
	mock := mockserver.New(mockserver.Options{EventsPerBot: mockserver.NoEvents})
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		var event struct{ ID string }
		if json.Unmarshal(body, &event) == nil && len(event.ID) > 64 {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		mock.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	r := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, func(target *conformance.Target) {
		target.URL, target.Only, target.PerSecond = front.URL, []string{"chatlayer.tracking.*"}, 3000
	})
	for _, c := range r.Checks {
		require.False(t, c.Outcome == conformance.Fail && c.Level == conformance.Must, "%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message,
			c.Expected, c.Got)
	}
	is, message := outcome(t, r, "chatlayer.tracking.given-id")
	require.Equal(t, conformance.Fail, is, message)
}
