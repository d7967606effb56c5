package schema

import "github.com/understudy-mock/understudy/conformance"

// Checks are the checks of the form of answers.
func Checks() []conformance.Check {
	return append(shapeChecks(), contentChecks()...)
}

func shapeChecks() []conformance.Check {
	return []conformance.Check{
		page,
		noNull,
		memberNames,
		memberTypes,
		attributes,
		timestamp,
		timestampUniform,
	}
}

func contentChecks() []conformance.Check {
	return []conformance.Check{
		botAndVersion,
		sameEverywhere,
		uniqueIDs,
		emptyList,
		refusals,
		dialect,
	}
}
