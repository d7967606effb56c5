//go:build examination

package chatlayer_test

import (
	"testing"
)

func TestTimeChecksNoticeMisbehaviours(t *testing.T) {
	t.Parallel()
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
		"list.offset-beyond-twelve":    {"time.offset-edges"},
		"list.offset-forgets-leap-day": {"time.offset-edges"},
		"list.offset-keeps-year":       {"time.offset-edges"},
		"list.fraction-misread":        {"time.fraction-forms"},

		"page.negative-is-all": {"paging.hundred"},

		"page.cursor-cut-to-millisecond": {"paging.fine-ties"},
	})
}
