package chatlayer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer"
	"github.com/understudy-mock/understudy/mockserver"
)

// demo are the credentials that the mock has from the start, and their bots.
func demo() chatlayer.Settings {
	return chatlayer.Settings{
		Basic: "demo-token-id:demo-token-secret", Bot: "demobot1", Team: "demo-team",
		OtherBasic: "other-token-id:other-token-secret", OtherBot: "otherbot",
	}
}

// against judges a mock with these options, as fast as it answers.
func against(t *testing.T, opts mockserver.Options, change ...func(*conformance.Target)) conformance.Report {
	t.Helper()
	m := mockserver.Start(t, opts)
	target := conformance.Target{Suite: chatlayer.Suite(), URL: m.URL, Settings: demo(), PerSecond: 5000}
	for _, c := range change {
		c(&target)
	}
	report, err := conformance.Run(t.Context(), target)
	require.NoError(t, err)
	return report
}

// requireRecorded wants every check that only records to say what it saw, or why it saw nothing.
func requireRecorded(t *testing.T, report conformance.Report) {
	t.Helper()
	for _, c := range report.Checks {
		if c.Level == conformance.Info && c.Message == "" {
			t.Errorf("%s ended with %s and does not say what it saw", c.ID, c.Outcome)
		}
	}
}

func TestTheMockIsConformant(t *testing.T) {
	t.Parallel()
	report := against(t, mockserver.Options{})
	for _, c := range report.Checks {
		if c.Outcome != conformance.Pass {
			t.Logf("%s %s: %s\n  expected %s\n  got %s\n  looks like %s", c.Outcome, c.ID, c.Message, c.Expected, c.Got, c.LooksLike)
		}
		t.Log(c.ID, c.Outcome, c.Evidence, c.DurationMS, c.Message)
	}
	t.Log(report.Verdict, report.Reason, report.Summary, report.Cost, report.DurationMS)
	requireRecorded(t, report)
	require.Equal(t, conformance.Conformant, report.Verdict)
}

// A run of checks that need no planted events plants none, and tells no less by it.
func TestARunWithoutPlantedEvents(t *testing.T) {
	t.Parallel()
	var unplanted []string
	for _, c := range chatlayer.Suite().Checks {
		if c.Unplanted {
			unplanted = append(unplanted, c.ID)
		}
	}
	require.Greater(t, len(unplanted), 50)
	report := against(t, mockserver.Options{}, func(target *conformance.Target) { target.Only = unplanted })
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	require.Zero(t, report.Summary.Inconclusive)
	require.Less(t, report.Cost.Written, 100)

	seeded := against(t, mockserver.Options{}, func(target *conformance.Target) {
		target.Only = []string{unplanted[0], "chatlayer.filters.user"}
	})
	require.Greater(t, seeded.Cost.Written, 200)
}
