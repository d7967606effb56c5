package paging

import "github.com/understudy-mock/understudy/conformance"

// Checks are the checks of pages and their tokens.
func Checks() []conformance.Check {
	checks := append(walkChecks(), sizeChecks()...)
	checks = append(checks, tokenChecks()...)
	return append(checks, changeChecks()...)
}

func walkChecks() []conformance.Check {
	return []conformance.Check{
		complete,
		everySize,
		deep,
		collections,
		ties,
		fineTies,
		sameByPost,
		filtersMet,
		sameOrder,
	}
}

func sizeChecks() []conformance.Check {
	return []conformance.Check{
		pageSize,
		hundred,
		overHundred,
		defaultSize,
		badSize,
		zeroSize,
		negativeSize,
	}
}

func tokenChecks() []conformance.Check {
	return []conformance.Check{
		replay,
		tokenEscaped,
		badToken,
		tokenWithoutCredentials,
		tokenOtherTeam,
		emptyToken,
		crossedToken,
		tokenOtherQuery,
	}
}

func changeChecks() []conformance.Check {
	return []conformance.Check{
		twoWalks,
		sizeChanges,
		writesElsewhere,
		arrivals,
	}
}
