package chatlayer_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// Whose an event is that shows neither its attributes nor its user nobody can tell: the own team's answers are not taken for the other's.
func TestTeamsWhoseEventsShowNoOwner(t *testing.T) {
	t.Parallel()
	hiding := &closed{answer: func(_ *http.Request, events []map[string]any) []map[string]any {
		for _, e := range events {
			for _, name := range []string{"attributes", "user_id", "bot_id", "conversation_id"} {
				delete(e, name)
			}
		}
		return events
	}}
	report := againstClosed(t, hiding, mockserver.Options{}, "", only("chatlayer.isolation.alternate"))
	require.NotContains(t, []conformance.Outcome{conformance.Fail, conformance.Error}, report.Checks[0].Outcome, report.Checks[0].Message)
}

// No member of an event has to be shown. What then tells events apart is told by others, or nothing is.
