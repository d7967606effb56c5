package chatlayer_test

import "testing"

func TestSchemaChecksNoticeMisbehaviours(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	requireNoticed(t, map[string][]string{
		"schema.events-named-items":         {"schema.page"},
		"schema.members-camel-case":         {"schema.member-names"},
		"schema.event-renamed":              {"tracking.as-sent"},
		"schema.page-wrapped":               {"schema.page"},
		"schema.list-id-number":             {"schema.member-types"},
		"schema.attribute-number":           {"schema.attributes"},
		"schema.timestamp-without-zone":     {"schema.timestamp"},
		"filter.version-forgotten-later":    {"schema.bot-and-version"},
		"schema.attributes-missing-by-post": {"tracking.as-sent"},
		"schema.id-repeated":                {"schema.unique-ids"},
		"schema.empty-is-404":               {"schema.empty-list"},
	})
}
