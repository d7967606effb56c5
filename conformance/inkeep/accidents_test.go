package inkeep_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/hostile"
)

// TestAccidentsAreNoFailures judges servers that keep the contract, but fail one request in 50, or lock everybody for a while after a
// wrong key.
func TestAccidentsAreNoFailures(t *testing.T) {
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	for name, h := range map[string]http.Handler{
		"one_in_50_fails":         hostile.Stumbling(50, clean(t)),
		"wrong_keys_lock":         hostile.Locking(300*time.Millisecond, clean(t), "Bearer demo-api-key", "Bearer demo-web-key"),
		"wrong_keys_lock_shortly": hostile.Locking(20*time.Millisecond, clean(t), "Bearer demo-api-key", "Bearer demo-web-key"),
	} {
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
