package chatlayer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

func TestTrackingChecksNoticeMisbehaviours(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	requireNoticed(t, map[string][]string{
		"track.attribute-wins":                 {"tracking.odd-values"},
		"track.drops-empty-attributes":         {"tracking.odd-values"},
		"track.proto-lost":                     {"tracking.odd-values"},
		"track.attributes-of-before":           {"tracking.not-inherited"},
		"track.read-once":                      {"tracking.stays"},
		"track.conversation-lost":              {"tracking.as-sent"},
		"clock.hundredths":                     {"tracking.given-time"},
		"clock.local-time":                     {"tracking.given-time"},
		"id.one-for-team":                      {"tracking.id-elsewhere"},
		"id.one-for-versions":                  {"tracking.id-elsewhere"},
		"id.moves-between-versions":            {"tracking.id-kept"},
		"id.overwrites-between-versions":       {"tracking.id-elsewhere", "tracking.id-kept"},
		"id.case-folded":                       {"tracking.given-id"},
		"id.uuid-lower-case":                   {"tracking.given-id"},
		"id.trimmed":                           {"tracking.given-id"},
		"id.inherited-taken":                   {"tracking.given-id"},
		"list.kept-for-ever":                   {"tracking.asked-before"},
		"track.tabs-lost-from-names":           {"tracking.odd-values"},
		"track.zero-width-lost-from-names":     {"tracking.odd-values"},
		"track.tabs-are-spaces":                {"tracking.odd-values"},
		"track.capital-booleans-lowered":       {"tracking.odd-values"},
		"id.moves-between-teams":               {"tracking.id-kept"},
		"json.empty-null":                      {"schema.no-null"},
		"track.values-cut":                     {"tracking.odd-values"},
		"track.one-case-lost":                  {"tracking.odd-values"},
		"track.attributes-lost-after-thirty":   {"tracking.odd-values"},
		"track.escaped-pairs-lost":             {"tracking.odd-values"},
		"track.fraction-misread":               {"tracking.fractions"},
		"track.whole-seconds-refused":          {"tracking.fractions"},
		"track.bare-hidden":                    {"tracking.not-inherited"},
		"track.id-cut":                         {"tracking.given-id"},
		"echo.read-as-json":                    {"echo.same-text"},
		"track.addresses-lowered":              {"tracking.odd-values"},
		"track.hyphens-are-underscores":        {"tracking.odd-values"},
		"track.decimals-shortened":             {"tracking.odd-values"},
		"track.numbered-attributes-are-a-list": {"tracking.odd-values"},
		"echo.lowered":                         {"echo.same-text"},
		"id.zeros-cut":                         {"tracking.given-id"},
		"page.cursor-id-folded":                {"tracking.given-id"},
		"track.offset-keeps-day":               {"tracking.offset"},
		"track.offset-minutes-dropped":         {"tracking.offset"},
		"track.offset-minutes-unsigned":        {"tracking.offset"},
		"stamp.last-of-month-early":            {"tracking.given-time"},
		"stamp.old-half-a-day-early":           {"tracking.given-time"},
		"stamp.week-year":                      {"tracking.given-time"},
	})
}

// An attribute that is null may be refused or dropped. Where it is taken and listed the schema is broken, which another check sees.
func TestNullAttributesThatAreListedBreakTheSchema(t *testing.T) {
	t.Parallel()
	report := against(t, mockserver.Options{Misbehave: "track.null-attributes-kept", EventsPerBot: 50}, func(target *conformance.Target) {
		target.PerSecond, target.Only = 5000, []string{"chatlayer.schema.attributes", "chatlayer.tracking.refused-stores-nothing"}
	})
	require.Equal(t, conformance.Fail, outcomes(report)["chatlayer.schema.attributes"])
}

// A run tracks more events than lists of some servers hold, and looks at all of them in one walk: nobody else may have brought any.
func TestMoreThanFiveHundredEventsAreWalked(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	report := against(t, mockserver.Options{EventsPerBot: -1, Misbehave: "page.behind-500-is-nothing"}, func(target *conformance.Target) {
		target.PerSecond, target.Team, target.OtherBasic, target.OtherBot = 5000, "", "", ""
	})
	is, message := outcome(t, report, "chatlayer.tracking.all-stay")
	require.Equal(t, conformance.Fail, is, message)
}
