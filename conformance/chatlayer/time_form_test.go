package chatlayer_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// That bounds of one form are taken is a should alone, so a target that refuses them breaks no must.
func TestBoundsOfAnotherForm(t *testing.T) {
	t.Parallel()
	report := against(t, mockserver.Options{Variants: []string{"range.dates-only"}}, only("chatlayer.*"))
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	for _, c := range report.Checks {
		switch {
		case c.ID == "chatlayer.time.form":
			require.Equal(t, conformance.Fail, c.Outcome)
			require.Equal(t, conformance.Should, c.Level)
		case c.Outcome == conformance.Skip && strings.HasPrefix(c.ID, "chatlayer.paging."):
			require.Contains(t, c.Message, "with status 400, and take a date alone")
		default:
			require.NotEqual(t, conformance.Fail, c.Outcome, "%s: %s", c.ID, c.Message)
		}
	}
}
