//go:build examination

package chatlayer_test

import (
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

func TestServersThatLockTokensAreNotAccused(t *testing.T) {
	t.Parallel()
	for name, lasts := range map[string]time.Duration{"for_a_while": 3 * time.Second, "for_good": time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := mockserver.Start(t, mockserver.Options{EventsPerBot: 50, Logger: slog.New(slog.DiscardHandler)})
			server := httptest.NewServer(locking(m, "demo-token-id", lasts))
			t.Cleanup(server.Close)
			report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents},
				func(target *conformance.Target) { target.URL = server.URL })
			for _, c := range report.Checks {
				require.NotEqual(t, conformance.Fail, c.Outcome, "%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
			}
			require.NotEqual(t, conformance.Nonconformant, report.Verdict)
		})
	}
}

func TestOneCutAnswerIsNoAccusation(t *testing.T) {
	t.Parallel()
	for name, nth := range map[string]int64{"the_first": 1, "the_first_track": 4, "one_of_the_seed": 60, "one_later": 700} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := mockserver.Start(t, mockserver.Options{EventsPerBot: 50, Logger: slog.New(slog.DiscardHandler)})
			var came atomic.Int64
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if came.Add(1) != nth {
					m.ServeHTTP(w, r)
					return
				}
				w.Header().Set("Content-Length", "500")
				_, _ = w.Write([]byte(`{"events":`))
			}))
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			server.Start()
			t.Cleanup(server.Close)
			report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents},
				func(target *conformance.Target) { target.URL = server.URL })
			for _, c := range report.Checks {
				require.NotEqual(t, conformance.Fail, c.Outcome, "%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
			}
		})
	}
}
