package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func pagingChecks() []conformance.Check {
	checks := append(pagingWalkChecks(), pagingSizeChecks()...)
	checks = append(checks, pagingTokenChecks()...)
	return append(checks, pagingChangeChecks()...)
}

func pagingWalkChecks() []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.paging.complete", Title: "A walk along the page tokens shows every event exactly once, and ends.",
			Level: conformance.Must, Requirement: "CHL-PAGE-10", Also: []string{"CHL-PAGE-6", "CHL-PAGE-8", "CHL-PAGE-11", "CHL-PAGE-24"},
			Operations: listing(), Floor: map[string]int{"events": 1, "pages": 2}, Run: bare(complete),
		},
		{
			ID: "chatlayer.paging.every-size", Title: "A walk shows every event exactly once with every page_size.", Level: conformance.Must,
			Requirement: "CHL-PAGE-10", Also: []string{"CHL-PAGE-7"}, Operations: listing(), Floor: map[string]int{"events": 1, "later pages": 1},
			Run: with(everySize),
		},
		{
			ID: "chatlayer.paging.deep", Title: "A walk over many small pages shows every event exactly once and keeps to its query.",
			Level: conformance.Must, Requirement: "CHL-PAGE-10", Also: []string{"CHL-PAGE-6", "CHL-PAGE-1", "CHL-TIME-2", "CHL-FLT-3", "CHL-FLT-7"},
			Operations: listing(), Floor: map[string]int{"events": 1, "later pages": 1}, Run: with(deep),
		},
		{
			ID: "chatlayer.paging.collections", Title: "Windows of exactly 1, 2, 50, 99, 100, 101 and 200 events are walked exactly.",
			Level: conformance.Must, Requirement: "CHL-PAGE-10", Also: []string{"CHL-PAGE-11", "CHL-TIME-1", "CHL-TIME-2"}, Operations: listing(),
			Floor: map[string]int{"collections": 1}, Run: with(collections),
		},
		{
			ID: "chatlayer.paging.ties", Title: "Events of one instant are neither lost nor repeated where a page ends among them.",
			Level: conformance.Must, Requirement: "CHL-PAGE-10", Operations: listing(), Floor: map[string]int{"ties": 3, "later pages": 2},
			Run: with(ties),
		},
		{
			ID: "chatlayer.paging.fine-ties", Title: "Events of one millisecond are neither lost nor repeated where a page ends among them.",
			Level: conformance.Should, Requirement: "CHL-PAGE-32", Also: []string{"CHL-PAGE-10", "CHL-TIME-9"},
			Operations: []string{get, post, "TrackEvent"}, Needs: []conformance.Capability{conformance.Writes}, Phase: conformance.Writing,
			Floor: map[string]int{"later pages": 2}, Run: with(fineTies),
		},
		{
			ID: "chatlayer.paging.same-by-post", Title: "Walks by GET and by POST show the same events.", Level: conformance.Must,
			Requirement: "CHL-PAGE-10", Operations: []string{get, post}, Floor: map[string]int{"walks": 2, "events": 1}, Run: with(sameWalkByPost),
		},
		{
			ID: "chatlayer.paging.filters-met", Title: "Every event that was ever listed meets the filters that were asked for.",
			Level: conformance.Must, Requirement: "CHL-FLT-1", Also: []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4"}, Operations: listing(),
			Needs: []conformance.Capability{conformance.Writes}, Phase: conformance.Closing, Floor: map[string]int{"filtered events": 1},
			Watch: meetsFilters(), Run: bare(told),
		},
		{
			ID: "chatlayer.paging.same-order", Title: "Whether the order of events depends on page_size.", Level: conformance.Info,
			Requirement: "CHL-PAGE-12", Operations: listing(), Unproved: "it only records", Floor: map[string]int{"orders": 2, "events": 1},
			Run: with(sameOrder),
		},
	}
}

func pagingSizeChecks() []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.paging.page-size", Title: "No page holds more events than page_size.", Level: conformance.Must, Requirement: "CHL-PAGE-1",
			Operations: listing(), Phase: conformance.Closing, Floor: map[string]int{"sized pages": 1}, Watch: everyPage(alike(pageSizes)),
			Run: bare(told),
		},
		{
			ID: "chatlayer.paging.hundred", Title: "No page holds more than 100 events, whatever page_size is.", Level: conformance.Must,
			Requirement: "CHL-PAGE-2", Operations: listing(), Phase: conformance.Closing, Floor: map[string]int{"answers": 1},
			Watch: everyAnswer(hundred), Run: bare(neverMore),
		},
		{
			ID: "chatlayer.paging.over-hundred", Title: "A page_size above 100 counts as 100.", Level: conformance.Must, Requirement: "CHL-PAGE-3",
			Also: []string{"CHL-PAGE-2"}, Operations: listing(), Floor: map[string]int{"walks": 4, "events": 1}, Run: with(overHundred),
		},
		{
			ID: "chatlayer.paging.default-size", Title: "Without page_size a walk shows every event, at most 100 on a page.",
			Level: conformance.Must, Requirement: "CHL-PAGE-2", Also: []string{"CHL-PAGE-10"}, Operations: listing(),
			Floor: map[string]int{"walks": 2, "events": 1}, Run: with(defaultSize),
		},
		{
			ID: "chatlayer.paging.bad-size", Title: "A page_size that is no integer is refused.", Level: conformance.Should,
			Requirement: "CHL-PAGE-16", Operations: listing(), Floor: map[string]int{"bad sizes": 6}, Run: with(badSizes),
		},
		{
			ID: "chatlayer.paging.zero-size", Title: "What page_size 0 means.", Level: conformance.Info,
			Requirement: "CHL-PAGE-14", Operations: listing(), Floor: map[string]int{"answers": 1}, Unproved: "records only", Run: with(zeroSize),
		},
		{
			ID: "chatlayer.paging.negative-size", Title: "What a negative page_size means.", Level: conformance.Info, Requirement: "CHL-PAGE-15",
			Operations: listing(), Floor: map[string]int{"answers": 1}, Unproved: "records only", Run: with(negativeSize),
		},
	}
}

func pagingTokenChecks() []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.paging.replay", Title: "A page token that is used again is refused or leads where it led before.",
			Level: conformance.Should, Requirement: "CHL-PAGE-33", Operations: listing(), Floor: map[string]int{"tokens": 2}, Run: with(replay),
		},
		{
			ID: "chatlayer.paging.token-escaped", Title: "A page token may be escaped in the query and in JSON.", Level: conformance.Must,
			Requirement: "CHL-PAGE-6", Also: []string{"CHL-PAGE-8"}, Operations: listing(), Floor: map[string]int{"spellings": 2},
			Run: with(tokenForms),
		},
		{
			ID: "chatlayer.paging.bad-token", Title: "What a page token gives that was never given.", Level: conformance.Info,
			Requirement: "CHL-PAGE-20", Operations: []string{get}, Floor: map[string]int{"bad tokens": 2}, Unproved: "records only",
			Run: with(badTokens),
		},
		{
			ID: "chatlayer.paging.token-without-credentials", Title: "A page token shows nothing without credentials.", Level: conformance.Must,
			Requirement: "CHL-AUTH-8", Operations: listing(), Floor: map[string]int{"tokens": 2, "requests": 2}, Run: with(strangersTokens),
		},
		{
			ID: "chatlayer.paging.token-other-team", Title: "A page token shows nothing to another team.", Level: conformance.Must,
			Requirement: "CHL-AUTH-5", Also: []string{"CHL-AUTH-4"}, Operations: listing(), Needs: []conformance.Capability{conformance.OtherTeam},
			Floor: map[string]int{"tokens": 2, "requests": 4}, Run: with(otherTeamsTokens),
		},
		{
			ID: "chatlayer.paging.empty-token", Title: "What an empty page_token means.", Level: conformance.Info,
			Requirement: "CHL-PAGE-25", Operations: listing(), Floor: map[string]int{"answers": 1}, Unproved: "records only", Run: with(emptyToken),
		},
		{
			ID: "chatlayer.paging.crossed-token", Title: "Whether GET and POST take each other's page tokens.", Level: conformance.Info,
			Requirement: "CHL-PAGE-22", Operations: []string{get, post}, Unproved: "records only", Run: with(crossedTokens),
		},
		{
			ID: "chatlayer.paging.token-other-query", Title: "What a page token does with another filter.", Level: conformance.Info,
			Requirement: "CHL-PAGE-19", Operations: []string{get}, Unproved: "records only", Run: with(otherQuery),
		},
	}
}

func pagingChangeChecks() []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.paging.two-walks", Title: "Two walks in turn do not disturb each other.", Level: conformance.Must,
			Requirement: "CHL-PAGE-10", Also: []string{"CHL-PAGE-6"}, Operations: listing(), Floor: map[string]int{"walks": 4, "later pages": 2},
			Run: with(twoWalks),
		},
		{
			ID: "chatlayer.paging.size-changes", Title: "What another page_size in the middle of a walk does.", Level: conformance.Info,
			Requirement: "CHL-PAGE-19", Operations: []string{get}, Floor: map[string]int{"changes": 1}, Unproved: "records only",
			Run: with(sizeChange),
		},
		{
			ID: "chatlayer.paging.writes-elsewhere", Title: "Events that arrive outside the window do not change a walk.", Level: conformance.Must,
			Requirement: "CHL-PAGE-31", Also: []string{"CHL-PAGE-10"}, Operations: append(listing(), "TrackEvent"),
			Needs: []conformance.Capability{conformance.Writes}, Phase: conformance.Writing, Floor: map[string]int{"writes": 2, "later pages": 2},
			Run: with(writesElsewhere),
		},
		{
			ID: "chatlayer.paging.arrivals", Title: "Whether a walk keeps the events that were there before it while others arrive.",
			Level: conformance.Info, Requirement: "CHL-PAGE-23", Operations: []string{get, "TrackEvent"},
			Needs: []conformance.Capability{conformance.Writes}, Phase: conformance.Writing, Floor: map[string]int{"arrivals": 2},
			Unproved: "records only", Run: with(arrivals),
		},
	}
}
