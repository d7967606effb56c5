package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func schemaChecks() []conformance.Check {
	return append(schemaShapeChecks(), schemaContentChecks()...)
}

func schemaShapeChecks() []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.schema.page", Title: "Every list is an object with the array events and the string next_page_token.",
			Level: conformance.Must, Requirement: "CHL-SCH-6",
			Also: []string{"CHL-PAGE-9", "CHL-OPS-10", "CHL-TEAM-1", "CHL-TEAM-2", "CHL-TEAM-3", "CHL-TEAM-4"}, Operations: listing(),
			Phase: conformance.Closing, Floor: map[string]int{"answers": 1}, Watch: everyPage(alike(pageShape)), Run: bare(told),
		},
		{
			ID: "chatlayer.schema.no-null", Title: "No member of an answer is null.", Level: conformance.Must, Requirement: "CHL-JSON-3",
			Also: []string{"CHL-SCH-2", "CHL-SCH-3", "CHL-SCH-6", "CHL-PAGE-9"}, Operations: append(listing(), "TrackEvent"),
			Phase: conformance.Closing, Floor: map[string]int{"answers": 1}, Watch: watchNulls, Run: bare(noNull),
		},
		{
			ID: "chatlayer.schema.member-names", Title: "The members of events have the documented names, letter for letter.",
			Level: conformance.Must, Requirement: "CHL-JSON-1", Also: []string{"CHL-SCH-1", "CHL-SCH-5"}, Operations: listing(),
			Phase: conformance.Closing, Floor: map[string]int{"events": 1}, Watch: memberNames(), Run: bare(told),
		},
		{
			ID: "chatlayer.schema.member-types", Title: "The members of events are strings.", Level: conformance.Must,
			Requirement: "CHL-SCH-2", Also: []string{"CHL-SCH-4", "CHL-SCH-5"}, Operations: listing(), Phase: conformance.Closing,
			Floor: map[string]int{"events": 1}, Watch: memberTypes(), Run: bare(told),
		},
		{
			ID: "chatlayer.schema.attributes", Title: "Attributes is an object whose values are strings.", Level: conformance.Must,
			Requirement: "CHL-SCH-3", Also: []string{"CHL-SCH-7", "CHL-SCH-5"}, Operations: listing(), Phase: conformance.Closing,
			Floor: map[string]int{"attributes": 1}, Watch: attributeTypes(), Run: bare(told),
		},
		{
			ID: "chatlayer.schema.timestamp", Title: "Timestamp is a date-time of RFC 3339.", Level: conformance.Must,
			Requirement: "CHL-TIME-16", Also: []string{"CHL-SCH-4", "CHL-JSON-4"}, Operations: listing(), Phase: conformance.Closing,
			Floor: map[string]int{"timestamps": 1}, Watch: timestamps(), Run: bare(told),
		},
		{
			ID: "chatlayer.schema.timestamp-uniform", Title: "Whether timestamps sort as text.", Level: conformance.Info, Requirement: "CHL-TIME-18",
			Operations: listing(), Phase: conformance.Closing, Floor: map[string]int{"timestamps": 2}, Unproved: "records only",
			Watch: uniformTimestamps(), Run: bare(tellUniform),
		},
	}
}

func schemaContentChecks() []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.schema.bot-and-version", Title: "Every listed event is of the bot in the path and of the version that was asked for.",
			Level: conformance.Must, Requirement: "CHL-FLT-7", Operations: []string{get, post}, Phase: conformance.Closing,
			Floor: map[string]int{"events": 1}, Watch: ofBotAndVersion(), Run: bare(told),
		},
		{
			ID: "chatlayer.schema.same-everywhere", Title: "What two answers show of an event is the same.", Level: conformance.Must,
			Requirement: "CHL-LAW-5", Also: []string{"CHL-SCH-1", "CHL-SCH-5"}, Operations: listing(), Phase: conformance.Closing,
			Floor: map[string]int{"second looks": 1}, Watch: func() conformance.Watcher { return &looks{} }, Run: with(sameEverywhere),
		},
		{
			ID: "chatlayer.schema.unique-ids", Title: "No two events have one id.", Level: conformance.Should, Requirement: "CHL-TRK-15",
			Also: []string{"CHL-TRK-17"}, Operations: listing(), Needs: []conformance.Capability{conformance.Writes},
			Floor: map[string]int{"events": 2}, Run: with(uniqueIDs),
		},
		{
			ID: "chatlayer.schema.empty-list", Title: "A list without events is a page without events.", Level: conformance.Must,
			Requirement: "CHL-OPS-4", Also: []string{"CHL-OPS-1", "CHL-OPS-2"}, Operations: listing(), Floor: map[string]int{"empty lists": 2},
			Run: bare(emptyLists),
		},
		{
			ID: "chatlayer.schema.refusals", Title: "Which form refusals have.", Level: conformance.Info, Requirement: "CHL-ERR-1",
			Operations: listing(), Phase: conformance.Closing, Floor: map[string]int{"refusals": 1}, Unproved: "records only",
			Watch: func() conformance.Watcher { return &refusals{} }, Run: bare(refusalForms),
		},
		{
			ID: "chatlayer.schema.dialect", Title: "Which members and which order lists have.", Level: conformance.Info, Requirement: "CHL-JSON-6",
			Also: []string{"CHL-PAGE-12", "CHL-PAGE-13"}, Operations: listing(), Phase: conformance.Closing, Floor: map[string]int{"answers": 1},
			Unproved: "records only", Watch: func() conformance.Watcher { return &shapes{} }, Run: bare(openShapes),
		},
	}
}
