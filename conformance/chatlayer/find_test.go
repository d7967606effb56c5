package chatlayer_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// readOnly reads what is there, as fast as it goes.
func readOnly(t *conformance.Target) {
	t.ReadOnly, t.PerSecond, t.Settle = true, 5000, 300*time.Millisecond
}

func TestAReadOnlyRun(t *testing.T) {
	t.Parallel()
	for _, variant := range []string{"", "range.at-most-1-day", "range.at-most-1-hour", "team.nothing", "range.future-end-is-refused"} {
		t.Run("judges_by_what_is_there/"+variant, func(t *testing.T) {
			t.Parallel()
			opts := mockserver.Options{EventsPerBot: 3000}
			if variant != "" {
				opts.Variants = []string{variant}
			}
			report := against(t, opts, readOnly)
			for _, c := range report.Checks {
				require.NotEqual(t, conformance.Fail, c.Outcome, "%s: %s\ngot %s", c.ID, c.Message, c.Got)
			}
			require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
			require.Equal(t, conformance.Pass, outcomes(report)["chatlayer.paging.complete"])
			require.Less(t, report.Traffic.Requests, 4000)
		})
	}
	t.Run("says_which_windows_were_refused_and_how_far_it_looked", func(t *testing.T) {
		t.Parallel()
		report := against(t, mockserver.Options{EventsPerBot: -1, Variants: []string{"range.at-most-1-hour"}}, readOnly, only("chatlayer.paging.complete"))
		require.Equal(t, conformance.Incomplete, report.Verdict)
		for _, c := range report.Checks {
			if c.ID == "chatlayer.paging.complete" {
				require.Contains(t, c.Message, "windows of 6 hours and longer are refused with status 400")
				require.Contains(t, c.Message, "no live events since")
			}
		}
	})
	t.Run("says_that_a_bot_has_no_events", func(t *testing.T) {
		t.Parallel()
		report := against(t, mockserver.Options{EventsPerBot: -1}, readOnly, only("chatlayer.paging.complete"))
		for _, c := range report.Checks {
			if c.ID == "chatlayer.paging.complete" {
				require.Contains(t, c.Message, "no live events of the last 30 days")
				require.NotContains(t, c.Message, "refused")
			}
		}
	})
}
