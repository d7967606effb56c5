package chatlayer_test

import (
	"net/http"
	"strings"
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
func TestMembersThatNoListShows(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	bare := []string{"chatlayer.attributes.bare", "chatlayer.tracking.not-inherited", "chatlayer.tracking.odd-values"}
	for hidden, ids := range map[string][]string{
		"user_id id":         bare,
		"attributes":         {"chatlayer.tracking.id-*"},
		"attributes version": {"chatlayer.tracking.id-*"},
		"timestamp":          {"chatlayer.paging.complete", "chatlayer.time.start-inclusive", "chatlayer.filters.user"},
	} {
		t.Run(hidden, func(t *testing.T) {
			t.Parallel()
			hiding := &closed{answer: func(_ *http.Request, events []map[string]any) []map[string]any {
				for _, e := range events {
					for _, name := range strings.Fields(hidden) {
						delete(e, name)
					}
				}
				return events
			}}
			report := againstClosed(t, hiding, mockserver.Options{}, "", only(ids...))
			for _, c := range report.Checks {
				require.NotContains(t, []conformance.Outcome{conformance.Fail, conformance.Error}, c.Outcome, "%s: %s", c.ID, c.Message)
			}
			want := conformance.Conformant
			if hidden == "timestamp" {
				want = conformance.Incomplete
			}
			require.Equal(t, want, report.Verdict, report.Reason)
		})
	}
}
