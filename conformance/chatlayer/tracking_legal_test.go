package chatlayer_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// What a second event with the same id does nobody documents. Where it is a second event, neither this run nor a later one, which meets
// what this one left, accuses the server.
func TestDuplicatesThatAnEarlierRunLeftAreAccepted(t *testing.T) {
	t.Parallel()
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents, Variants: []string{"track.same-id-is-second"}})
	for seed := range uint64(2) {
		report := against(t, mockserver.Options{}, func(target *conformance.Target) {
			target.URL, target.Seed = m.URL, seed+1
			target.Only = []string{"chatlayer.tracking.*", "chatlayer.schema.*", "chatlayer.concurrency.*"}
		})
		requireNotAccused(t, report)
	}
}

// Where tracks tell no id and lists show no names, an event without a tag cannot be known again, so that nothing is said of one.
func TestWhatNothingTellsApartIsNotLost(t *testing.T) {
	t.Parallel()
	report := against(t, mockserver.Options{
		EventsPerBot: mockserver.NoEvents,
		Variants:     []string{"track.answers-nothing", "json.no-names"},
	},
		func(target *conformance.Target) {
			target.Only = []string{"chatlayer.tracking.odd-values", "chatlayer.tracking.not-inherited", "chatlayer.attributes.bare"}
		})
	for _, c := range report.Checks {
		require.NotContains(t, []conformance.Outcome{conformance.Fail, conformance.Inconclusive}, c.Outcome, "%s: %s", c.ID, c.Message)
	}
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
}

// A server that breaks no more than a should with the timestamps of its clients is judged on all else.
// requireJudgedOnAllElse wants a server that changes timestamps to be accused of that and of nothing else.
func requireJudgedOnAllElse(t *testing.T, misbehaviour string) {
	t.Helper()
	report := against(t, mockserver.Options{Misbehave: misbehaviour, EventsPerBot: 50})
	requireNotAccused(t, report, "chatlayer.tracking.given-time", "chatlayer.tracking.fractions", "chatlayer.tracking.offset")
	require.Equal(t, conformance.Fail, outcomes(report)["chatlayer.tracking.given-time"])
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
}

// requireNotAccused wants no check to fail but some, and no must to be undecided.
func requireNotAccused(t *testing.T, report conformance.Report, but ...string) {
	t.Helper()
	for _, c := range report.Checks {
		bad := c.Outcome == conformance.Fail || c.Outcome == conformance.Error || c.Outcome == conformance.Inconclusive &&
			c.Level == conformance.Must
		if bad && !slices.Contains(but, c.ID) {
			t.Errorf("%s %s: %s\nexpected %s\ngot %s", c.Outcome, c.ID, c.Message, c.Expected, c.Got)
		}
	}
	require.NotZero(t, report.Summary.Pass)
}
