package tracking

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

// Checks are the checks of what becomes of tracked events.
func Checks() []conformance.Check {
	return slices.Concat(firstChecks(), idChecks(), laterChecks())
}

// whatTracksHold are the requirements about the members of a track.
func whatTracksHold() []string {
	return []string{"CHL-TRK-2", "CHL-TRK-3", "CHL-TRK-4", "CHL-TRK-5", "CHL-TRK-6", "CHL-TRK-7", "CHL-TRK-8", "CHL-TRK-9"}
}

// firstChecks are about what is taken and how it is listed.
func firstChecks() []conformance.Check {
	return []conformance.Check{
		accepted,
		eventID,
		idMade,
		appears,
		once,
		askedBefore,
		asSent,
		oddValues,
		alike,
		refusedStoresNothing,
		strangersStoreNothing,
	}
}

// idChecks are about ids that clients give and servers make.
func idChecks() []conformance.Check {
	return []conformance.Check{
		givenID,
		listedID,
		idElsewhere,
		idKept,
		sameIDTwice,
	}
}

// laterChecks are about timestamps, about what is left out, and about what becomes of events.
func laterChecks() []conformance.Check {
	return []conformance.Check{
		givenTime,
		offset,
		offsetEdges,
		fractions,
		notInherited,
		leftOut,
		stays,
		allStay,
		visibility,
	}
}
