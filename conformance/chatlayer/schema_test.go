//go:build examination

package chatlayer_test

import "testing"

func TestSchemaChecksNoticeMisbehaviours(t *testing.T) {
	t.Parallel()
	requireNoticed(t, map[string][]string{
		"schema.members-camel-case":      {"schema.member-names"},
		"schema.page-wrapped":            {"schema.page"},
		"schema.list-id-number":          {"schema.member-types"},
		"schema.attribute-number":        {"schema.attributes"},
		"filter.version-forgotten-later": {"schema.bot-and-version"},
		"schema.empty-is-404":            {"schema.empty-list"},
	})
}
