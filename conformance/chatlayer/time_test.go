package chatlayer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// Where a target loses events at the ends of pages, whether a page of a wide window ends there is chance: the seed does not decide it. So
// that a baseline of one run is that of the next, the windows of the check are on one page.
func TestWideWindowsDoNotDependOnWherePagesEnd(t *testing.T) {
	t.Parallel()
	for range 8 {
		report := against(t, mockserver.Options{Misbehave: "page.ties-lost"}, only("chatlayer.time.widening"),
			func(target *conformance.Target) {
				target.Seed = 2
			})
		require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	}
}
