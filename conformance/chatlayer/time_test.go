package chatlayer_test

import "testing"

func TestTimeChecksNoticeMisbehaviours(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	requireNoticed(t, map[string][]string{
		"list.start-exclusive":              {"time.start-inclusive", "time.cut-at-events"},
		"list.end-inclusive":                {"time.end-exclusive", "time.bounds-with-filters", "time.empty-range"},
		"list.end-millisecond-early":        {"time.end-one-later"},
		"list.start-millisecond-early":      {"time.start-one-later"},
		"list.later-end-forgotten":          {"time.bounds-on-pages", "time.within-window"},
		"list.post-end-inclusive":           {"time.same-by-post"},
		"list.end-cut-to-second":            {"time.cut-anywhere", "time.widening"},
		"list.cut-to-day":                   {"time.long-window"},
		"list.swaps-range":                  {"time.reversed-range"},
		"list.before-1970-is-empty":         {"time.far-bounds"},
		"list.midnight-end-takes-day":       {"time.calendar"},
		"list.offset-dropped":               {"time.offset-forms"},
		"list.fraction-misread":             {"time.fraction-forms"},
		"list.end-missing-is-now":           {"time.missing-bound"},
		"list.no-body-is-last-day":          {"time.missing-bound"},
		"list.offset-of-start-for-both":     {"time.offset-forms"},
		"list.offset-keeps-day":             {"time.offset-forms"},
		"list.two-digits-misread":           {"time.fraction-forms"},
		"list.seven-digits-dropped":         {"time.fraction-forms"},
		"list.leading-zero-lost":            {"time.start-inclusive"},
		"list.hour-end-inclusive":           {"time.calendar"},
		"list.week-year":                    {"time.calendar"},
		"list.last-millisecond-is-midnight": {"time.calendar"},

		"list.offset-start-exclusive":    {"time.start-inclusive"},
		"list.offset-end-inclusive":      {"time.end-exclusive"},
		"page.negative-is-all":           {"paging.hundred"},
		"page.negative-is-all-by-post":   {"paging.hundred"},
		"filter.event-star-alone":        {"filters.nobody"},
		"page.cursor-millisecond-and-id": {"paging.fine-ties"},

		"page.cursor-cut-to-millisecond": {"paging.fine-ties"},
		"list.two-filters-end-inclusive": {"time.bounds-with-filters"},
		"track.summer-hour":              {"tracking.given-time"},
	})
}
