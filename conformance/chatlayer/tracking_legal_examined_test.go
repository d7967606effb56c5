//go:build examination

package chatlayer_test

import (
	"testing"
)

func TestServersThatChangeTimestampsAreJudgedOnAllElse(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"clock.server-sets-times", "clock.whole-seconds"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireJudgedOnAllElse(t, name)
		})
	}
}
