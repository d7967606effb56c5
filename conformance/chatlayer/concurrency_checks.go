package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func concurrencyChecks() []conformance.Check {
	writes := []conformance.Capability{conformance.Writes}
	enough := map[string]int{"acknowledged": 40}
	return []conformance.Check{
		{
			ID: "chatlayer.concurrency.nothing-lost", Title: "Every event that was acknowledged while many were tracked at once is listed.",
			Level: conformance.Should, Requirement: "CHL-LAW-4", Operations: tracked(), Needs: writes, Phase: conformance.Alone, Floor: enough,
			Run: with(stormLost),
		},
		{
			ID: "chatlayer.concurrency.nothing-doubled", Title: "Every event that was tracked while many were tracked at once is listed once.",
			Level: conformance.Should, Requirement: "CHL-LAW-4", Operations: tracked(), Needs: writes, Phase: conformance.Alone, Floor: enough,
			Run: with(stormDoubled),
		},
		{
			ID: "chatlayer.concurrency.nothing-mixed", Title: "No listed event has parts of two that were tracked at once.",
			Level: conformance.Should, Requirement: "CHL-LAW-4", Also: []string{"CHL-LAW-2"}, Operations: tracked(), Needs: writes,
			Phase: conformance.Alone, Floor: enough, Run: with(stormMixed),
		},
		{
			ID: "chatlayer.concurrency.ids-differ", Title: "Events that are tracked at once get different ids.", Level: conformance.Should,
			Requirement: "CHL-TRK-15", Operations: []string{"TrackEvent"}, Needs: writes, Phase: conformance.Alone, Floor: enough,
			Run: with(stormIDs),
		},
		{
			ID:    "chatlayer.concurrency.whole-pages",
			Title: "Pages that are read while events are tracked are whole: every entry an event, none twice.", Level: conformance.Should,
			Requirement: "CHL-LAW-4", Also: []string{"CHL-SCH-6"}, Operations: tracked(), Needs: writes, Phase: conformance.Alone,
			Floor: map[string]int{"pages": 5}, Run: with(stormPages),
		},
		{
			ID: "chatlayer.concurrency.abandoned", Title: "A track whose client hung up is listed once or not at all.",
			Level: conformance.Should, Requirement: "CHL-LAW-4", Operations: tracked(), Needs: writes, Phase: conformance.Writing,
			Floor: map[string]int{"abandoned": 5}, Run: with(abandoned),
		},
		{
			ID: "chatlayer.concurrency.served", Title: "Valid requests are served, also while others are under way.", Level: conformance.Should,
			Requirement: "CHL-OPS-1", Also: []string{"CHL-OPS-2"}, Operations: []string{get, post}, Phase: conformance.Closing,
			Floor: map[string]int{"requests": 20}, Run: bare(served),
		},
		{
			ID: "chatlayer.concurrency.walks-agree", Title: "Walks that run at once over unchanged data show the same.", Level: conformance.Must,
			Requirement: "CHL-PAGE-10", Operations: []string{get, post}, Floor: map[string]int{"walks": 4}, Run: with(walksAgree),
		},
	}
}
