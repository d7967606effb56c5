//go:build examination

package chatlayer_test

import (
	"testing"
)

func TestAttributeMisbehavioursAreNoticed(t *testing.T) {
	t.Parallel()
	for misbehaviour, checks := range map[string][]string{
		"attribute.turns-off-filters":  {"chatlayer.attributes.beside"},
		"attribute.ignored-later":      {"chatlayer.attributes.paged"},
		"attribute.missing-is-500":     {"chatlayer.attributes.bare"},
		"attribute.repetition-repeats": {"chatlayer.attributes.twice"},
		"attribute.any-key":            {"chatlayer.attributes.injection"},
		"attribute.hides-rest":         {"chatlayer.attributes.shown-whole"},
	} {
		t.Run(misbehaviour, func(t *testing.T) {
			t.Parallel()
			requireFails(t, misbehaviour, checks...)
		})
	}
}

func TestReadingsOfAttributeFiltersAreRecorded(t *testing.T) {
	t.Parallel()
	requireRecordedReadings(t, map[string]string{
		"attribute.ignored":                    "equality",
		"attribute.first-only":                 "and",
		"attribute.any":                        "and",
		"attribute.unknown-operator-gives-all": "unknown-operator",
		"attribute.as-number":                  "texts",
		"attribute.prefix":                     "texts",
		"attribute.key-case-folded":            "keys",
	})
}
