//go:build examination

package inkeep_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/hostile"
)

func TestAccidentsAreNoFailures(t *testing.T) {
	mock := func() http.Handler { return clean(t) }
	for name, h := range hostile.Accidents(mock, "Bearer demo-api-key", "Bearer demo-web-key") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			judged := target(serve(t, h))
			judged.Skip = []string{"inkeep.negotiation.problem-media-type-elsewhere"} // it is about the form of such answers
			report, err := conformance.Run(t.Context(), judged)
			require.NoError(t, err)
			for _, c := range report.Checks {
				require.NotContains(t, []conformance.Outcome{conformance.Fail, conformance.Error}, c.Outcome,
					"%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
			}
		})
	}
}
