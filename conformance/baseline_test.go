package conformance_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

const known = `
known_failures:
  - {check: demo.a.fails, reason: "ticket 1", expires: 2026-03-01}
`

func baseline(t *testing.T, text string) *conformance.Baseline {
	t.Helper()
	b, err := conformance.ReadBaseline(strings.NewReader(text))
	require.NoError(t, err)
	return b
}

func TestBaseline(t *testing.T) {
	last := time.Date(2026, 3, 1, 23, 59, 59, 0, time.UTC)
	tests := []struct {
		name  string
		text  string
		now   time.Time
		stale []conformance.Stale
	}{
		{"a_known_failure_is_not_stale", known, last, nil},
		{"on_the_day_after_its_last_it_is", known, last.Add(time.Second), []conformance.Stale{
			{Check: "demo.a.fails", Reason: "it expired on 2026-03-01; mend the failure, or look at it again and set a new day"},
		}},
		{"one_whose_check_passes_is", "known_failures: [{check: demo.a.passes, reason: r, expires: 2026-03-01}]", last, []conformance.Stale{
			{Check: "demo.a.passes", Reason: "it passes now; take the entry out"},
		}},
		{"one_whose_check_did_not_run_is_not", "known_failures: [{check: demo.b.left-out, reason: r, expires: 2026-03-01}]", last, nil},
		{"an_empty_one_is_fine", "", last, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			target := target(t, named("demo.a.fails", fails), named("demo.a.passes", passes), named("demo.b.left-out", fails))
			target.Skip = []string{"demo.b.*"}
			target.Baseline = baseline(t, tt.text)
			target.Clock = fixedClock{tt.now}
			report, results := run(t, target)
			require.Equal(t, tt.stale, report.Baseline)
			require.Equal(t, conformance.Nonconformant, report.Verdict, "a known failure is a failure")
			if tt.text == known {
				require.Equal(t, "ticket 1", results["demo.a.fails"].Baselined)
				require.Equal(t, "1 check of level must failed, known to the baseline", report.Reason)
			}
			require.Equal(t, tt.text == known && tt.stale == nil, report.Passed(conformance.Must), "the run is a pass all the same")
			require.Empty(t, results["demo.a.passes"].Baselined)
		})
	}

	t.Run("what_could_not_be_told_is_not_known", func(t *testing.T) {
		target := target(t, named("demo.a.fails", fails),
			named("demo.a.unsure", func(_ context.Context, t *conformance.T) { t.Inconclusive("cannot tell") }))
		target.Baseline = baseline(t, "known_failures: [{check: demo.a.fails, reason: r, expires: 9999-03-01}]")
		report, _ := run(t, target)
		require.Equal(t, "1 check of level must failed, known to the baseline; but 1 check of level must could not be told: "+
			"demo.a.unsure; "+
			"look why, and mend that, or leave them out with --skip", report.Reason)
		require.False(t, report.Passed(conformance.Must))
		require.False(t, report.Fails(conformance.Must))
		require.True(t, report.Untold())
	})

	t.Run("a_name_that_is_no_check_is_an_error", func(t *testing.T) {
		target := target(t, named("demo.a.fails", fails))
		target.Baseline = baseline(t, "known_failures: [{check: demo.a.fials, reason: r, expires: 2026-03-01}, {check: other, reason: r, "+
			"expires: 2026-03-01}]")
		_, err := conformance.Run(t.Context(), target)
		require.ErrorIs(t, err, conformance.ErrSelection)
		require.ErrorContains(t, err, `"demo.a.fials", which is no check of demo; did you mean "demo.a.fails"?`)
		require.ErrorContains(t, err, `"other", which is no check of demo`)
	})
}

func TestReadBaselineErrors(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string
	}{
		"no_yaml":           {"{", []string{"read the baseline"}},
		"an_unknown_member": {"known_failures: [{chek: a}]", []string{"chek", "expected known_failures with check, reason and expires"}},
		"another_top_level": {"failures: []", []string{"failures"}},
		"a_list":            {"- check: a", []string{"read the baseline"}},
		"two_documents":     {known + "\n---\n" + known, []string{"a second YAML document"}},
		"a_file_too_long":   {strings.Repeat("# a remark\n", 1<<17) + known, []string{"more than 1048576 bytes"}},
		"utf_16":            {"k\x00n\x00o\x00w\x00n\x00_\x00", []string{"as UTF-16 has; save it as UTF-8"}},
		"every_fault_at_once": {
			"known_failures: [{reason: r, expires: 2026-01-01}, {check: a, reason: ' ', expires: 2026-01-01}, {check: b, reason: r, " +
				"expires: " +
				"01.02.2026}, {check: b, reason: r, expires: 2026-02-30}]",
			[]string{
				"entry 1 (): no check", "entry 2 (a): no reason", `entry 3 (b): expires is "01.02.2026"; expected a day`,
				`entry 4 (b): expires is "2026-02-30"`, "entry 4: b has two entries",
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := conformance.ReadBaseline(strings.NewReader(tt.text))
			require.Error(t, err)
			for _, want := range tt.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}

// TestKnownFailures wants the failures of a run as a baseline that can be read, and that knows them in the next run.
func TestKnownFailures(t *testing.T) {
	long := named("demo.a.long", func(_ context.Context, t *conformance.T) { t.Failf("it says: \n\"%s\"", strings.Repeat("no: # ", 200)) })
	info := named("demo.a.info", fails)
	info.Level = conformance.Info
	judged := target(t, named("demo.a.pass", passes), named("demo.a.known", fails), long, info)
	judged.Baseline = baseline(t, "known_failures: [{check: demo.a.known, reason: ticket 7, expires: 9999-12-31}]")
	judged.Only = []string{"demo.a.known"}
	part, _ := run(t, judged)
	left := part.KnownFailures(&conformance.Baseline{Entries: []conformance.BaselineEntry{{
		Check: "demo.a.long", Reason: "ticket 8",
		Expires: "2999-12-31",
	}}})
	require.Len(t, left.Entries, 2)
	require.Equal(t, conformance.BaselineEntry{Check: "demo.a.long", Reason: "ticket 8", Expires: "2999-12-31"}, left.Entries[1],
		"it was not judged")
	judged.Only = nil
	first, _ := run(t, judged)
	known := first.KnownFailures(judged.Baseline)
	var text strings.Builder
	require.NoError(t, known.Write(&text))
	judged.Baseline = baseline(t, text.String())
	require.Equal(t, []string{"demo.a.known", "demo.a.long"}, []string{judged.Baseline.Entries[0].Check, judged.Baseline.Entries[1].Check})
	require.Equal(t, "ticket 7", judged.Baseline.Entries[0].Reason)
	require.Regexp(t, `^TODO: say why\. it says: "no: # .*…$`, judged.Baseline.Entries[1].Reason)
	again, results := run(t, judged)
	require.Empty(t, again.Baseline, "nothing is stale")
	require.Equal(t, judged.Baseline.Entries[1].Reason, results["demo.a.long"].Baselined)
}
