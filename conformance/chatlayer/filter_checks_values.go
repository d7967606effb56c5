package chatlayer

import "github.com/understudy-mock/understudy/conformance"

// filterValues are the checks of how a value is compared.
func filterValues() []conformance.Check {
	near := map[string]int{"matching": 2, "others": 20}
	return []conformance.Check{
		{
			ID: "chatlayer.filters.whole-value", Title: "A filter matches whole values, not their beginning, end or middle.",
			Level: conformance.Must, Requirement: "CHL-FLT-1", Also: []string{"CHL-FLT-2", "CHL-FLT-3"}, Operations: filterLists(),
			Needs: filterWrites(), Floor: near, Run: with(wholeValuesOnly),
		},
		{
			ID: "chatlayer.filters.spaces", Title: "Spaces at the ends of a value count.", Level: conformance.Should, Requirement: "CHL-FLT-8",
			Operations: filterLists(), Needs: filterWrites(), Floor: near, Run: with(spacesCount),
		},
		{
			ID: "chatlayer.filters.wildcards", Title: "Signs of pattern languages stand for themselves.", Level: conformance.Should,
			Requirement: "CHL-FLT-8", Operations: filterLists(), Needs: filterWrites(), Floor: near, Run: with(wildSigns),
		},
		{
			ID: "chatlayer.filters.reserved", Title: "Characters that a URL escapes match when they are escaped.", Level: conformance.Must,
			Requirement: "CHL-FLT-1", Also: []string{"CHL-FLT-2", "CHL-FLT-3"}, Operations: filterLists(), Needs: filterWrites(), Floor: near,
			Run: with(reservedSigns),
		},
		{
			ID: "chatlayer.filters.unicode", Title: "Letters beyond ASCII match as they were sent.", Level: conformance.Should,
			Requirement: "CHL-FLT-8", Operations: filterLists(), Needs: filterWrites(), Floor: near, Run: with(accentedValues),
		},
	}
}

// filterTwins are the checks of values that are much alike or look like something else.
func filterTwins() []conformance.Check {
	near := map[string]int{"matching": 2, "others": 20}
	return []conformance.Check{
		{
			ID: "chatlayer.filters.letters", Title: "Values that differ in one letter beyond ASCII are kept apart.", Level: conformance.Should,
			Requirement: "CHL-FLT-8", Operations: filterTracks(), Needs: filterWrites(), Phase: conformance.Writing,
			Floor: map[string]int{"values": 2}, Run: with(letterPairs),
		},
		{
			ID: "chatlayer.filters.numerals", Title: "Values that look like one number are kept apart.", Level: conformance.Must,
			Requirement: "CHL-FLT-3", Also: []string{"CHL-FLT-1", "CHL-FLT-2"}, Operations: filterTracks(), Needs: filterWrites(),
			Phase: conformance.Writing, Floor: map[string]int{"values": 2}, Run: with(numberLooks),
		},
		{
			ID: "chatlayer.filters.long-values", Title: "Long values that differ at their end are kept apart.", Level: conformance.Must,
			Requirement: "CHL-FLT-3", Also: []string{"CHL-FLT-1", "CHL-FLT-2"}, Operations: filterTracks(), Needs: filterWrites(),
			Phase: conformance.Writing, Floor: map[string]int{"values": 2}, Run: with(longTwins),
		},
		{
			ID: "chatlayer.filters.letter-case", Title: "Values that differ in the case of their letters are kept apart.", Level: conformance.Should,
			Requirement: "CHL-FLT-8", Operations: append(filterTracks(), team), Needs: filterWrites(), Phase: conformance.Writing,
			Floor: map[string]int{"values": 2}, Run: with(letterCase),
		},
		{
			ID: "chatlayer.filters.escapes", Title: "Values that look escaped are taken as they are.", Level: conformance.Should,
			Requirement: "CHL-FLT-8", Operations: filterTracks(), Needs: filterWrites(), Phase: conformance.Writing,
			Floor: map[string]int{"values": 2}, Run: with(escapedLooks),
		},
		{
			ID: "chatlayer.filters.patterns", Title: "No sign in a value stands for others.", Level: conformance.Should, Requirement: "CHL-FLT-8",
			Operations: filterTracks(), Needs: filterWrites(), Phase: conformance.Writing, Floor: map[string]int{"values": 2},
			Run: with(patternSigns),
		},
		{
			ID: "chatlayer.filters.plain-words", Title: "Words such as null, 0 and all are values like others.", Level: conformance.Should,
			Requirement: "CHL-FLT-8", Also: []string{"CHL-FLT-1", "CHL-FLT-3"}, Operations: filterLists(), Needs: filterWrites(),
			Floor: map[string]int{"words": 6, "others": 20}, Run: with(plainWords),
		},
		{
			ID: "chatlayer.filters.no-conversation", Title: "Events without a conversation match no conversation_id.", Level: conformance.Must,
			Requirement: "CHL-FLT-2", Operations: filterLists(), Needs: filterWrites(), Floor: map[string]int{"without a conversation": 2},
			Run: with(noConversation),
		},
		{
			ID: "chatlayer.filters.own-member", Title: "A filter looks at its own member only.", Level: conformance.Must, Requirement: "CHL-FLT-2",
			Also: []string{"CHL-FLT-1", "CHL-FLT-3", "CHL-FLT-4"}, Operations: filterLists(), Needs: filterWrites(), Floor: near,
			Run: with(fieldsApart),
		},
	}
}

// filterVersions are the checks of DRAFT and LIVE.
func filterVersions() []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.filters.version", Title: "DRAFT and LIVE events are never mixed.", Level: conformance.Must, Requirement: "CHL-FLT-7",
			Operations: filterLists(), Needs: filterWrites(), Floor: map[string]int{"DRAFT": 10, "LIVE": 50}, Run: with(versionsApart),
		},
		{
			ID: "chatlayer.filters.version-filtered", Title: "Filters on DRAFT list the drafts that meet them and no live event.",
			Level: conformance.Must, Requirement: "CHL-FLT-7", Also: []string{"CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3"}, Operations: filterLists(),
			Needs: filterWrites(), Floor: map[string]int{"matching": 4, "others": 20, "live ones of the same value": 4}, Run: with(draftsFiltered),
		},
		{
			ID: "chatlayer.filters.version-paged", Title: "The version holds on every page of a walk.", Level: conformance.Must,
			Requirement: "CHL-FLT-7", Also: []string{"CHL-PAGE-10"}, Operations: filterLists(), Needs: filterWrites(),
			Floor: map[string]int{"later pages": 4}, Run: with(versionPaged),
		},
	}
}

// openFilters are the checks of what nobody documents.
func openFilters() []conformance.Check {
	one := map[string]int{"answers": 1}
	const records = "records only"
	return []conformance.Check{
		{
			ID: "chatlayer.filters.empty-value", Title: "What an empty filter means.", Level: conformance.Info, Requirement: "CHL-FLT-9",
			Operations: []string{get}, Floor: one, Unproved: records, Run: with(emptyFilter),
		},
		{
			ID: "chatlayer.filters.repeated", Title: "What a filter does that is given twice.", Level: conformance.Info, Requirement: "CHL-FLT-12",
			Operations: []string{get}, Needs: filterWrites(), Floor: one, Unproved: records, Run: with(filterRepeated),
		},
		{
			ID: "chatlayer.filters.other-version", Title: "What a version gives that is neither DRAFT nor LIVE.", Level: conformance.Info,
			Requirement: "CHL-VER-3", Operations: []string{get}, Floor: one, Unproved: records, Run: with(unknownVersion),
		},
		{
			ID: "chatlayer.filters.unknown-parameter", Title: "What a parameter gives that there is not.", Level: conformance.Info,
			Requirement: "CHL-JSON-7", Operations: []string{get}, Floor: one, Unproved: records, Run: with(unknownFilter),
		},
	}
}
