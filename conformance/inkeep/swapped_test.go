package inkeep_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

// TestAnswersToOthersAreOneFinding judges a server that answers an event with the first one of its type. Each check that meets it says
// so, whatever it is about.
func TestAnswersToOthersAreOneFinding(t *testing.T) {
	t.Parallel()
	var first sync.Map
	byType := stored(func(a *reply) {
		before, known := first.LoadOrStore(text(a.body, "entityType")+text(a.body, "type"), a.body)
		if o, is := before.(object); known && is {
			a.body = o
		}
	})
	report, err := conformance.Run(t.Context(), target(serve(t, byType(clean(t))), "inkeep.events.same-reference",
		"inkeep.concurrency.ids-distinct", "inkeep.input.control-characters"))
	require.NoError(t, err)
	require.Len(t, report.Findings, 1)
	require.Equal(t, "looks like: an event is answered with what another said", report.Findings[0].Headline)
	require.Contains(t, report.Findings[0].Checks, "inkeep.events.same-reference")
	require.NotContains(t, report.Findings[0].Checks, "inkeep.input.control-characters", "no text comes back as it was sent")
}
