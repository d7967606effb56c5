//go:build examination

package inkeep_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

func TestEveryMisbehaviourIsNoticed(t *testing.T) {
	for _, b := range misbehaviours() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			mistaken := target(serve(t, b.bend(clean(t))), b.check)
			mistaken.Settle = 700 * time.Millisecond
			report, err := conformance.Run(t.Context(), mistaken)
			require.NoError(t, err)
			for _, c := range report.Checks {
				if c.ID == b.check {
					require.Equal(t, conformance.Fail, c.Outcome, c.Message)
					require.NotEmpty(t, c.Exchanges, "a failure shows what was said")
					require.NotEmpty(t, c.Message)
				}
			}
		})
	}
}
