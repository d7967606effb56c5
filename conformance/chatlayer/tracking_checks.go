package chatlayer

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

// tracked are the operations that take and show events.
func tracked() []string { return []string{"TrackEvent", get, post} }

func trackingChecks() []conformance.Check {
	return slices.Concat(trackingFirstChecks(), trackingIDChecks(), trackingLaterChecks())
}

// whatTracksHold are the requirements about the members of a track.
func whatTracksHold() []string {
	return []string{"CHL-TRK-2", "CHL-TRK-3", "CHL-TRK-4", "CHL-TRK-5", "CHL-TRK-6", "CHL-TRK-7", "CHL-TRK-8", "CHL-TRK-9"}
}

// trackingFirstChecks are about what is taken and how it is listed.
func trackingFirstChecks() []conformance.Check {
	writes := []conformance.Capability{conformance.Writes}
	return []conformance.Check{
		{
			ID: "chatlayer.tracking.accepted", Title: "A valid event is answered with 200 and an object, whose event_id is a string.",
			Level: conformance.Must, Requirement: "CHL-TRK-1", Operations: []string{"TrackEvent"},
			Also: append(whatTracksHold(), "CHL-OPS-3", "CHL-OPS-4", "CHL-OPS-7", "CHL-TRN-10"), Needs: writes, Phase: conformance.Closing,
			Floor: map[string]int{"answers": 20}, Run: bare(trackAccepted),
		},
		{
			ID: "chatlayer.tracking.event-id", Title: "The answer of a track has an event_id.",
			Level: conformance.Should, Requirement: "CHL-TRK-27", Operations: []string{"TrackEvent"},
			Needs: writes, Phase: conformance.Closing, Floor: map[string]int{"answers": 1}, Run: bare(trackAnswersID),
		},
		{
			ID: "chatlayer.tracking.id-made", Title: "An event that is tracked without an id gets one of its own.",
			Level: conformance.Should, Requirement: "CHL-TRK-15", Operations: []string{"TrackEvent"},
			Needs: writes, Phase: conformance.Closing, Floor: map[string]int{"ids": 20}, Run: bare(trackMadeIDs),
		},
		{
			ID: "chatlayer.tracking.appears", Title: "An event that was acknowledged is listed within the settle time.",
			Level: conformance.Should, Requirement: "CHL-LAW-1", Operations: tracked(),
			Needs: writes, Floor: map[string]int{"acknowledged": 1}, Run: bare(trackAppears),
		},
		{
			ID: "chatlayer.tracking.once", Title: "One track is one event.",
			Level: conformance.Should, Requirement: "CHL-LAW-1", Operations: tracked(),
			Needs: writes, Floor: map[string]int{"events": 50}, Run: with(trackOnce),
		},
		{
			ID: "chatlayer.tracking.asked-before", Title: "A list that was asked for before an event was tracked shows it when asked again.",
			Level: conformance.Should, Requirement: "CHL-LAW-1", Operations: tracked(),
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"lists": 2}, Run: with(trackAskedBefore),
		},
		{
			ID: "chatlayer.tracking.as-sent", Title: "A listed event is what was tracked: event, user, conversation, version and attributes.",
			Level: conformance.Should, Requirement: "CHL-LAW-2", Also: []string{"CHL-TRK-6"}, Operations: tracked(),
			Needs: writes, Floor: map[string]int{"events": 50}, Run: with(trackAsSent),
		},
		{
			ID: "chatlayer.tracking.odd-values", Title: "Attributes and names with unusual characters or sizes are kept whole or refused.",
			Level: conformance.Should, Requirement: "CHL-LAW-2", Operations: tracked(),
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"values": 1}, Run: with(trackOddValues),
		},
		{
			ID: "chatlayer.tracking.alike", Title: "Events that differ in an attribute alone are different events.",
			Level: conformance.Should, Requirement: "CHL-LAW-1", Operations: tracked(),
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"events": 4}, Run: with(trackAlike),
		},
		{
			ID: "chatlayer.tracking.refused-stores-nothing", Title: "A track that was refused stores nothing.",
			Level: conformance.Should, Requirement: "CHL-LAW-3", Operations: tracked(),
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"refusals": 1}, Run: with(trackRefused),
		},
		{
			ID: "chatlayer.tracking.strangers-store-nothing", Title: "A track without valid credentials stores nothing.",
			Level: conformance.Must, Requirement: "CHL-AUTH-1", Also: []string{"CHL-LAW-3"}, Operations: tracked(),
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"strangers": 2}, Run: with(trackStrangers),
		},
	}
}

// trackingIDChecks are about ids that clients give and servers make.
func trackingIDChecks() []conformance.Check {
	writes := []conformance.Capability{conformance.Writes}
	return []conformance.Check{
		{
			ID: "chatlayer.tracking.given-id", Title: "event_id is the id that was given, and lists show the event under it, letter for letter.",
			Level: conformance.Should, Requirement: "CHL-TRK-17", Also: []string{"CHL-LAW-1"}, Operations: tracked(),
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"ids": 1}, Run: with(trackGivenID),
		},
		{
			ID: "chatlayer.tracking.listed-id", Title: "Lists show an event under the event_id that the track was answered with.",
			Level: conformance.Should, Requirement: "CHL-TRK-17", Operations: tracked(),
			Needs: writes, Floor: map[string]int{"ids": 20}, Run: with(trackListedID),
		},
		{
			ID: "chatlayer.tracking.id-elsewhere", Title: "An event of another bot, version or team may have the same id, and is listed there.",
			Level: conformance.Should, Requirement: "CHL-TRK-29", Operations: tracked(),
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"ids": 1}, Run: with(trackIDElsewhere),
		},
		{
			ID: "chatlayer.tracking.id-kept", Title: "An event stays as it is when an event of another bot, version or team gets the same id.",
			Level: conformance.Must, Requirement: "CHL-LAW-7", Also: []string{"CHL-AUTH-5", "CHL-TRK-29"}, Operations: tracked(),
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"ids": 1}, Run: with(trackIDKept),
		},
		{
			ID: "chatlayer.tracking.same-id-twice", Title: "What a second event with the same id does.",
			Level: conformance.Info, Requirement: "CHL-TRK-14", Operations: tracked(), Unproved: "it only records",
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"answers": 2}, Run: with(trackIDTwice),
		},
	}
}

// trackingLaterChecks are about timestamps, about what is left out, and about what becomes of events.
func trackingLaterChecks() []conformance.Check {
	writes := []conformance.Capability{conformance.Writes}
	return []conformance.Check{
		{
			ID: "chatlayer.tracking.given-time", Title: "A timestamp that was given comes back, to the millisecond.",
			Level: conformance.Should, Requirement: "CHL-TRK-28", Also: []string{"CHL-TRK-8"}, Operations: tracked(),
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"timestamps": 1}, Run: with(trackGivenTime),
		},
		{
			ID: "chatlayer.tracking.offset", Title: "A timestamp with an offset is the instant that it says, or is refused.",
			Level: conformance.Should, Requirement: "CHL-TRK-28", Operations: tracked(),
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"timestamps": 1}, Run: with(trackOffset),
		},
		{
			ID: "chatlayer.tracking.fractions", Title: "A timestamp with no or other than three digits is the instant that it says.",
			Level: conformance.Should, Requirement: "CHL-TRK-28", Operations: tracked(),
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"timestamps": 1}, Run: with(trackFractions),
		},
		{
			ID: "chatlayer.tracking.not-inherited", Title: "Attributes that an event leaves out are not filled with another event's.",
			Level: conformance.Should, Requirement: "CHL-LAW-8", Operations: tracked(),
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"events": 1}, Run: with(trackNotInherited),
		},
		{
			ID: "chatlayer.tracking.left-out", Title: "What becomes of a user or a conversation that an event leaves out.",
			Level: conformance.Info, Requirement: "CHL-TRK-21", Operations: tracked(), Unproved: "it only records",
			Needs: writes, Phase: conformance.Writing, Floor: map[string]int{"events": 1}, Run: with(trackLeftOut),
		},
		{
			ID: "chatlayer.tracking.stays", Title: "Events that were listed stay, and stay as they are, until the end of the run.",
			Level: conformance.Must, Requirement: "CHL-LAW-7", Operations: tracked(),
			Needs: writes, Phase: conformance.Closing, Floor: map[string]int{"events": 50}, Run: bare(trackStays),
		},
		{
			ID: "chatlayer.tracking.all-stay", Title: "A walk over everything that the run tracked shows every event that was listed before.",
			Level: conformance.Must, Requirement: "CHL-LAW-7", Also: []string{"CHL-PAGE-10"}, Operations: tracked(),
			Needs: writes, Phase: conformance.Closing, Floor: map[string]int{"events": 1}, Run: with(trackAllStays),
		},
		{
			ID: "chatlayer.tracking.visibility", Title: "How long an event takes to become visible.",
			Level: conformance.Info, Requirement: "CHL-TRK-23", Operations: tracked(), Unproved: "it only records",
			Needs: writes, Floor: map[string]int{"events": 1}, Run: with(trackVisibility),
		},
	}
}
