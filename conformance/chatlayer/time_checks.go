package chatlayer

import "github.com/understudy-mock/understudy/conformance"

// listing names the operations that list events.
func listing() []string { return []string{get, post, team} }

func timeChecks() []conformance.Check {
	checks := append(timeBoundChecks(), timeWindowChecks()...)
	return append(checks, timeFormChecks()...)
}

func timeBoundChecks() []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.time.start-inclusive", Title: "An event exactly on start_time is listed.", Level: conformance.Must,
			Requirement: "CHL-TIME-1", Operations: listing(), Floor: map[string]int{"boundaries": 2, "events": 2}, Run: with(atBound(startsOn())),
		},
		{
			ID: "chatlayer.time.end-exclusive", Title: "An event exactly on end_time is not listed.", Level: conformance.Must,
			Requirement: "CHL-TIME-2", Operations: listing(), Floor: map[string]int{"boundaries": 2}, Run: with(atBound(endsOn())),
		},
		{
			ID: "chatlayer.time.end-one-later", Title: "An end_time one unit behind an event lists the event.", Level: conformance.Must,
			Requirement: "CHL-TIME-2", Operations: listing(), Floor: map[string]int{"boundaries": 2, "events": 2}, Run: with(atBound(endsBehind())),
		},
		{
			ID: "chatlayer.time.start-one-later", Title: "A start_time one unit behind an event leaves the event out.", Level: conformance.Must,
			Requirement: "CHL-TIME-1", Operations: listing(), Floor: map[string]int{"boundaries": 2}, Run: with(atBound(startsBehind())),
		},
		{
			ID: "chatlayer.time.bounds-with-filters", Title: "The bounds hold beside every filter and for both versions.", Level: conformance.Must,
			Requirement: "CHL-TIME-2", Also: []string{"CHL-TIME-1"}, Operations: listing(), Needs: []conformance.Capability{conformance.Writes},
			Floor: map[string]int{"boundaries": 4}, Run: with(boundsWithFilters),
		},
		{
			ID: "chatlayer.time.bounds-on-pages", Title: "The bounds hold on every page of a walk.", Level: conformance.Must,
			Requirement: "CHL-TIME-2", Also: []string{"CHL-PAGE-6"}, Operations: listing(), Floor: map[string]int{"later pages": 2},
			Run: with(boundsOnPages),
		},
		{
			ID: "chatlayer.time.same-by-post", Title: "GET and POST apply the same bounds.", Level: conformance.Must, Requirement: "CHL-TIME-1",
			Also: []string{"CHL-TIME-2"}, Operations: []string{get, post}, Floor: map[string]int{"windows": 2, "events": 1}, Run: with(sameByPost),
		},
		{
			ID: "chatlayer.time.within-window", Title: "Every event that was ever listed lies in the window that was asked for.",
			Level: conformance.Must, Requirement: "CHL-TIME-2", Also: []string{"CHL-TIME-1"}, Operations: listing(), Phase: conformance.Closing,
			Floor: map[string]int{"events": 1}, Watch: withinWindow(), Run: bare(told),
		},
	}
}

func timeWindowChecks() []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.time.cut-at-events", Title: "A window that is cut on events is the sum of its pieces.", Level: conformance.Must,
			Requirement: "CHL-TIME-1", Also: []string{"CHL-TIME-2"}, Operations: listing(), Floor: map[string]int{"cuts": 2, "events": 1},
			Run: with(cutAtEvents),
		},
		{
			ID: "chatlayer.time.cut-anywhere", Title: "A window that is cut anywhere is the sum of its pieces.", Level: conformance.Must,
			Requirement: "CHL-TIME-2", Also: []string{"CHL-TIME-1"}, Operations: listing(), Floor: map[string]int{"cuts": 2, "events": 1},
			Run: with(cutByChance),
		},
		{
			ID: "chatlayer.time.widening", Title: "A wider window shows all events of a narrower one.", Level: conformance.Must,
			Requirement: "CHL-TIME-1", Also: []string{"CHL-TIME-2"}, Operations: listing(), Floor: map[string]int{"windows": 4, "events": 1},
			Run: with(widening),
		},
		{
			ID: "chatlayer.time.long-window", Title: "A window longer than a day shows all of its events.", Level: conformance.Must,
			Requirement: "CHL-TIME-1", Operations: listing(), Floor: map[string]int{"old events": 1}, Run: with(longWindow),
		},
		{
			ID: "chatlayer.time.empty-range", Title: "A window that ends where it starts shows nothing or is refused.", Level: conformance.Must,
			Requirement: "CHL-TIME-2", Operations: listing(), Floor: map[string]int{"windows": 2}, Run: with(emptyRange),
		},
		{
			ID: "chatlayer.time.reversed-range", Title: "A window that ends before it starts shows nothing or is refused.", Level: conformance.Must,
			Requirement: "CHL-TIME-2", Also: []string{"CHL-TIME-1"}, Operations: listing(), Floor: map[string]int{"windows": 2},
			Run: with(reversedRange),
		},
		{
			ID: "chatlayer.time.elsewhere", Title: "A window beside the known events shows none of them.", Level: conformance.Must,
			Requirement: "CHL-TIME-1", Also: []string{"CHL-TIME-2"}, Operations: listing(), Floor: map[string]int{"windows": 4},
			Run: with(elsewhere),
		},
		{
			ID: "chatlayer.time.far-bounds", Title: "A bound in a far year is refused or keeps the events.", Level: conformance.Should,
			Requirement: "CHL-TIME-20", Also: []string{"CHL-TIME-1", "CHL-TIME-2"}, Operations: listing(),
			Needs: []conformance.Capability{conformance.Writes}, Floor: map[string]int{"windows": 4}, Run: with(farBounds),
		},
		{
			ID:    "chatlayer.time.calendar",
			Title: "Windows cut at midnight, full hours, leap days, year ends and changes of clocks hold what lies in them.",
			Level: conformance.Must, Requirement: "CHL-TIME-2", Also: []string{"CHL-TIME-1"}, Operations: append(listing(), "TrackEvent"),
			Needs: []conformance.Capability{conformance.Writes}, Phase: conformance.Writing, Floor: map[string]int{"cuts": 4, "events": 4},
			Run: with(calendar),
		},
	}
}

func timeFormChecks() []conformance.Check {
	return []conformance.Check{
		{
			ID: "chatlayer.time.form", Title: "Bounds in RFC 3339, in UTC with milliseconds and Z, are taken.", Level: conformance.Should,
			Requirement: "CHL-TIME-8", Operations: listing(), Floor: map[string]int{"lists": 2}, Run: takesForm,
		},
		{
			ID: "chatlayer.time.offset-forms", Title: "A bound with an offset is refused or means its instant.", Level: conformance.Should,
			Requirement: "CHL-TIME-20", Operations: listing(), Floor: map[string]int{"spellings": 2}, Run: with(sameInstant(offsetForms)),
		},
		{
			ID: "chatlayer.time.fraction-forms", Title: "A bound with more or fewer digits is refused or means its instant.",
			Level: conformance.Should, Requirement: "CHL-TIME-20", Operations: listing(), Floor: map[string]int{"spellings": 2},
			Run: with(sameInstant(fractionForms)),
		},
		{
			ID: "chatlayer.time.missing-bound", Title: "A list without start_time, end_time or version, or by POST without a body, is refused.",
			Level: conformance.Should, Requirement: "CHL-TIME-14",
			Also: []string{"CHL-OPS-9", "CHL-TIME-3", "CHL-TIME-4", "CHL-TIME-5", "CHL-TIME-6"}, Operations: listing(),
			Floor: map[string]int{"requests": 6}, Run: with(missingBounds),
		},
		{
			ID: "chatlayer.time.garbage", Title: "What a bound gives that is no time.", Level: conformance.Info, Requirement: "CHL-TIME-10",
			Operations: []string{get}, Floor: map[string]int{"requests": 4}, Unproved: "records only", Run: with(garbageTimes),
		},
		{
			ID: "chatlayer.time.stamp-near-now", Title: "How an event is dated that is tracked without a time.", Level: conformance.Info,
			Requirement: "CHL-TRK-19", Operations: []string{"TrackEvent", get}, Needs: []conformance.Capability{conformance.Writes},
			Phase: conformance.Writing, Floor: map[string]int{"stamps": 1}, Unproved: "records only", Run: with(stampedNow),
		},
		{
			ID: "chatlayer.time.dialect", Title: "Which other forms of a time are taken.", Level: conformance.Info, Requirement: "CHL-TIME-9",
			Operations: []string{get}, Floor: map[string]int{"forms": 1}, Unproved: "records only", Run: with(timeDialect),
		},
	}
}
