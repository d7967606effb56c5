//go:build examination

package inkeep_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

func TestLegalServersAreNotAccused(t *testing.T) {
	for _, l := range slices.Concat(legalAnswers(), legalRefusals(), legalLeniences(), legalTransports()) {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			judged := ownTarget(serve(t, l.bend(clean(t))))
			if !l.large() {
				judged.Skip = append(judged.Skip, "inkeep.limits.*")
			}
			report, err := conformance.Run(t.Context(), judged)
			require.NoError(t, err)
			require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
			for _, c := range report.Checks {
				require.NotEqual(t, conformance.Fail, c.Outcome, "%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
				require.NotEqual(t, conformance.Error, c.Outcome, "%s: %s", c.ID, c.Message)
			}
		})
	}
}
