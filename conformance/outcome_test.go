package conformance_test

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/spec"
)

// saw is a check that sees one of each.
func saw(evidence ...string) func(context.Context, *conformance.T) {
	return func(_ context.Context, t *conformance.T) {
		for _, name := range evidence {
			t.Saw(name, 1)
		}
	}
}

func TestOutcomes(t *testing.T) {
	floor := map[string]int{"pages": 2, "ties": 1}
	tests := []struct {
		name    string
		run     func(context.Context, *conformance.T)
		floor   map[string]int
		want    conformance.Outcome
		message string
	}{
		{"a_check_that_returns_passes", passes, nil, conformance.Pass, ""},
		{"a_remark_on_a_pass_is_kept", func(_ context.Context, t *conformance.T) { t.Record("saw %d", 3) }, nil, conformance.Pass, "saw 3"},
		{"a_failing_one_fails", fails, nil, conformance.Fail, "it does not hold"},
		{"nothing_runs_behind_a_failure", func(_ context.Context, t *conformance.T) {
			t.Failf("first")
			t.Failf("second")
		}, nil, conformance.Fail, "first"},
		{
			"one_that_cannot_tell_says_so", func(_ context.Context, t *conformance.T) { t.Inconclusive("no %s", "ties") }, nil,
			conformance.Inconclusive, "no ties",
		},
		{
			"what_is_not_offered_is_skipped", func(_ context.Context, t *conformance.T) { t.NotApplicable("no teams") }, nil,
			conformance.Skip,
			"no teams",
		},
		{"evidence_on_the_floor_is_enough", saw("pages", "pages", "ties"), floor, conformance.Pass, ""},
		{"one_below_the_floor_is_not", saw("pages", "ties"), floor, conformance.Inconclusive, "saw too little to judge: pages: 1, needs 2"},
		{"nothing_seen_is_not", passes, floor, conformance.Inconclusive, "saw too little to judge: pages: 0, needs 2"},
		{"a_failure_needs_no_floor", fails, floor, conformance.Fail, "it does not hold"},
		{
			"a_panic_is_the_runners_own_error", func(context.Context, *conformance.T) { panic(errors.New("oops")) }, nil, conformance.Error,
			"bug of the runner: oops",
		},
		{
			"so_is_a_goroutine_that_just_ends", func(context.Context, *conformance.T) { runtime.Goexit() }, nil, conformance.Error,
			"ended without a result",
		},
		{"a_failure_in_another_goroutine_is_not_lost", func(_ context.Context, t *conformance.T) {
			done := make(chan struct{})
			go func() {
				defer close(done)
				t.Failf("over there")
			}()
			<-done
		}, nil, conformance.Fail, "over there"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check := named("demo.area.subject", tt.run)
			check.Floor = tt.floor
			_, results := run(t, target(t, check))
			got := results[check.ID]
			require.Equal(t, tt.want, got.Outcome, got.Message)
			require.Contains(t, got.Message, tt.message)
			require.Equal(t, tt.message == "", got.Message == "")
		})
	}
}

func TestResult(t *testing.T) {
	check := named("demo.area.subject", func(ctx context.Context, t *conformance.T) {
		ping(ctx, t)
		second := ping(ctx, t)
		t.Saw("answers", 2)
		t.Fail(conformance.Failure{Message: "wrong", Expected: "a", Got: string(second.Body), LooksLike: "c"})
	})
	report, results := run(t, target(t, check))
	got := results[check.ID]
	require.Equal(t, "area", got.Area)
	require.Equal(t, []string{"Demo notes: ping", "https://example.com/demo", spec.Repository + "docs/demo.md#dem-ping-1"},
		[]string{got.Source, got.SourceURL, got.Page})
	require.Equal(t, "Ping answers.", got.Statement)
	require.Equal(t, []string{"wrong", "a", "pong", "c"}, []string{got.Message, got.Expected, got.Got, got.LooksLike})
	require.Equal(t, map[string]int{"answers": 2}, got.Evidence)
	require.Len(t, got.Exchanges, 1, "without a choice it is the last one")
	require.Equal(t, "pong", got.Exchanges[0].Response.Body)
	require.Equal(t, 200, got.Exchanges[0].Response.Status)
	require.Contains(t, got.Exchanges[0].Curl, "UNDERSTUDY_BASIC")
	require.Equal(t, 3, report.Cost.Requests, "the preparation's is one")
	require.Regexp(t, "^[a-z0-9]{8}$", report.Run)

	byID := map[string]conformance.Requirement{}
	for _, q := range report.Requirements {
		byID[q.ID] = q
	}
	require.Equal(t, conformance.Fail, byID["DEM-PING-1"].Outcome)
	require.Equal(t, []string{check.ID}, byID["DEM-PING-1"].Checks)
	require.Equal(t, []string{got.Source, got.SourceURL, got.Page},
		[]string{byID["DEM-PING-1"].Source, byID["DEM-PING-1"].SourceURL, byID["DEM-PING-1"].Page})
	require.Equal(t, "docs/demo.md#dem-ping-3", byID["DEM-PING-3"].Source)
	require.Equal(t, "speed is nobody's business", byID["DEM-PING-2"].Untestable)
	require.Empty(t, byID["DEM-PING-2"].OutOfScope)
	require.Equal(t, "about operations that are not judged: Trace", byID["DEM-PING-4"].OutOfScope)
	require.Empty(t, byID["DEM-PING-4"].Untestable)
	require.Equal(t, conformance.Info, byID["DEM-PING-3"].Level)
	require.Equal(t, conformance.Skip, byID["DEM-PING-3"].Outcome)
}

func TestConfirm(t *testing.T) {
	t.Run("a_failure_that_does_not_come_again_is_inconclusive", func(t *testing.T) {
		var calls atomic.Int32
		flaky := named("demo.area.flaky", func(_ context.Context, t *conformance.T) {
			if calls.Add(1) == 1 {
				t.Failf("only once")
			}
		})
		flaky.Confirm = true
		report, results := run(t, target(t, flaky))
		require.Equal(t, conformance.Inconclusive, results[flaky.ID].Outcome)
		require.Contains(t, results[flaky.ID].Message, "it failed once and not again: only once")
		require.Equal(t, conformance.Incomplete, report.Verdict)
	})

	t.Run("one_that_comes_again_is_a_failure", func(t *testing.T) {
		check := named("demo.area.always", fails)
		check.Confirm = true
		report, results := run(t, target(t, check))
		require.Equal(t, conformance.Fail, results[check.ID].Outcome)
		require.Equal(t, conformance.Nonconformant, report.Verdict)
	})

	t.Run("without_it_once_is_enough", func(t *testing.T) {
		var calls atomic.Int32
		check := named("demo.area.once", func(_ context.Context, t *conformance.T) {
			calls.Add(1)
			t.Failf("once")
		})
		run(t, target(t, check))
		require.EqualValues(t, 1, calls.Load())
	})
}

func unsure(_ context.Context, t *conformance.T) { t.Inconclusive("cannot tell") }

func broken(context.Context, *conformance.T) { panic("oops") }

// of makes checks of a level, with the level's name.
func of(level conformance.Level) func(run func(context.Context, *conformance.T)) conformance.Check {
	return func(run func(context.Context, *conformance.T)) conformance.Check {
		c := named("demo.area."+string(level), run)
		c.Level = level
		return c
	}
}

func TestVerdict(t *testing.T) {
	type checks = []conformance.Check
	must, should, info := of(conformance.Must), of(conformance.Should), of(conformance.Info)
	other := named("demo.area.other", fails)
	nowhere := func(_ context.Context, t *conformance.T) { t.NotApplicable("not there") }
	tests := []struct {
		name   string
		checks checks
		want   conformance.Verdict
		reason string
	}{
		{"all_pass", checks{must(passes)}, conformance.Conformant, ""},
		{"a_must_fails", checks{must(fails)}, conformance.Nonconformant, "1 check of level must failed"},
		{"two_must_fail", checks{must(fails), other}, conformance.Nonconformant, "2 checks of level must failed"},
		{
			"a_should_fails",
			checks{should(fails)},
			conformance.Conformant,
			"no check of level must was selected; 0 of 1 check of level should passed",
		},
		{"an_info_is_unsure", checks{info(unsure), must(passes)}, conformance.Conformant, ""},
		{"a_should_is_unsure", checks{should(unsure), must(passes)}, conformance.Conformant, ""},
		{"nothing_but_an_unsure_should", checks{should(unsure)}, conformance.Incomplete, "no check came to a judgement: 1 check could not"},
		{"nothing_but_an_info", checks{info(passes)}, conformance.Incomplete, "of level info, which only records"},
		{"nothing_applies", checks{must(nowhere)}, conformance.Incomplete, "no check came to a judgement"},
		{"a_must_is_unsure", checks{must(unsure)}, conformance.Incomplete, "could not be told: demo.area.must"},
		{"the_runner_has_an_error", checks{info(broken)}, conformance.Incomplete, "an error of the runner itself"},
		{"a_failure_beside_an_unsure_must", checks{must(unsure), other}, conformance.Nonconformant, "1 check of level must failed"},
		{"a_failure_beside_an_error_of_the_runner", checks{must(broken), other}, conformance.Nonconformant, "1 check of level must failed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report, _ := run(t, target(t, tt.checks...))
			require.Equal(t, tt.want, report.Verdict)
			require.Contains(t, report.Reason, tt.reason)
			require.Equal(t, tt.reason == "", report.Reason == "")
		})
	}

	t.Run("the_summary_counts_every_outcome", func(t *testing.T) {
		skipped := named("demo.area.skipped", func(_ context.Context, t *conformance.T) { t.NotApplicable("no") })
		report, _ := run(t, target(t, must(passes), should(unsure), info(broken), other, skipped))
		require.Equal(t, conformance.Summary{Pass: 1, Fail: 1, Inconclusive: 1, Skip: 1, Error: 1}, report.Summary)
	})
}

func TestPreparation(t *testing.T) {
	t.Run("what_it_returns_is_every_checks_session", func(t *testing.T) {
		var session any
		_, results := run(t, target(t, named("demo.area.session", func(_ context.Context, t *conformance.T) { session = t.Session() })))
		require.Equal(t, "the session", session)
		require.Equal(t, conformance.Pass, results["demo.area.session"].Outcome)
	})

	t.Run("its_error_makes_the_run_incomplete_and_no_check_runs", func(t *testing.T) {
		bad := at(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, named("demo.area.one", fails))
		report, results := run(t, bad)
		require.Equal(t, conformance.Incomplete, report.Verdict)
		require.Equal(t, "the target does not answer", report.Reason)
		require.Equal(t, conformance.Inconclusive, results["demo.area.one"].Outcome)
		require.Contains(t, results["demo.area.one"].Message, "the run could not begin: the target does not answer")
	})

	t.Run("so_does_its_panic", func(t *testing.T) {
		bad := target(t, named("demo.area.one", passes))
		bad.Suite.Prepare = func(context.Context, *conformance.Env) (any, error) { panic("oops") }
		report, _ := run(t, bad)
		require.Equal(t, conformance.Incomplete, report.Verdict)
		require.Contains(t, report.Reason, "a bug of the runner: oops")
	})
}
