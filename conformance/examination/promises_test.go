//go:build examination

package examination_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestPagesFollowTheTables adds one of each and wants its entry and the counts to be all that is new: contributors are promised that
// nothing else is written by hand.
func TestPagesFollowTheTables(t *testing.T) {
	t.Run("a_misbehaviour", func(t *testing.T) {
		all := mockserver.Misbehaviours()
		more := append(mockserver.Misbehaviours(), mockserver.Misbehaviour{
			Name: "list.understudy", Area: "time", Difficulty: 1, Summary: "It is new.", Requirements: []string{"CHL-TIME-2"},
		})
		added := onlyMore(t, misbehavioursPage(t, all), misbehavioursPage(t, more), len(all))
		require.Regexp(t, "^- `list.understudy`, any test notices: It is new.\n  \\*breaks:\\* end_time is exclusive", added)
	})
	t.Run("a_variant", func(t *testing.T) {
		all := mockserver.Variants()
		more := append(mockserver.Variants(), mockserver.Variant{
			Name: "page.understudy", Summary: "It is new.",
			Against: []string{"CHL-TIME-2"},
		})
		added := onlyMore(t, variantsPage(all), variantsPage(more), len(all))
		require.Equal(t, "- `page.understudy`: It is new.\n  *against it:* [CHL-TIME-2](chatlayer.md#chl-time-2)", added)
	})
}

// onlyMore returns the entry that a page has more than another one, and wants the rest to be the same but for its numbers.
func onlyMore(t *testing.T, page, longer string, n int) string {
	t.Helper()
	require.Contains(t, page, fmt.Sprint(n))
	require.Contains(t, longer, fmt.Sprint(n+1))
	head, body, _ := strings.Cut(page, "\n## ")
	longerHead, longerBody, _ := strings.Cut(longer, "\n## ")
	require.Equal(t, len(strings.Fields(head)), len(strings.Fields(longerHead)), "the index has more than other numbers")
	had := map[string]int{}
	for line := range strings.Lines(body) {
		had[line]++
	}
	var added []string
	for line := range strings.Lines(longerBody) {
		if had[line]--; had[line] < 0 {
			added = append(added, strings.TrimSuffix(line, "\n"))
			delete(had, line)
		}
	}
	for line, n := range had {
		require.LessOrEqual(t, n, 0, "this line is gone: %s", line)
	}
	return strings.Join(added, "\n")
}
