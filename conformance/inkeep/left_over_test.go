package inkeep_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

// TestLostPropertiesAreNotThoseOfAnotherEvent wants a message that says what was seen, and a skipped check that names what is in its way.
func TestLostPropertiesAreNotThoseOfAnotherEvent(t *testing.T) {
	lost := stored(func(a *reply) { a.body["properties"] = nil })
	only := []string{"inkeep.events.nothing-left-over", "inkeep.auth.either-key-kept"}
	report, err := conformance.Run(t.Context(), target(serve(t, lost(clean(t))), only...))
	require.NoError(t, err)
	for _, c := range report.Checks {
		switch c.ID {
		case "inkeep.events.nothing-left-over":
			require.Equal(t, conformance.Fail, c.Outcome)
			require.Contains(t, c.Message, "properties do not come back as they were sent: ")
		case "inkeep.auth.either-key-kept":
			require.Equal(t, conformance.Skip, c.Outcome)
			require.Regexp(t, "; mend that first$", c.Message)
		}
	}
}
