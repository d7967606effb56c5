package chatlayer

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

func isolationChecks() []conformance.Check { return slices.Concat(botIsolation(), teamIsolation()) }

// botIsolation are the checks that one bot's events are not another's.
func botIsolation() []conformance.Check {
	return []conformance.Check{
		inventedBot,
		isolationSimilarBots,
		speltBots,
		botCase,
		isolationBodyBot,
		isolationBorrowedToken,
		isolationTrackedBodyBot,
		isolationTrackedBesideReading,
	}
}

// teamIsolation are the checks that one team's data are not another's.
func teamIsolation() []conformance.Check {
	return []conformance.Check{
		isolationForeignRead,
		isolationForeignTeam,
		otherBot,
		isolationForeignWrite,
		isolationSameNames,
		isolationAlternate,
		isolationSameRefusal,
	}
}
