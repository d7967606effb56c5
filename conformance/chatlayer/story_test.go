package chatlayer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// A random story that fails is told again until one list and few tracks are left.
func TestAStoryThatFailsIsMadeShort(t *testing.T) {
	t.Parallel()
	report := against(t, mockserver.Options{Misbehave: "list.end-inclusive"}, func(target *conformance.Target) {
		target.Only = []string{"chatlayer.story.random"}
	})
	for _, c := range report.Checks {
		if c.ID == "chatlayer.story.random" {
			require.Equal(t, conformance.Fail, c.Outcome, c.Message)
			require.Regexp(t, `\([12] tracks? and 1 list, the shortest story found\)`, c.Message)
			return
		}
	}
	t.Fatal("the check is not in the report")
}
