package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func teamChecks() []conformance.Check {
	return []conformance.Check{
		teamShowsAll,
		sameEvents,
		userOnPages,
		teamStrangers,
		foreignEvents,
		teamOfNobody,
		teamBothVersions,
		teamTwoBots,
	}
}
