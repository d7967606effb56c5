package isolation

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

// Checks are the checks of bots and teams that must not see each other's events.
func Checks() []conformance.Check { return slices.Concat(botIsolation(), teamIsolation()) }

// botIsolation are the checks that one bot's events are not another's.
func botIsolation() []conformance.Check {
	return []conformance.Check{
		inventedBot,
		similarBots,
		speltBots,
		botCase,
		bodyBot,
		borrowedToken,
		trackedBodyBot,
		trackedBesideReading,
	}
}

// teamIsolation are the checks that one team's data are not another's.
func teamIsolation() []conformance.Check {
	return []conformance.Check{
		foreignRead,
		foreignTeam,
		otherBot,
		foreignWrite,
		sameNames,
		alternate,
		sameRefusal,
		foreignTold,
	}
}
