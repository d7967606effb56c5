//go:build examination

package chatlayer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer"
	"github.com/understudy-mock/understudy/mockserver"
)

// These are mutants that only the examination has: further forms of mistakes that the other tests try in their plain form.
func TestFormsOfMistakesOfListsAreNoticed(t *testing.T) {
	t.Parallel()
	requireNoticed(t, map[string][]string{
		"attribute.end-inclusive":             {"attributes.beside"},
		"attribute.start-exclusive":           {"attributes.paged"},
		"filter.ascii-only":                   {"filters.letters"},
		"filter.campaign-case-folded":         {"filters.letter-case"},
		"filter.campaign-cut":                 {"filters.long-values"},
		"filter.campaign-ignored-by-post":     {"filters.campaign"},
		"filter.campaign-ignored-in-draft":    {"filters.version-filtered"},
		"filter.campaign-ignored-with-user":   {"filters.combined"},
		"filter.campaign-prefix":              {"filters.whole-value"},
		"filter.campaign-source-too":          {"filters.campaign"},
		"filter.case-folded-beyond-ascii":     {"filters.letters"},
		"filter.conversation-ignored-by-get":  {"filters.conversation"},
		"filter.conversation-or-campaign":     {"filters.combined"},
		"filter.conversation-prefix":          {"filters.whole-value"},
		"filter.decoded-twice":                {"filters.escapes"},
		"filter.draft-with-live":              {"filters.version", "filters.version-filtered"},
		"filter.event-or-user":                {"filters.combined"},
		"filter.event-star-alone":             {"filters.nobody"},
		"filter.hex-case-folded":              {"filters.letter-case"},
		"filter.last-only":                    {"filters.combined", "filters.order"},
		"filter.lost-from-twentieth":          {"paging.deep"},
		"filter.of-versionless-stays":         {"filters.own-answer"},
		"filter.user-cut":                     {"filters.long-values"},
		"filter.uuid-case-folded":             {"filters.letter-case"},
		"filter.version-lost-from-thirtieth":  {"paging.deep"},
		"list.cached-any-case":                {"filters.letter-case"},
		"list.cached-without-size":            {"filters.own-answer"},
		"list.end-lost-from-twentieth":        {"paging.deep"},
		"list.end-millisecond-early":          {"time.end-one-later"},
		"list.last-millisecond-is-midnight":   {"time.calendar"},
		"list.leading-zero-lost":              {"time.start-inclusive"},
		"list.no-body-is-last-day":            {"time.missing-bound"},
		"list.offset-end-inclusive":           {"time.end-exclusive"},
		"list.offset-keeps-day":               {"time.offset-forms"},
		"list.offset-of-start-for-both":       {"time.offset-forms"},
		"list.offset-start-exclusive":         {"time.start-inclusive"},
		"list.post-cached-by-length":          {"filters.own-answer"},
		"list.refused-token-stays":            {"filters.own-answer"},
		"list.seven-digits-dropped":           {"time.fraction-forms"},
		"list.team-user-end-inclusive":        {"filters.team-user"},
		"list.team-user-start-exclusive":      {"filters.team-user"},
		"list.two-digits-misread":             {"time.fraction-forms"},
		"list.week-year":                      {"time.calendar"},
		"page.cursor-id-folded":               {"tracking.given-id"},
		"page.cursor-millisecond-and-id":      {"paging.fine-ties"},
		"page.cursor-per-bot":                 {"paging.two-walks"},
		"page.full-last-is-error":             {"paging.collections"},
		"page.over-hundred-ends-walk":         {"paging.over-hundred"},
		"page.over-hundred-obeyed-later":      {"paging.over-hundred"},
		"page.over-hundred-obeyed-with-event": {"paging.over-hundred"},
		"page.restarts-after-50":              {"paging.deep"},
		"page.size-lost-from-twentieth":       {"paging.deep"},
		"page.token-not-decoded":              {"paging.token-escaped"},
		"page.two-hundred-loses-last-by-post": {"paging.collections"},
		"team.user-case-folded":               {"filters.letter-case"},
		"team.user-ignored-later":             {"team.user-on-pages"},
		"team.user-prefix":                    {"filters.team-user"},
	})
}

func TestFormsOfMistakesOfEventsAreNoticed(t *testing.T) {
	t.Parallel()
	requireNoticed(t, map[string][]string{
		"clock.hundredths":                     {"tracking.given-time"},
		"concurrency.readers-share-version":    {"filters.own-answer"},
		"echo.read-as-json":                    {"echo.same-text"},
		"id.inherited-taken":                   {"tracking.given-id"},
		"id.moves-between-teams":               {"tracking.id-kept"},
		"id.moves-between-versions":            {"tracking.id-kept"},
		"id.one-for-versions":                  {"tracking.id-elsewhere"},
		"id.overwrites-between-versions":       {"tracking.id-elsewhere", "tracking.id-kept"},
		"id.trimmed":                           {"tracking.given-id"},
		"id.uuid-lower-case":                   {"tracking.given-id"},
		"id.zeros-cut":                         {"tracking.given-id"},
		"isolation.any-team-reads-by-post":     {"isolation.foreign-read"},
		"isolation.attributes-shared":          {"isolation.invented-bot"},
		"isolation.campaigns-shared":           {"isolation.invented-bot"},
		"isolation.draft-shared":               {"isolation.invented-bot"},
		"schema.attributes-missing-by-post":    {"tracking.as-sent"},
		"schema.event-renamed":                 {"tracking.as-sent"},
		"schema.events-named-items":            {"schema.page"},
		"schema.id-repeated":                   {"schema.unique-ids"},
		"schema.timestamp-without-zone":        {"schema.timestamp"},
		"stamp.last-of-month-early":            {"tracking.given-time"},
		"stamp.week-year":                      {"tracking.given-time"},
		"track.addresses-lowered":              {"tracking.odd-values"},
		"track.attribute-wins":                 {"tracking.odd-values"},
		"track.attributes-lost-after-thirty":   {"tracking.odd-values"},
		"track.bare-hidden":                    {"tracking.not-inherited"},
		"track.capital-booleans-lowered":       {"tracking.odd-values"},
		"track.conversation-lost":              {"tracking.as-sent"},
		"track.decimals-shortened":             {"tracking.odd-values"},
		"track.draft-campaign-lost":            {"filters.campaign-complete"},
		"track.escaped-pairs-lost":             {"tracking.odd-values"},
		"track.hyphens-are-underscores":        {"tracking.odd-values"},
		"track.id-cut":                         {"tracking.given-id"},
		"track.numbered-attributes-are-a-list": {"tracking.odd-values"},
		"track.offset-keeps-day":               {"tracking.offset"},
		"track.offset-in-halves":               {"tracking.offset-edges"},
		"track.offset-forgets-leap-day":        {"tracking.offset-edges"},
		"track.offset-keeps-month":             {"tracking.offset-edges"},
		"track.offset-minutes-dropped":         {"tracking.offset"},
		"track.offset-minutes-unsigned":        {"tracking.offset"},
		"track.one-case-lost":                  {"tracking.odd-values"},
		"track.summer-hour":                    {"tracking.given-time"},
		"track.tabs-are-spaces":                {"tracking.odd-values"},
		"track.tabs-lost-from-names":           {"tracking.odd-values"},
		"track.zero-width-lost-from-names":     {"tracking.odd-values"},
		"transport.chunk-letters-lost":         {"tracking.odd-values", "transport.chunked-body"},
	})
}

func TestNeighboursOfAMemberAreNotTakenForIt(t *testing.T) {
	t.Parallel()
	requireNoticed(t, map[string][]string{
		"filter.conversation-else-user": {"filters.own-member"},
		"filter.event-or-conversation":  {"filters.own-member"},
		"filter.user-or-attribute":      {"filters.own-member"},
	})
	// Which campaign an event without a campaign's id is of no list shows, so that no must can rest on it.
	report := against(t, mockserver.Options{Misbehave: "filter.campaign-or-source"}, only("*.filters.own-member", "*.filters.as-tracked"))
	is := outcomes(report)
	require.Equal(t, conformance.Pass, is["chatlayer.filters.own-member"])
	require.Equal(t, conformance.Fail, is["chatlayer.filters.as-tracked"])
}

func TestFurtherReadingsOfAttributeFiltersAreRecorded(t *testing.T) {
	t.Parallel()
	requireRecordedReadings(t, map[string]string{
		"attribute.third-ignored":     "and",
		"attribute.ignored-with-user": "beside-exact",
		"attribute.ignored-in-draft":  "beside-exact",
		"attribute.cut-200":           "much-alike",
		"attribute.accents-ignored":   "much-alike",
		"attribute.key-cut":           "much-alike",
	})
}

func TestServersThatChangeTimestampsInOtherWaysAreJudgedOnAllElse(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"clock.hundredths", "time.seconds"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireJudgedOnAllElse(t, name)
		})
	}
}

// A run tracks more events than lists of some servers hold, and looks at all of them in one walk: nobody else may have brought any.
func TestMoreThanFiveHundredEventsAreWalked(t *testing.T) {
	t.Parallel()
	report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents, Misbehave: "page.behind-500-is-nothing"},
		func(target *conformance.Target) {
			target.Settings = chatlayer.Settings{Basic: demo().Basic, Bot: demo().Bot}
		})
	is, message := outcome(t, report, "chatlayer.tracking.all-stay")
	require.Equal(t, conformance.Fail, is, message)
}

// Ids that are the same in every run may have been used in the second bot before; what a second event under an id does is open.
func TestIDsOfProgramsInASecondBot(t *testing.T) {
	t.Parallel()
	const id = "chatlayer.tracking.given-id"
	used, misled := &closed{}, mockserver.Options{Misbehave: "id.inherited-taken"}
	for range 2 {
		is, message := outcome(t, againstClosed(t, used, mockserver.Options{}, "secondbot", wanting(id)), id)
		require.Equal(t, conformance.Pass, is, message)
		require.Greater(t, used.written["secondbot"], 12)
	}
	is, message := outcome(t, againstClosed(t, &closed{}, misled, "secondbot", wanting(id)), id)
	require.Equal(t, conformance.Fail, is, message)
}
