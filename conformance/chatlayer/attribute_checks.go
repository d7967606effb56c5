package chatlayer

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

// records is why nothing can make a check fail that looks at what nobody documents.
const records = "it only records"

// attributeChecks are about the attribute filters of the list by POST. They share what the first of them finds out about the
// target's operators.
func attributeChecks() []conformance.Check {
	d := &dialects{of: map[*session]dialect{}}
	all := slices.Concat(attributeLists(d), attributeMatches(d), attributeOpen(d))
	for i := range all {
		all[i].Needs = filterWrites()
		if all[i].Phase == conformance.Writing {
			all[i].Operations = []string{"TrackEvent", post}
		} else {
			all[i].Operations = []string{post}
		}
	}
	return all
}

// attributeLists are the checks of several filters, and of attribute filters beside others.
func attributeLists(d *dialects) []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.attributes.none", Title: "An empty list of attribute filters means none.", Level: conformance.Should,
			Requirement: "CHL-ATTR-16", Also: []string{"CHL-ATTR-1", "CHL-ATTR-2", "CHL-ATTR-3"},
			Floor: map[string]int{"matching": 20, "others": 20}, Run: with(emptyFilters),
		},
		{
			ID: "chatlayer.attributes.null", Title: "What null for the attribute filters means.", Level: conformance.Info, Requirement: "CHL-JSON-8",
			Floor: map[string]int{"answers": 1}, Unproved: records, Run: with(nullFilters),
		},
		{
			ID:    "chatlayer.attributes.equality",
			Title: "Which word means equality, and whether exactly the events with the value are listed under it.", Level: conformance.Info,
			Requirement: "CHL-ATTR-5", Also: []string{"CHL-ATTR-1", "CHL-ATTR-2", "CHL-ATTR-3"}, Floor: map[string]int{"matching": 10, "others": 10},
			Unproved: records, Run: with(d.equality),
		},
		{
			ID: "chatlayer.attributes.and", Title: "Whether several attribute filters list the events that meet all of them.",
			Level: conformance.Info, Requirement: "CHL-ATTR-7", Floor: map[string]int{"combinations": 5, "matching": 3, "others": 20},
			Unproved: records, Run: d.attributed(attributeAnd),
		},
		{
			ID: "chatlayer.attributes.order", Title: "Whether the order of attribute filters matters.", Level: conformance.Info,
			Requirement: "CHL-ATTR-7", Floor: map[string]int{"events": 2}, Unproved: records, Run: d.attributed(attributeOrder),
		},
		{
			ID: "chatlayer.attributes.twice", Title: "An attribute filter that is given twice lists each event once.", Level: conformance.Must,
			Requirement: "CHL-PAGE-10", Floor: map[string]int{"events": 10}, Run: d.attributed(attributeTwice),
		},
		{
			ID: "chatlayer.attributes.beside", Title: "Plain filters, version and window hold beside an attribute filter.", Level: conformance.Must,
			Requirement: "CHL-FLT-6", Also: []string{"CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4", "CHL-FLT-7"},
			Floor: map[string]int{"others": 100}, Run: d.attributed(attributeBeside),
		},
		{
			ID:    "chatlayer.attributes.beside-exact",
			Title: "Whether an attribute filter lists exactly what meets it beside plain filters and on drafts.", Level: conformance.Info,
			Requirement: "CHL-ATTR-7", Also: []string{"CHL-FLT-6"}, Floor: map[string]int{"matching": 20, "others": 20}, Unproved: records,
			Run: d.attributed(attributeBesideExact),
		},
		{
			ID:    "chatlayer.attributes.paged",
			Title: "An attribute filter lists the same events on small pages, and in a narrower window those that lie in it.",
			Level: conformance.Should, Requirement: "CHL-ATTR-15", Also: []string{"CHL-ATTR-1", "CHL-PAGE-10", "CHL-TIME-1", "CHL-TIME-2"},
			Floor: map[string]int{"matching": 10, "later pages": 2}, Run: d.attributed(attributePaged),
		},
	}
}

// attributeMatches are the checks of how keys and values are compared.
func attributeMatches(d *dialects) []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.attributes.nobody", Title: "Whether keys and values that no event has list nothing.", Level: conformance.Info,
			Requirement: "CHL-ATTR-5", Also: []string{"CHL-ATTR-3"}, Floor: map[string]int{"filters": 5}, Unproved: records,
			Run: d.attributed(attributeNobody),
		},
		{
			ID: "chatlayer.attributes.texts", Title: "Whether values are compared whole and as texts, not as numbers.", Level: conformance.Info,
			Requirement: "CHL-ATTR-5", Floor: map[string]int{"values": 6, "matching": 10, "others": 100}, Unproved: records,
			Run: d.attributed(attributeTexts),
		},
		{
			ID: "chatlayer.attributes.keys", Title: "Whether attribute keys with unusual signs can be asked for, and their case counts.",
			Level: conformance.Info, Requirement: "CHL-ATTR-5", Phase: conformance.Writing, Floor: map[string]int{"matching": 2, "others": 2},
			Unproved: records, Run: d.attributed(attributeKeys),
		},
		{
			ID: "chatlayer.attributes.much-alike", Title: "Whether values and keys that differ at their end or in an accent are kept apart.",
			Level: conformance.Info, Requirement: "CHL-ATTR-5", Phase: conformance.Writing, Floor: map[string]int{"matching": 1, "others": 2},
			Unproved: records, Run: d.attributed(attributesApart),
		},
		{
			ID: "chatlayer.attributes.member-name", Title: "Whether an attribute that has the name of a member is kept apart from it.",
			Level: conformance.Info, Requirement: "CHL-ATTR-5", Floor: map[string]int{"matching": 5, "others": 20}, Unproved: records,
			Run: d.attributed(attributeCore),
		},
		{
			ID: "chatlayer.attributes.injection", Title: "Texts that mean something to databases stay texts.", Level: conformance.Should,
			Requirement: "CHL-ATTR-12", Floor: map[string]int{"filters": 9}, Run: d.attributed(attributeInjection),
		},
		{
			ID: "chatlayer.attributes.shown-whole", Title: "An event that an attribute filter finds shows all its attributes.",
			Level: conformance.Should, Requirement: "CHL-LAW-6", Also: []string{"CHL-SCH-3", "CHL-TRK-4"}, Floor: map[string]int{"events": 10},
			Run: d.attributed(shownWhole),
		},
		{
			ID:    "chatlayer.attributes.bare",
			Title: "A list with attribute filters is answered, or refused, although some events have no attributes.", Level: conformance.Must,
			Requirement: "CHL-OPS-2", Phase: conformance.Writing, Floor: map[string]int{"answers": 2}, Run: d.attributed(bareAnswered),
		},
		{
			ID: "chatlayer.attributes.bare-no-match", Title: "Whether an event without attributes equals no value.", Level: conformance.Info,
			Requirement: "CHL-ATTR-5", Phase: conformance.Writing, Floor: map[string]int{"matching": 1, "others": 1}, Unproved: records,
			Run: d.attributed(bareNoMatch),
		},
	}
}

// attributeOpen are the checks of what nobody documents.
func attributeOpen(d *dialects) []conformance.Check {
	one := map[string]int{"answers": 1}
	return []conformance.Check{
		{
			ID: "chatlayer.attributes.unknown-operator", Title: "What an unknown operator lists.", Level: conformance.Info,
			Requirement: "CHL-ATTR-4", Floor: map[string]int{"events": 10}, Unproved: records, Run: d.attributed(unknownOperator),
		},
		{
			ID: "chatlayer.attributes.many", Title: "Very many filters and very long values are answered rightly or refused.",
			Level: conformance.Should, Requirement: "CHL-ATTR-12", Also: []string{"CHL-OPS-2"}, Floor: map[string]int{"answers": 2},
			Run: d.attributed(manyFilters),
		},
		{
			ID: "chatlayer.attributes.several-values", Title: "How several values of one filter combine.", Level: conformance.Info,
			Requirement: "CHL-ATTR-6", Floor: one, Unproved: records, Run: d.attributed(severalValues),
		},
		{
			ID: "chatlayer.attributes.negation", Title: "Which words mean inequality, and what they do with events that lack the attribute.",
			Level: conformance.Info, Requirement: "CHL-ATTR-5", Floor: one, Unproved: records, Run: d.attributed(negation),
		},
		{
			ID: "chatlayer.attributes.incomplete", Title: "What filters without a key, an operator or values give.", Level: conformance.Info,
			Requirement: "CHL-ATTR-8", Also: []string{"CHL-ATTR-9", "CHL-ATTR-10"}, Floor: one, Unproved: records,
			Run: d.attributed(incompleteFilters),
		},
	}
}
