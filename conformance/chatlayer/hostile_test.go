package chatlayer_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer"
	"github.com/understudy-mock/understudy/conformance/internal/hostile"
	"github.com/understudy-mock/understudy/conformance/internal/hurry"
	"github.com/understudy-mock/understudy/mockserver"
)

// mostGrowth is what the heap may grow by while a hostile target is judged beside it, in bytes.
const mostGrowth = 400 << 20

func judged(t *testing.T, h http.Handler) (conformance.Report, map[string]conformance.Result) {
	t.Helper()
	return judgedBy(t, h, false)
}

// judgedBy runs the suite, or its quick checks alone.
func judgedBy(t *testing.T, h http.Handler, quick bool) (conformance.Report, map[string]conformance.Result) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	log.SetOutput(io.Discard) // net/http tells what nobody asked for
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	report, err := conformance.Run(t.Context(), conformance.Target{
		Suite: chatlayer.Suite(), URL: server.URL, PerSecond: 5000,
		Settings: chatlayer.Settings{Basic: hostile.Credentials, Bot: "somebot"},
		Settle:   100 * time.Millisecond, Timeout: 2 * time.Second, Clock: hurry.Clock(), Quick: quick,
	})
	require.NoError(t, err)
	results := map[string]conformance.Result{}
	for _, c := range report.Checks {
		results[c.ID] = c
		require.Less(t, len(c.Message)+len(c.Expected)+len(c.Got), 30<<10)
	}
	return report, results
}

// requireFewBytes samples the heap until the test ends. Garbage, other tests' too, is collected well before the limit.
func requireFewBytes(t *testing.T) {
	t.Helper()
	var most atomic.Int64
	runtime.GC()
	var start runtime.MemStats
	runtime.ReadMemStats(&start)
	limit := debug.SetMemoryLimit(int64(start.Sys) + mostGrowth/2)
	t.Cleanup(func() { debug.SetMemoryLimit(limit) })
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most.Store(max(most.Load(), int64(m.HeapAlloc)-int64(start.HeapAlloc)))
			}
		}
	}()
	t.Cleanup(func() {
		close(done)
		t.Logf("%d MB", most.Load()>>20)
		require.Less(t, most.Load(), int64(mostGrowth))
	})
}

// TestPagesWithoutAnEnd wants the check of complete walks to fail with what was seen, and nothing to be put down to the time.
func TestPagesWithoutAnEnd(t *testing.T) {
	for name, says := range map[string]string{
		"endless-pages":    "more than the run tracked",
		"endless-repeated": "1 token came that had come before",
		"endless-circle":   "a page token came a second time",
		"endless-empty":    "100 pages in a row had another token each",
		"endless-outside":  "no event that is new and belongs there",
		"endless-known":    "no event that is new and belongs there",
	} {
		t.Run(name, func(t *testing.T) {
			if !examination && name != "endless-pages" && name != "endless-empty" {
				t.Skip("much like the others")
			}
			requireFewBytes(t)
			report, results := judged(t, hostile.Targets()[name]())
			require.Equal(t, conformance.Nonconformant, report.Verdict, report.Reason)
			complete := results["chatlayer.paging.complete"]
			require.Equal(t, conformance.Fail, complete.Outcome, complete.Message)
			require.Contains(t, complete.Message, "never ends: ")
			require.Contains(t, complete.Message, says)
			require.NotEmpty(t, complete.Exchanges)
			for id, c := range results {
				require.NotContains(t, c.Message, "allow more time", id)
			}
			require.Equal(t, conformance.Inconclusive, results["chatlayer.filters.user"].Outcome)
			require.Contains(t, results["chatlayer.filters.user"].Message, "never ends")
			require.NotEqual(t, conformance.Fail, results["chatlayer.tracking.appears"].Outcome, "nobody could look")
			require.Less(t, report.Cost.Requests, 4000)
		})
	}
}

// TestOtherHostileTargets wants a verdict that says what was seen, in little memory.
func TestOtherHostileTargets(t *testing.T) {
	for name, want := range map[string]struct {
		verdict conformance.Verdict
		reason  string // part of the verdict's
		fails   string // id of a check
		message string // part of its
		heavy   bool
	}{
		"endless-large":    {verdict: conformance.Nonconformant, fails: "paging.page-size", heavy: true},
		"large-page":       {verdict: conformance.Nonconformant, fails: "paging.page-size", heavy: true},
		"large-token":      {verdict: conformance.Incomplete, reason: "could not be told", heavy: true},
		"many-events":      {verdict: conformance.Incomplete, reason: "could not be told", heavy: true},
		"many-members":     {verdict: conformance.Incomplete, reason: "could not be told", heavy: true},
		"all-large":        {verdict: conformance.Nonconformant, heavy: true},
		"all-arrays":       {verdict: conformance.Nonconformant, heavy: true},
		"nested":           {verdict: conformance.Nonconformant, heavy: true},
		"malformed":        {verdict: conformance.Nonconformant, fails: "schema.page", message: "an answer is no page"},
		"html":             {verdict: conformance.Incomplete, reason: "HTML page"},
		"redirects":        {verdict: conformance.Incomplete, reason: "redirects"},
		"limited":          {verdict: conformance.Incomplete, reason: "it answered 429 to 6 requests in a row", heavy: true},
		"drip":             {verdict: conformance.Incomplete, reason: "does not end it in time"},
		"endless-body":     {verdict: conformance.Incomplete, reason: "the answer is too long"},
		"endless-header":   {verdict: conformance.Incomplete, reason: "a header of more than"},
		"endless-value":    {verdict: conformance.Incomplete, reason: "a header of more than"},
		"endless-continue": {verdict: conformance.Incomplete, reason: "a header of more than"},
		"large-header":     {verdict: conformance.Nonconformant, heavy: true},
		"gzip-bomb":        {verdict: conformance.Nonconformant, heavy: true},
		"cut-short":        {verdict: conformance.Nonconformant, fails: "transport.whole-answers", message: "cut, each time"},
		"cut-chunks":       {verdict: conformance.Nonconformant, fails: "transport.whole-answers", message: "cut, each time"},
		"cut-successes":    {verdict: conformance.Nonconformant, fails: "transport.whole-answers", message: "cut, each time"},
		"no-content":       {verdict: conformance.Nonconformant, fails: "schema.empty-list", message: "status 204"},
		"no-body":          {verdict: conformance.Nonconformant, fails: "schema.empty-list"},
		"too-long":         {verdict: conformance.Nonconformant},
	} {
		t.Run(name, func(t *testing.T) {
			if !examination && want.heavy {
				t.Skip("moves gigabytes, or takes a while")
			}
			requireFewBytes(t)
			report, results := judgedBy(t, hostile.Targets()[name](), want.heavy)
			for id, c := range results {
				if c.Outcome == conformance.Fail && c.Level == conformance.Must {
					t.Log(id, c.Message, c.Got)
				}
			}
			t.Log(report.Verdict, report.Reason, report.Summary, report.Cost.Requests)
			require.Equal(t, want.verdict, report.Verdict, report.Reason)
			require.Contains(t, report.Reason, want.reason)
			require.NotContains(t, report.Reason, "deadline of")
			if want.fails != "" {
				require.Equal(t, conformance.Fail, results["chatlayer."+want.fails].Outcome)
				require.Contains(t, results["chatlayer."+want.fails].Message, want.message)
				require.NotEmpty(t, results["chatlayer."+want.fails].Exchanges)
			}
		})
	}
}

// A list that cannot be read will not show more later.
func TestUselessListsAreNotWaitedFor(t *testing.T) {
	for _, name := range []string{"malformed", "endless-circle", "many-members"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(hostile.Targets()[name]())
			t.Cleanup(server.Close)
			report, err := conformance.Run(t.Context(), conformance.Target{
				Suite: chatlayer.Suite(), URL: server.URL, PerSecond: 5000,
				Settings: chatlayer.Settings{Basic: hostile.Credentials, Bot: "somebot"},
				Settle:   time.Hour, Deadline: 2 * time.Minute, Only: []string{"chatlayer.filters.user"},
			})
			require.NoError(t, err)
			require.NotContains(t, report.Reason, "deadline")
			for _, c := range report.Checks {
				if c.ID == "chatlayer.filters.user" {
					require.Contains(t, c.Message, "did not become visible, because ")
				}
			}
		})
	}
}

// failsFirst lets a mock fail its first requests.
func failsFirst(t *testing.T, times int64, how func(http.ResponseWriter)) http.Handler {
	t.Helper()
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: 50})
	var came atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if came.Add(1) <= times {
			how(w)
			return
		}
		m.ServeHTTP(w, r)
	})
}

func TestATargetThatStartsUp(t *testing.T) {
	t.Parallel()
	failing := func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }
	reset := func(w http.ResponseWriter) {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
		}
	}
	run := func(t *testing.T, h http.Handler) conformance.Report {
		server := httptest.NewServer(h)
		t.Cleanup(server.Close)
		report, err := conformance.Run(t.Context(), conformance.Target{
			Suite: chatlayer.Suite(), URL: server.URL, PerSecond: 5000,
			Settings: chatlayer.Settings{Basic: demo().Basic, Bot: demo().Bot},
			Only:     []string{"chatlayer.input.no-server-error", "chatlayer.filters.user"},
		})
		require.NoError(t, err)
		return report
	}
	t.Run("one_server_error_is_forgiven", func(t *testing.T) {
		report := run(t, failsFirst(t, 1, failing))
		require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
		require.Equal(t, 0, report.Summary.Fail)
	})
	t.Run("one_reset_is_forgiven", func(t *testing.T) {
		require.Equal(t, conformance.Conformant, run(t, failsFirst(t, 1, reset)).Verdict)
	})
	t.Run("two_server_errors_that_do_not_come_again_are_recorded", func(t *testing.T) {
		report := run(t, failsFirst(t, 2, failing))
		for _, c := range report.Checks {
			if c.ID == "chatlayer.input.no-server-error" {
				require.Equal(t, conformance.Pass, c.Outcome, c.Message)
				require.Regexp(t, "^2 of [0-9]+ requests were answered with a server error, and not again", c.Message)
			}
		}
	})
	t.Run("resets_without_an_end_are_told", func(t *testing.T) {
		report := run(t, failsFirst(t, 1_000_000, reset))
		require.Equal(t, conformance.Incomplete, report.Verdict)
		require.Contains(t, report.Reason, "cannot be reached")
	})
}
