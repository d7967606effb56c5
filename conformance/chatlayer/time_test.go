package chatlayer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

func TestTimeChecksNoticeMisbehaviours(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	requireNoticed(t, map[string][]string{
		"list.start-exclusive":         {"time.start-inclusive", "time.cut-at-events"},
		"list.end-inclusive":           {"time.end-exclusive", "time.bounds-with-filters", "time.empty-range"},
		"list.start-millisecond-early": {"time.start-one-later"},
		"list.later-end-forgotten":     {"time.bounds-on-pages", "time.within-window"},
		"list.post-end-inclusive":      {"time.same-by-post"},
		"list.end-cut-to-second":       {"time.cut-anywhere", "time.widening"},
		"list.cut-to-day":              {"time.long-window"},
		"list.swaps-range":             {"time.reversed-range"},
		"list.before-1970-is-empty":    {"time.far-bounds"},
		"list.midnight-end-takes-day":  {"time.calendar"},
		"list.offset-dropped":          {"time.offset-forms"},
		"list.fraction-misread":        {"time.fraction-forms"},

		"page.negative-is-all": {"paging.hundred"},

		"page.cursor-cut-to-millisecond": {"paging.fine-ties"},
	})
}

// Where a target loses events at the ends of pages, whether a page of a wide window ends there is chance: the seed does not decide it. So
// that a baseline of one run is that of the next, the windows of the check are on one page.
func TestWideWindowsDoNotDependOnWherePagesEnd(t *testing.T) {
	t.Parallel()
	for range 8 {
		report := against(t, mockserver.Options{Misbehave: "page.ties-lost"}, only("chatlayer.time.widening"), func(target *conformance.Target) {
			target.Seed, target.PerSecond = 2, 5000
		})
		require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	}
}
