package chatlayer

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

func trackingChecks() []conformance.Check {
	return slices.Concat(trackingFirstChecks(), trackingIDChecks(), trackingLaterChecks())
}

// whatTracksHold are the requirements about the members of a track.
func whatTracksHold() []string {
	return []string{"CHL-TRK-2", "CHL-TRK-3", "CHL-TRK-4", "CHL-TRK-5", "CHL-TRK-6", "CHL-TRK-7", "CHL-TRK-8", "CHL-TRK-9"}
}

// trackingFirstChecks are about what is taken and how it is listed.
func trackingFirstChecks() []conformance.Check {
	return []conformance.Check{
		trackingAccepted,
		trackingEventID,
		idMade,
		trackingAppears,
		trackingOnce,
		askedBefore,
		asSent,
		trackingOddValues,
		trackingAlike,
		refusedStoresNothing,
		strangersStoreNothing,
	}
}

// trackingIDChecks are about ids that clients give and servers make.
func trackingIDChecks() []conformance.Check {
	return []conformance.Check{
		givenID,
		listedID,
		idElsewhere,
		idKept,
		sameIDTwice,
	}
}

// trackingLaterChecks are about timestamps, about what is left out, and about what becomes of events.
func trackingLaterChecks() []conformance.Check {
	return []conformance.Check{
		givenTime,
		trackingOffset,
		trackingFractions,
		notInherited,
		leftOut,
		trackingStays,
		allStay,
		trackingVisibility,
	}
}
