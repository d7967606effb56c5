package inkeep_test

import (
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
	"github.com/understudy-mock/understudy/mockserver"
)

func TestTheMockKeepsToHTTP(t *testing.T) {
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents, Logger: slog.New(slog.DiscardHandler)})
	var only []string
	for _, c := range inkeep.Suite().Checks {
		if slices.Contains(protocol.Subjects(), strings.TrimPrefix(c.ID, "inkeep.")) && c.ID != "inkeep.auth.status-401" {
			only = append(only, c.ID)
		}
	}
	require.Greater(t, len(only), 45)
	report, err := conformance.Run(t.Context(), target(m.URL, only...))
	require.NoError(t, err)
	for _, c := range report.Checks {
		if slices.Contains(only, c.ID) {
			require.Equal(t, conformance.Pass, c.Outcome, "%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
		}
	}
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	require.Less(t, report.Cost.Requests, 250)
	t.Logf("%d checks, %d requests, %d ms", len(only), report.Cost.Requests, report.DurationMS)
}
