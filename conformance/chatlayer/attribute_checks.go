package chatlayer

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

// records is why nothing can make a check fail that looks at what nobody documents.
const records = "it only records"

// attributeChecks are about the attribute filters of the list by POST. They share what the first of them finds out about the
// target's operators.
func attributeChecks() []conformance.Check {
	return slices.Concat(attributeLists(), attributeMatches(), attributeOpen())
}

// attributeLists are the checks of several filters, and of attribute filters beside others.
func attributeLists() []conformance.Check {
	return []conformance.Check{
		attributeNone,
		attributeNull,
		attributeEquality,
		severalAttributes,
		anyAttributeOrder,
		attributeGivenTwice,
		attributeBesidePlain,
		besideExact,
		attributeOnPages,
	}
}

// attributeMatches are the checks of how keys and values are compared.
func attributeMatches() []conformance.Check {
	return []conformance.Check{
		attributeOfNobody,
		attributesAsTexts,
		attributeKeysAsked,
		muchAlike,
		memberName,
		attributeDatabaseTexts,
		attributeShownWhole,
		attributeBare,
		attributeBareNoMatch,
	}
}

// attributeOpen are the checks of what nobody documents.
func attributeOpen() []conformance.Check {
	return []conformance.Check{
		attributeUnknownOperator,
		attributeMany,
		attributeSeveralValues,
		attributeNegation,
		attributeIncomplete,
	}
}
