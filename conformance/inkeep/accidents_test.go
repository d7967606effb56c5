//go:build examination

package inkeep_test

import (
	"net/http"
	"slices"
	"sync"
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

// failingDeletions fails at so many of the first deletions of each path, and does nothing then.
func failingDeletions(next http.Handler, most int) http.Handler {
	var mu sync.Mutex
	seen := map[string]int{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		fails := r.Method == http.MethodDelete && seen[r.URL.Path] < most
		if fails {
			seen[r.URL.Path]++
		}
		mu.Unlock()
		if fails {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func TestADeletionThatMeetsAnAccidentIsAskedForAgain(t *testing.T) {
	for most, want := range map[int]conformance.Outcome{1: conformance.Pass, 1000: conformance.Fail} {
		judged := target(serve(t, failingDeletions(clean(t), most)))
		judged.Only = []string{"inkeep.conversations.others-stay", "inkeep.conversations.deleted", "inkeep.feedback.deleted"}
		report, err := conformance.Run(t.Context(), judged)
		require.NoError(t, err)
		for _, c := range report.Checks {
			if slices.Contains(judged.Only, c.ID) {
				require.Equal(t, want, c.Outcome, "%s after %d failures: %s", c.ID, most, c.Message)
			}
		}
	}
}
