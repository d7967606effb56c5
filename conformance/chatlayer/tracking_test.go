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
		"track.drops-empty-attributes": {"tracking.odd-values"},
		"track.proto-lost":             {"tracking.odd-values"},
		"track.attributes-of-before":   {"tracking.not-inherited"},
		"track.read-once":              {"tracking.stays"},
		"id.case-folded":               {"tracking.given-id"},
		"list.kept-for-ever":           {"tracking.asked-before"},
		"track.values-cut":             {"tracking.odd-values"},
		"track.fraction-misread":       {"tracking.fractions"},
		"track.whole-seconds-refused":  {"tracking.fractions"},
		"id.one-for-all":               {"tracking.id-elsewhere"},
		"id.moves-within-team":         {"tracking.id-kept"},
		"clock.whole-seconds":          {"tracking.given-time"},
		"track.offset-dropped":         {"tracking.offset"},
		"track.attributes-lost":        {"tracking.as-sent"},
		"echo.trimmed":                 {"echo.same-text"},
		"events.null":                  {"schema.no-null"},
		"schema.event-null":            {"schema.unique-ids"},
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
