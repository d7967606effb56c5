package chatlayer_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// TestATargetOfAnotherTime judges mocks whose clocks stand still: now, a year ago and two years ahead. A target is judged by its own time,
// and no check is left out for it.
func TestATargetOfAnotherTime(t *testing.T) {
	t.Parallel()
	missing := []string{"chatlayer.team.bots", "chatlayer.auth.colon-in-secret"} // what these want is not there
	for name, away := range map[string]time.Duration{"now": 0, "a_year_ago": -365 * 24 * time.Hour, "in_two_years": 730 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := against(t, mockserver.Options{Clock: mockserver.FrozenClock(time.Now().Add(away))})
			require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
			said := ""
			for _, c := range report.Checks {
				if c.Level == conformance.Must && !slices.Contains(missing, c.ID) {
					require.Equal(t, conformance.Pass, c.Outcome, "%s: %s", c.ID, c.Message)
				}
				if c.ID == "chatlayer.transport.date" {
					said = c.Note
				}
			}
			if away != 0 {
				require.Contains(t, said, map[bool]string{true: "ahead of", false: "behind"}[away > 0])
			}
			require.Contains(t, said, "stands still")
		})
	}
}
