//go:build examination

package chatlayer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

func TestTrackingChecksNoticeMisbehaviours(t *testing.T) {
	t.Parallel()
	requireNoticed(t, map[string][]string{
		"track.drops-empty-attributes": {"tracking.odd-values"},
		"track.proto-lost":             {"tracking.odd-values"},
		"track.attributes-of-before":   {"tracking.not-inherited"},
		"track.read-once":              {"tracking.stays"},
		"id.case-folded":               {"tracking.given-id"},

		"track.refused-for-attributes-is-merged": {"tracking.after-refusal"},
		"list.kept-for-ever":                     {"tracking.asked-before"},
		"track.values-cut":                       {"tracking.odd-values"},
		"track.fraction-misread":                 {"tracking.fractions"},
		"track.whole-seconds-refused":            {"tracking.fractions"},
		"id.one-for-all":                         {"tracking.id-elsewhere"},
		"id.moves-within-team":                   {"tracking.id-kept"},
		"clock.whole-seconds":                    {"tracking.given-time"},
		"track.offset-dropped":                   {"tracking.offset"},
		"track.attributes-lost":                  {"tracking.as-sent"},
		"echo.trimmed":                           {"echo.same-text"},
		"events.null":                            {"schema.no-null"},
		"schema.event-null":                      {"schema.unique-ids"},
	})
}

// Lists of events that only one check tracks have the documented form like all others.
func TestANullInAnOddEventBreaksTheForm(t *testing.T) {
	t.Parallel()
	report := against(t, mockserver.Options{Misbehave: "json.empty-attribute-null", EventsPerBot: mockserver.NoEvents},
		func(target *conformance.Target) {
			target.Only = []string{"chatlayer.tracking.odd-values", "chatlayer.schema.attributes"}
		})
	require.Equal(t, conformance.Fail, outcomes(report)["chatlayer.schema.attributes"])
	require.Equal(t, conformance.Nonconformant, report.Verdict, report.Reason)
}
