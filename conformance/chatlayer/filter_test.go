package chatlayer_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// only runs these checks as fast as they go.
func only(globs ...string) func(*conformance.Target) {
	return func(t *conformance.Target) { t.Only, t.Settle = globs, 300*time.Millisecond }
}

// outcomes gives what became of each check.
func outcomes(r conformance.Report) map[string]conformance.Outcome {
	all := map[string]conformance.Outcome{}
	for _, c := range r.Checks {
		all[c.ID] = c.Outcome
	}
	return all
}

// requireAllPass wants every check that ran to pass.
func requireAllPass(t *testing.T, r conformance.Report, area string) {
	t.Helper()
	ran := 0
	for _, c := range r.Checks {
		if c.Area != area {
			continue
		}
		t.Log(c.ID, c.Outcome, c.Evidence, c.Message)
		require.Equal(t, conformance.Pass, c.Outcome, "%s: %s\nexpected %s\ngot %s", c.ID, c.Message, c.Expected, c.Got)
		ran++
	}
	require.Positive(t, ran)
	t.Log(r.Cost)
}

// requireFails wants a misbehaving mock to fail these checks.
func requireFails(t *testing.T, misbehaviour string, checks ...string) {
	t.Helper()
	got := outcomes(against(t, mockserver.Options{Misbehave: misbehaviour}, only(checks...)))
	for _, id := range checks {
		require.Equal(t, conformance.Fail, got[id], id)
	}
}

func TestFiltersOfTheMockPass(t *testing.T) {
	t.Parallel()
	requireAllPass(t, against(t, mockserver.Options{}, only("chatlayer.filters.*")), "filters")
}
