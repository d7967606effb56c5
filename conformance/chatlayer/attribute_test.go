package chatlayer_test

import (
	"testing"

	"github.com/understudy-mock/understudy/mockserver"
)

func TestAttributesOfTheMockPass(t *testing.T) {
	requireAllPass(t, against(t, mockserver.Options{}, only("chatlayer.attributes.*")), "attributes")
}

func TestAttributeMisbehavioursAreNoticed(t *testing.T) {
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	for misbehaviour, checks := range map[string][]string{
		"attribute.ignored":                    {"chatlayer.attributes.equality"},
		"attribute.first-only":                 {"chatlayer.attributes.and", "chatlayer.attributes.order"},
		"attribute.third-ignored":              {"chatlayer.attributes.and"},
		"attribute.any":                        {"chatlayer.attributes.and"},
		"attribute.unknown-operator-gives-all": {"chatlayer.attributes.unknown-operator"},
		"attribute.as-number":                  {"chatlayer.attributes.texts"},
		"attribute.prefix":                     {"chatlayer.attributes.texts"},
		"attribute.turns-off-filters":          {"chatlayer.attributes.beside"},
		"attribute.ignored-with-user":          {"chatlayer.attributes.beside-exact"},
		"attribute.ignored-in-draft":           {"chatlayer.attributes.beside-exact"},
		"attribute.ignored-later":              {"chatlayer.attributes.paged"},
		"attribute.missing-is-500":             {"chatlayer.attributes.bare"},
		"attribute.repetition-repeats":         {"chatlayer.attributes.twice"},
		"attribute.key-case-folded":            {"chatlayer.attributes.keys"},
		"attribute.any-key":                    {"chatlayer.attributes.nobody"},
		"attribute.hides-rest":                 {"chatlayer.attributes.shown-whole"},
		"attribute.cut-200":                    {"chatlayer.attributes.much-alike"},
		"attribute.accents-ignored":            {"chatlayer.attributes.much-alike"},
		"attribute.key-cut":                    {"chatlayer.attributes.much-alike"},
		"attribute.end-inclusive":              {"chatlayer.attributes.beside"},
		"attribute.start-exclusive":            {"chatlayer.attributes.equality", "chatlayer.attributes.beside-exact"},
	} {
		t.Run(misbehaviour, func(t *testing.T) {
			t.Parallel()
			requireFails(t, misbehaviour, checks...)
		})
	}
}
