package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func pagingChecks() []conformance.Check {
	checks := append(pagingWalkChecks(), pagingSizeChecks()...)
	checks = append(checks, pagingTokenChecks()...)
	return append(checks, pagingChangeChecks()...)
}

func pagingWalkChecks() []conformance.Check {
	return []conformance.Check{
		pagingComplete,
		pagingEverySize,
		pagingDeep,
		pagingCollections,
		pagingTies,
		pagingFineTies,
		pagingSameByPost,
		filtersMet,
		pagingSameOrder,
	}
}

func pagingSizeChecks() []conformance.Check {
	return []conformance.Check{
		pageSize,
		pagingHundred,
		pagingOverHundred,
		pagingDefaultSize,
		badSize,
		pagingZeroSize,
		pagingNegativeSize,
	}
}

func pagingTokenChecks() []conformance.Check {
	return []conformance.Check{
		pagingReplay,
		tokenEscaped,
		badToken,
		tokenWithoutCredentials,
		tokenOtherTeam,
		pagingEmptyToken,
		crossedToken,
		tokenOtherQuery,
	}
}

func pagingChangeChecks() []conformance.Check {
	return []conformance.Check{
		pagingTwoWalks,
		sizeChanges,
		pagingWritesElsewhere,
		pagingArrivals,
	}
}
