package chatlayer

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

func filterChecks() []conformance.Check {
	return slices.Concat(singleFilters(), combinedFilters(), filterValues(), filterTwins(), filterVersions(), openFilters())
}

func filterLists() []string { return []string{get, post} }

func filterTracks() []string { return []string{"TrackEvent", get, post} }

func filterWrites() []conformance.Capability { return []conformance.Capability{conformance.Writes} }

// singleFilters are the checks of one filter at a time.
func singleFilters() []conformance.Check {
	some := map[string]int{"matching": 2, "others": 2} // one by each of two lists
	return []conformance.Check{
		{
			ID: "chatlayer.filters.event", Title: "event lists no event of another name, and every event that a list has shown with it.",
			Level: conformance.Must, Requirement: "CHL-FLT-1", Also: []string{"CHL-FLT-13", "CHL-FLT-16"}, Operations: filterLists(), Floor: some,
			Run: filteredBy(byEvent()),
		},
		{
			ID:    "chatlayer.filters.conversation",
			Title: "conversation_id lists no event of another conversation, and every event that a list has shown with it.", Level: conformance.Must,
			Requirement: "CHL-FLT-2", Also: []string{"CHL-FLT-13", "CHL-FLT-16"}, Operations: filterLists(), Floor: some,
			Run: filteredBy(byConversation()),
		},
		{
			ID: "chatlayer.filters.user", Title: "user_id lists no event of another user, and every event that a list has shown with it.",
			Level: conformance.Must, Requirement: "CHL-FLT-3", Also: []string{"CHL-FLT-13", "CHL-FLT-16"}, Operations: filterLists(), Floor: some,
			Run: filteredBy(byUser()),
		},
		{
			ID: "chatlayer.filters.campaign", Title: "campaign_id lists no event of another campaign.", Level: conformance.Must,
			Requirement: "CHL-FLT-4", Also: []string{"CHL-FLT-13"}, Operations: filterLists(), Needs: filterWrites(),
			Floor: map[string]int{"others": 20}, Run: with(campaignOnly),
		},
		{
			ID: "chatlayer.filters.campaign-complete", Title: "campaign_id lists every event that was tracked with that campaign id.",
			Level: conformance.Should, Requirement: "CHL-FLT-10", Operations: filterTracks(), Needs: filterWrites(),
			Floor: map[string]int{"matching": 10}, Run: with(campaignComplete),
		},
		{
			ID: "chatlayer.filters.part-of-all", Title: "What a filter lists is in the unfiltered list too.", Level: conformance.Must,
			Requirement: "CHL-FLT-1", Also: []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-PAGE-10"}, Operations: filterLists(),
			Floor: map[string]int{"filtered": 1, "unfiltered": 1}, Run: with(subsetOfAll),
		},
		{
			ID: "chatlayer.filters.event-names", Title: "Each event is listed under its own name and under no other.", Level: conformance.Must,
			Requirement: "CHL-FLT-1", Also: []string{"CHL-PAGE-10"}, Operations: filterLists(), Floor: map[string]int{"names": 1, "events": 1},
			Run: with(nameByName),
		},
		{
			ID: "chatlayer.filters.nobody", Title: "A value that no event has brings none of the others, be it *, % or null.",
			Level: conformance.Must, Requirement: "CHL-FLT-1", Also: []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4"}, Operations: filterLists(),
			Floor: map[string]int{"values": 8, "others": 8}, Run: with(nobodysValue),
		},
		{
			ID: "chatlayer.filters.nobody-empty", Title: "Whether a value that no event has is answered with a page without events.",
			Level: conformance.Info, Requirement: "CHL-FLT-14", Operations: filterLists(), Floor: map[string]int{"values": 4},
			Unproved: "records only", Run: with(nobodysValueEmpty),
		},
	}
}

// combinedFilters are the checks of several filters, and of filters and pages.
func combinedFilters() []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.filters.combined", Title: "Several filters list the events that meet all of them.", Level: conformance.Must,
			Requirement: "CHL-FLT-6", Also: []string{"CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4", "CHL-FLT-16"}, Operations: filterLists(),
			Needs: filterWrites(), Floor: map[string]int{"combinations": 11, "matching": 10, "others": 200}, Run: with(allTogether),
		},
		{
			ID: "chatlayer.filters.order", Title: "The order in which filters are sent does not matter.", Level: conformance.Must,
			Requirement: "CHL-FLT-6", Operations: filterLists(), Needs: filterWrites(), Floor: map[string]int{"matching": 6, "others": 100},
			Run: with(filterOrder),
		},
		{
			ID: "chatlayer.filters.sparse", Title: "Events that are rare among many others are all found.", Level: conformance.Must,
			Requirement: "CHL-PAGE-10", Also: []string{"CHL-FLT-1"}, Operations: filterLists(), Needs: filterWrites(),
			Floor: map[string]int{"matching": 4, "others": 100}, Run: with(sparseEvents),
		},
		{
			ID: "chatlayer.filters.paged", Title: "Filters hold on every page of a walk.", Level: conformance.Must, Requirement: "CHL-PAGE-10",
			Also: []string{"CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-6"}, Operations: filterLists(), Needs: filterWrites(),
			Floor: map[string]int{"later pages": 8, "matching": 40}, Run: with(filterPaged),
		},
		{
			ID:    "chatlayer.filters.own-answer",
			Title: "A list answers what it was asked itself, right after others, after refusals and beside others.", Level: conformance.Must,
			Requirement: "CHL-FLT-1",
			Also:        []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4", "CHL-FLT-7", "CHL-TIME-1", "CHL-TIME-2", "CHL-PAGE-1", "CHL-PAGE-10"},
			Operations:  filterLists(), Needs: filterWrites(), Phase: conformance.Alone, Floor: map[string]int{"lists": 20, "events": 20},
			Run: with(ownAnswers),
		},
		{
			ID: "chatlayer.filters.team-user", Title: "The team's list by user_id holds the events of that user and no others.",
			Level: conformance.Should, Requirement: "CHL-FLT-5", Operations: []string{team}, Needs: []conformance.Capability{conformance.Team},
			Floor: map[string]int{"matching": 1, "others": 1}, Run: with(teamUser),
		},
		{
			ID: "chatlayer.filters.team-nobody", Title: "The team's list by a user_id that nobody has holds no event.", Level: conformance.Should,
			Requirement: "CHL-FLT-5", Operations: []string{team}, Needs: []conformance.Capability{conformance.Team},
			Floor: map[string]int{"others": 1}, Run: with(teamNobody),
		},
	}
}
