package attributes

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

// records is why nothing can make a check fail that looks at what nobody documents.
const records = "it only records"

// Checks are about the attribute filters of the list by POST. They share what the first of them finds out about the
// target's operators.
func Checks() []conformance.Check {
	return slices.Concat(lists(), matches(), open())
}

// lists are the checks of several filters, and of attribute filters beside others.
func lists() []conformance.Check {
	return []conformance.Check{
		none,
		null,
		equality,
		severalAttributes,
		anyAttributeOrder,
		givenTwice,
		besidePlain,
		besideExact,
		onPages,
	}
}

// matches are the checks of how keys and values are compared.
func matches() []conformance.Check {
	return []conformance.Check{
		ofNobody,
		attributesAsTexts,
		keysAsked,
		muchAlike,
		memberName,
		databaseTexts,
		shownWhole,
		bare,
		bareNoMatch,
	}
}

// open are the checks of what nobody documents.
func open() []conformance.Check {
	return []conformance.Check{
		unknownOperator,
		many,
		severalValues,
		negation,
		incomplete,
	}
}
