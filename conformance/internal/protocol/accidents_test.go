//go:build examination

package protocol_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/hostile"
)

// TestAccidentsAreNoFailures judges the good shop, all checks of which are of level must.
func TestAccidentsAreNoFailures(t *testing.T) {
	shop := func() http.Handler { return newShop("") }
	for name, h := range hostile.Accidents(shop, goodHeader()) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, c := range judge(t, h).Checks {
				require.NotContains(t, []conformance.Outcome{conformance.Fail, conformance.Error}, c.Outcome,
					"%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
			}
		})
	}
}
