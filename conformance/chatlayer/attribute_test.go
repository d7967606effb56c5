package chatlayer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

func TestAttributesOfTheMockPass(t *testing.T) {
	t.Parallel()
	requireAllPass(t, against(t, mockserver.Options{}, only("chatlayer.attributes.*")), "attributes")
}

func TestAttributeMisbehavioursAreNoticed(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	for misbehaviour, checks := range map[string][]string{
		"attribute.turns-off-filters":  {"chatlayer.attributes.beside"},
		"attribute.ignored-later":      {"chatlayer.attributes.paged"},
		"attribute.missing-is-500":     {"chatlayer.attributes.bare"},
		"attribute.repetition-repeats": {"chatlayer.attributes.twice"},
		"attribute.any-key":            {"chatlayer.attributes.injection"},
		"attribute.hides-rest":         {"chatlayer.attributes.shown-whole"},
		"attribute.end-inclusive":      {"chatlayer.attributes.beside"},
		"attribute.start-exclusive":    {"chatlayer.attributes.paged"},
	} {
		t.Run(misbehaviour, func(t *testing.T) {
			t.Parallel()
			requireFails(t, misbehaviour, checks...)
		})
	}
}

// What an operator means and how filters combine nobody says: no reading of them is accused, and each is told.
func TestReadingsOfAttributeFiltersAreRecorded(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	usual := map[string]string{}
	for _, c := range against(t, mockserver.Options{EventsPerBot: 50}, only("chatlayer.attributes.*")).Checks {
		usual[c.ID] = c.Message
	}
	for variant, by := range map[string]string{
		"attribute.ignored":                    "equality",
		"attribute.first-only":                 "and",
		"attribute.third-ignored":              "and",
		"attribute.any":                        "and",
		"attribute.unknown-operator-gives-all": "unknown-operator",
		"attribute.as-number":                  "texts",
		"attribute.prefix":                     "texts",
		"attribute.ignored-with-user":          "beside-exact",
		"attribute.ignored-in-draft":           "beside-exact",
		"attribute.key-case-folded":            "keys",
		"attribute.cut-200":                    "much-alike",
		"attribute.accents-ignored":            "much-alike",
		"attribute.key-cut":                    "much-alike",
	} {
		t.Run(variant, func(t *testing.T) {
			t.Parallel()
			report := against(t, mockserver.Options{Variants: []string{variant}, EventsPerBot: 50}, only("chatlayer.attributes.*"))
			for _, c := range report.Checks {
				require.NotEqual(t, conformance.Fail, c.Outcome, "%s: %s", c.ID, c.Message)
				if c.ID == "chatlayer.attributes."+by {
					require.Equal(t, conformance.Pass, c.Outcome, c.Message)
					require.NotEqual(t, usual[c.ID], c.Message)
					require.NotContains(t, c.Message, "means equality")
				}
			}
		})
	}
}
