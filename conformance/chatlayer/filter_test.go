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
	return func(t *conformance.Target) { t.Only, t.PerSecond, t.Settle = globs, 5000, 300*time.Millisecond }
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
	t.Log(r.Traffic)
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

func TestFilterMisbehavioursAreNoticed(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	for misbehaviour, checks := range map[string][]string{
		"filter.event-ignored":           {"chatlayer.filters.event", "chatlayer.filters.event-names"},
		"filter.user-ignored":            {"chatlayer.filters.user", "chatlayer.filters.own-member"},
		"filter.conversation-ignored":    {"chatlayer.filters.conversation"},
		"filter.campaign-ignored":        {"chatlayer.filters.campaign", "chatlayer.filters.campaign-complete"},
		"filter.version-ignored":         {"chatlayer.filters.version"},
		"filter.third-ignored":           {"chatlayer.filters.combined"},
		"filter.no-match-gives-all":      {"chatlayer.filters.nobody", "chatlayer.filters.team-nobody"},
		"filter.after-limit":             {"chatlayer.filters.sparse"},
		"filter.first-page-only":         {"chatlayer.filters.paged"},
		"filter.version-forgotten-later": {"chatlayer.filters.version-paged"},
		"filter.user-ignored-by-post":    {"chatlayer.filters.user"},
		"filter.user-ignored-in-draft":   {"chatlayer.filters.version-filtered"},
		"filter.event-prefix":            {"chatlayer.filters.whole-value"},
		"filter.event-like":              {"chatlayer.filters.wildcards"},
		"filter.conversation-or-user":    {"chatlayer.filters.own-member"},
		"filter.no-conversation-matches": {"chatlayer.filters.no-conversation"},
		"filter.user-as-number":          {"chatlayer.filters.numerals"},
		"filter.trimmed":                 {"chatlayer.filters.spaces"},
		"filter.plus-is-space":           {"chatlayer.filters.reserved"},
		"filter.html-escaped":            {"chatlayer.filters.reserved", "chatlayer.filters.escapes"},
		"filter.forms-folded":            {"chatlayer.filters.letters"},
		"filter.cut-255":                 {"chatlayer.filters.long-values"},
		"filter.words-are-none":          {"chatlayer.filters.plain-words"},
		"team.user-ignored":              {"chatlayer.filters.team-user"},
	} {
		t.Run(misbehaviour, func(t *testing.T) {
			t.Parallel()
			requireFails(t, misbehaviour, checks...)
		})
	}
}

func TestLetterCaseAndLeaksAreNoticed(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	for misbehaviour, checks := range map[string][]string{
		"filter.case-folded":        {"chatlayer.filters.letter-case", "chatlayer.filters.letters"},
		"filter.user-case-folded":   {"chatlayer.filters.letter-case"},
		"list.refused-filter-stays": {"chatlayer.filters.own-answer"},
	} {
		t.Run(misbehaviour, func(t *testing.T) {
			t.Parallel()
			requireFails(t, misbehaviour, checks...)
		})
	}
}
