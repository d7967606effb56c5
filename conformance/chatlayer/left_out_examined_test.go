//go:build examination

package chatlayer_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

func TestMembersThatNoListShows(t *testing.T) {
	t.Parallel()
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
