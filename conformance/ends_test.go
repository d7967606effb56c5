package conformance_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

// soon fails the test if the run took longer than a run that goes wrong takes, however busy the machine is.
func soon(t *testing.T, began time.Time) {
	t.Helper()
	require.Less(t, time.Since(began), 40*time.Second)
}

func TestDeadline(t *testing.T) {
	began := time.Now()
	target := target(t,
		named("demo.a.quick", passes),
		named("demo.b.waits", func(ctx context.Context, t *conformance.T) {
			<-ctx.Done()
			t.Failf("what it saw was cut off")
		}),
		alone("demo.c.later", fails),
	)
	target.Deadline = 300 * time.Millisecond
	report, results := run(t, target)
	soon(t, began)
	require.Equal(t, conformance.Incomplete, report.Verdict)
	require.Contains(t, report.Reason, "deadline of 300ms was over")
	require.Equal(t, conformance.Pass, results["demo.a.quick"].Outcome)
	for _, id := range []string{"demo.b.waits", "demo.c.later"} {
		require.Equal(t, conformance.Inconclusive, results[id].Outcome, id)
		require.Contains(t, results[id].Message,
			"deadline of 300ms was over; allow more with --deadline, or select fewer checks with --quick or --only")
	}
}

func alone(id string, run func(context.Context, *conformance.T)) conformance.Check {
	c := named(id, run)
	c.Phase = conformance.Alone
	return c
}

func TestInterruption(t *testing.T) {
	interrupted := func(t *testing.T, first func(context.Context, *conformance.T)) conformance.Report {
		ctx, cancel := context.WithCancel(t.Context())
		report, err := conformance.Run(ctx, target(t,
			named("demo.a.first", first),
			alone("demo.b.cancels", func(context.Context, *conformance.T) { cancel() }),
			alone("demo.c.later", fails),
		))
		require.NoError(t, err)
		return report
	}

	t.Run("what_did_not_run_is_inconclusive", func(t *testing.T) {
		report := interrupted(t, passes)
		require.Equal(t, conformance.Incomplete, report.Verdict)
		require.Contains(t, report.Reason, "interrupted")
		require.Equal(t, conformance.Inconclusive, byID(report)["demo.c.later"].Outcome)
		require.Equal(t, conformance.Pass, byID(report)["demo.b.cancels"].Outcome)
	})

	t.Run("what_had_failed_before_is_a_failure", func(t *testing.T) {
		require.Equal(t, conformance.Nonconformant, interrupted(t, fails).Verdict)
	})

	t.Run("what_the_baseline_knows_does_not_make_an_interrupted_run_a_pass", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		later := alone("demo.c.later", passes)
		later.Level = conformance.Should
		target := target(t, named("demo.a.fails", fails), alone("demo.b.cancels", func(context.Context, *conformance.T) { cancel() }),
			later)
		target.Baseline = baseline(t, "known_failures: [{check: demo.a.fails, reason: r, expires: 2999-03-01}]")
		report, err := conformance.Run(ctx, target)
		require.NoError(t, err)
		require.Equal(t, conformance.Incomplete, report.Verdict)
		require.Contains(t, report.Reason, "interrupted")
		require.False(t, report.Passed(conformance.Must))
	})

	t.Run("while_it_prepares_nothing_runs", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		target := at(t, func(_ http.ResponseWriter, r *http.Request) {
			cancel()
			<-r.Context().Done()
		}, named("demo.a.first", fails))
		began := time.Now()
		report, err := conformance.Run(ctx, target)
		soon(t, began)
		require.NoError(t, err)
		require.Equal(t, conformance.Incomplete, report.Verdict)
		require.Contains(t, report.Reason, "interrupted")
		require.Contains(t, byID(report)["demo.a.first"].Message, "interrupted")
	})
}

// TestEnds judges targets that no check can be run on. Each run ends soon, is incomplete and says why.
func TestEnds(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	serve := func(h http.HandlerFunc) string {
		server := httptest.NewServer(h)
		t.Cleanup(server.Close)
		return server.URL
	}
	tests := map[string]struct{ url, want string }{
		"nobody_listens":                 {"http://" + closed.Addr().String(), "connection refused"},
		"the_host_is_unknown":            {"http://nobody.invalid", "nobody.invalid"},
		"the_certificate_is_from_nobody": {secure.URL, "certificate signed by unknown authority"},
		"http_is_spoken_where_https_is_told": {
			"https" + serve(func(http.ResponseWriter, *http.Request) {})[4:],
			"HTTP response to HTTPS client",
		},
		"the_target_hangs": {
			serve(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }),
			"deadline exceeded",
		},
		"it_answers_without_end": {serve(func(w http.ResponseWriter, _ *http.Request) {
			for block := make([]byte, 1<<20); ; {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		}), "too long"},
		"it_hangs_up": {serve(func(w http.ResponseWriter, _ *http.Request) {
			if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
				_ = conn.Close()
			}
		}), "EOF"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			timeout := time.Minute
			if name == "the_target_hangs" {
				timeout = 500 * time.Millisecond
			}
			began := time.Now()
			report, results := run(t, conformance.Target{
				Suite: demo(named("demo.a.first", fails)), URL: tt.url, Settings: settings{pair: "a:b"},
				Timeout: timeout,
			})
			soon(t, began)
			require.Equal(t, conformance.Incomplete, report.Verdict)
			require.Contains(t, report.Reason, tt.want)
			require.Contains(t, results["demo.a.first"].Message, tt.want)
		})
	}
}

// A target that dies in the middle keeps the failures that were there, and accuses of nothing more.
func TestTargetDiesMidRun(t *testing.T) {
	t.Parallel()
	var dead atomic.Bool
	target := at(t, func(w http.ResponseWriter, _ *http.Request) {
		if conn, _, err := w.(http.Hijacker).Hijack(); dead.Load() && err == nil {
			_ = conn.Close()
		} else {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\npong")
			_ = conn.Close()
		}
	}, named("demo.a.before", passes), alone("demo.b.dies", func(context.Context, *conformance.T) { dead.Store(true) }),
		alone("demo.c.after", func(ctx context.Context, t *conformance.T) {
			if x := ping(ctx, t); x.Err != nil {
				t.Inconclusive("no answer: %v", x.Err)
			}
			t.Failf("the target should be dead")
		}))
	began := time.Now()
	report, results := run(t, target)
	soon(t, began)
	require.Equal(t, conformance.Incomplete, report.Verdict)
	require.Contains(t, report.Reason, "demo.c.after")
	require.Equal(t, conformance.Pass, results["demo.a.before"].Outcome)
	require.Contains(t, results["demo.c.after"].Message, "EOF")
}

func TestNews(t *testing.T) {
	var done []string
	var news []conformance.Progress
	target := target(t, named("demo.a.first", passes), alone("demo.b.second", fails), named("demo.c.left-out", fails))
	target.Skip = []string{"demo.c.*"}
	target.Done = func(r conformance.Result) { done = append(done, r.ID+" "+string(r.Outcome)) }
	target.Progress = func(p conformance.Progress) { news = append(news, p) }
	prepare := target.Suite.Prepare
	target.Suite.Prepare = func(ctx context.Context, env *conformance.Env) (any, error) {
		env.Progress("seed", 1, 3)
		return prepare(ctx, env)
	}
	run(t, target)
	require.Equal(t, []string{"demo.a.first pass", "demo.b.second fail"}, done)
	require.Equal(t, []any{"seed", 1, 3}, []any{news[0].What, news[0].Done, news[0].Total})
	last := news[len(news)-1]
	require.Equal(t, []any{"checks", 1, 2}, []any{last.What, last.Done, last.Total})
}

// TestNewsOfASilentRun wants news while a check waits and nothing else happens.
func TestNewsOfASilentRun(t *testing.T) {
	t.Parallel()
	told := make(chan struct{}, 100)
	target := target(t, named("demo.a.first", func(ctx context.Context, t *conformance.T) {
		for len(told) > 0 {
			<-told
		}
		for range 2 {
			select {
			case <-told:
			case <-time.After(time.Minute):
				t.Failf("nothing was told for a minute")
			}
		}
	}))
	target.Progress = func(conformance.Progress) { told <- struct{}{} }
	_, results := run(t, target)
	require.Equal(t, conformance.Pass, results["demo.a.first"].Outcome)
}
