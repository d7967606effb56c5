package inkeep_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep"
	"github.com/understudy-mock/understudy/mockserver"
)

// suite and server are the same for all tests: to load a contract takes a while.
var suite = sync.OnceValue(inkeep.Suite)

// target is a run at full speed against a server of this machine.
func target(url string, only ...string) conformance.Target {
	return conformance.Target{
		Suite: suite(), URL: url, PerSecond: 5000, Only: only,
		Settings: inkeep.Settings{Bearer: "demo-api-key", OtherBearer: "demo-web-key", WebBearer: "demo-web-key"},
	}
}

// clean is a handler that keeps the contract. It is the caller's own: in one that all tests share, a query would go through what each of
// them has logged.
func clean(t *testing.T) http.Handler {
	t.Helper()
	server := mockserver.New(mockserver.Options{EventsPerBot: mockserver.NoEvents})
	require.NoError(t, server.Err())
	return server
}

func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// requireClean wants every check to have passed; skips are named.
func requireClean(t *testing.T, report conformance.Report, skipped ...string) {
	t.Helper()
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	for _, c := range report.Checks {
		if c.Outcome == conformance.Skip {
			require.Contains(t, skipped, c.ID, c.Message)
			continue
		}
		require.Equal(t, conformance.Pass, c.Outcome, "%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
	}
}

// ofTwoProjects are the checks that need two projects: the mock's keys are of one.
func ofTwoProjects() []string {
	return []string{
		"inkeep.isolation.same-id-other-key", "inkeep.conversations.other-project", "inkeep.feedback.other-project",
		"inkeep.query.other-project",
	}
}

// A target is judged by its own time.
func TestATargetOfAnotherTime(t *testing.T) {
	t.Parallel()
	for name, away := range map[string]time.Duration{"now": 0, "a_year_ago": -365 * 24 * time.Hour, "in_two_years": 730 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := mockserver.Start(t, mockserver.Options{
				EventsPerBot: mockserver.NoEvents, Logger: slog.New(slog.DiscardHandler),
				Clock: mockserver.FrozenClock(time.Now().Add(away)),
			})
			report, err := conformance.Run(t.Context(), target(m.URL))
			require.NoError(t, err)
			requireClean(t, report, append(ofTwoProjects(), "inkeep.time.default-moves")...)
		})
	}
}

func TestTheMockPasses(t *testing.T) {
	t.Parallel()
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents, Logger: slog.New(slog.DiscardHandler)})
	report, err := conformance.Run(t.Context(), target(m.URL))
	require.NoError(t, err)
	requireClean(t, report, ofTwoProjects()...)
	// Some 1,440, and more on a busy machine: what it answers late is asked again.
	require.Less(t, report.Cost.Requests, 1700)
	for _, c := range report.Checks {
		if c.Level == conformance.Info && c.Outcome == conformance.Pass {
			require.Greater(t, len(strings.Fields(c.Message)), 3, "%s tells in a sentence what it saw, not %q", c.ID, c.Message)
			t.Log(c.ID, c.Message)
		}
	}
	t.Logf("%d checks, %d requests, %d ms", len(report.Checks), report.Cost.Requests, report.DurationMS)
}
