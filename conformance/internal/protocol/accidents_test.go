package protocol_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/hostile"
)

// TestAccidentsAreNoFailures judges a good shop that fails one request in 50, and one that locks everybody for a while after a wrong
// secret. All checks of the shop are of level must.
func TestAccidentsAreNoFailures(t *testing.T) {
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	for name, h := range map[string]http.Handler{
		"one_in_50_fails":          hostile.Stumbling(50, newShop("")),
		"wrong_secrets_lock":       hostile.Locking(300*time.Millisecond, newShop(""), goodHeader()),
		"wrong_secrets_lock_short": hostile.Locking(20*time.Millisecond, newShop(""), goodHeader()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, c := range judge(t, h).Checks {
				require.NotContains(t, []conformance.Outcome{conformance.Fail, conformance.Error}, c.Outcome,
					"%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
			}
		})
	}
}
