//go:build examination

package chatlayer_test

import (
	"testing"
)

func TestFilterMisbehavioursAreNoticed(t *testing.T) {
	t.Parallel()
	for misbehaviour, checks := range map[string][]string{
		"filter.event-ignored":           {"chatlayer.filters.event", "chatlayer.filters.event-names"},
		"filter.user-ignored":            {"chatlayer.filters.user", "chatlayer.filters.own-member"},
		"filter.conversation-ignored":    {"chatlayer.filters.conversation"},
		"filter.campaign-ignored":        {"chatlayer.filters.campaign", "chatlayer.filters.campaign-complete"},
		"filter.version-ignored":         {"chatlayer.filters.version"},
		"filter.third-ignored":           {"chatlayer.filters.combined"},
		"filter.no-match-gives-all":      {"chatlayer.filters.nobody", "chatlayer.filters.team-nobody"},
		"filter.after-limit":             {"chatlayer.filters.sparse"},
		"filter.first-page-only":         {"chatlayer.filters.paged"},
		"filter.version-forgotten-later": {"chatlayer.filters.version-paged"},
		"filter.user-ignored-by-post":    {"chatlayer.filters.user"},
		"filter.user-ignored-in-draft":   {"chatlayer.filters.version-filtered"},
		"filter.event-prefix":            {"chatlayer.filters.whole-value"},
		"filter.event-like":              {"chatlayer.filters.wildcards"},
		"filter.conversation-or-user":    {"chatlayer.filters.own-member"},
		"filter.no-conversation-matches": {"chatlayer.filters.no-conversation"},
		"filter.user-as-number":          {"chatlayer.filters.numerals"},
		"filter.trimmed":                 {"chatlayer.filters.spaces"},
		"filter.plus-is-space":           {"chatlayer.filters.reserved"},
		"filter.html-escaped":            {"chatlayer.filters.reserved", "chatlayer.filters.escapes"},
		"filter.forms-folded":            {"chatlayer.filters.letters"},
		"filter.cut-255":                 {"chatlayer.filters.long-values"},
		"filter.long-lost-later":         {"chatlayer.filters.long-values"},
		"filter.words-are-none":          {"chatlayer.filters.plain-words"},
		"team.user-ignored":              {"chatlayer.filters.team-user"},
	} {
		t.Run(misbehaviour, func(t *testing.T) {
			t.Parallel()
			requireFails(t, misbehaviour, checks...)
		})
	}
}

func TestLetterCaseAndLeaksAreNoticed(t *testing.T) {
	t.Parallel()
	for misbehaviour, checks := range map[string][]string{
		"filter.case-folded":        {"chatlayer.filters.letter-case", "chatlayer.filters.letters"},
		"filter.user-case-folded":   {"chatlayer.filters.letter-case"},
		"list.refused-filter-stays": {"chatlayer.filters.own-answer"},
	} {
		t.Run(misbehaviour, func(t *testing.T) {
			t.Parallel()
			requireFails(t, misbehaviour, checks...)
		})
	}
}
