package chatlayer_test

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// listAreas are the areas whose checks ask for lists of the planted events.
func listAreas(target *conformance.Target) {
	target.Suite.Checks = slices.DeleteFunc(slices.Clone(target.Suite.Checks), func(c conformance.Check) bool {
		return !slices.Contains([]string{"schema", "time", "paging", "team"}, c.Area())
	})
}

// unexplained lists the checks of a report that did not pass and were not skipped.
func unexplained(t *testing.T, report conformance.Report) []string {
	t.Helper()
	var ids []string
	for _, c := range report.Checks {
		if c.Outcome != conformance.Pass && c.Outcome != conformance.Skip {
			ids = append(ids, c.ID)
			t.Logf("%s %s: %s\n  expected %s\n  got %s\n  looks like %s", c.Outcome, c.ID, c.Message, c.Expected, c.Got, c.LooksLike)
		}
	}
	return ids
}

func TestListsOfTheMockAreConformant(t *testing.T) {
	t.Parallel()
	for _, name := range []string{""} {
		t.Run("variant_"+name, func(t *testing.T) {
			opts := mockserver.Options{Logger: slog.New(slog.DiscardHandler)}
			if name != "" {
				opts.Variants = []string{name}
			}
			report := against(t, opts, listAreas)
			require.Empty(t, unexplained(t, report))
			for _, c := range report.Checks {
				t.Log(c.ID, c.Outcome, c.Evidence, c.DurationMS, c.Message)
			}
			t.Log(report.Cost, report.DurationMS)
			require.Less(t, report.Cost.Requests, 1200)
		})
	}
}

// requireNoticed wants each misbehaving mock to fail the checks beside its name, in one of three runs: a mistake that lasts for a tenth of
// a second may be over before a busy machine asks again.
func requireNoticed(t *testing.T, noticed map[string][]string) {
	t.Helper()
	for misbehaviour, checks := range noticed {
		t.Run(misbehaviour, func(t *testing.T) {
			t.Parallel()
			var missed []string
			for range 3 {
				if missed = unnoticed(t, misbehaviour, checks); len(missed) == 0 {
					return
				}
			}
			require.Empty(t, missed)
		})
	}
}

// unnoticed runs checks on a misbehaving mock and returns those that do not fail.
func unnoticed(t *testing.T, misbehaviour string, checks []string) (missed []string) {
	t.Helper()
	opts := mockserver.Options{Misbehave: misbehaviour, Logger: slog.New(slog.DiscardHandler), EventsPerBot: 50}
	report := against(t, opts, func(target *conformance.Target) {
		target.Settle, target.Deadline = 300*time.Millisecond, 5*time.Minute
		for _, check := range checks {
			target.Only = append(target.Only, "chatlayer."+check)
		}
	})
	for _, c := range report.Checks {
		if c.Outcome != conformance.Skip {
			t.Log(c.ID, c.Outcome, "|", c.Message, "|", c.Expected, "|", c.Got, "|", c.LooksLike)
		}
		if subject := strings.TrimPrefix(c.ID, "chatlayer."); slices.Contains(checks, subject) && c.Outcome != conformance.Fail {
			missed = append(missed, subject)
		}
	}
	return missed
}
