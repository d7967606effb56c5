package chatlayer_test

import "testing"

func TestTrackingChecksNoticeMisbehaviours(t *testing.T) {
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	requireNoticed(t, map[string][]string{
		"track.names-composed":               {"tracking.odd-values"},
		"track.attribute-wins":               {"tracking.odd-values"},
		"track.drops-empty-attributes":       {"tracking.odd-values"},
		"track.proto-lost":                   {"tracking.odd-values"},
		"track.attributes-of-before":         {"tracking.not-inherited"},
		"track.read-once":                    {"tracking.stays"},
		"track.conversation-lost":            {"tracking.as-sent"},
		"clock.hundredths":                   {"tracking.given-time"},
		"clock.local-time":                   {"tracking.given-time"},
		"id.one-for-team":                    {"tracking.id-elsewhere"},
		"id.moves-between-teams":             {"tracking.id-kept"},
		"json.empty-null":                    {"schema.no-null"},
		"track.values-cut":                   {"tracking.odd-values"},
		"track.one-case-lost":                {"tracking.odd-values"},
		"track.attributes-lost-after-thirty": {"tracking.odd-values"},
		"track.escaped-pairs-lost":           {"tracking.odd-values"},
		"track.fraction-misread":             {"tracking.fractions"},
		"track.whole-seconds-refused":        {"tracking.fractions"},
		"track.bare-hidden":                  {"tracking.not-inherited"},
		"track.id-cut":                       {"tracking.given-id"},
		"echo.read-as-json":                  {"echo.same-text"},
	})
}
