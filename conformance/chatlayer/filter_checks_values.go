package chatlayer

import "github.com/understudy-mock/understudy/conformance"

// filterValues are the checks of how a value is compared.
func filterValues() []conformance.Check {
	return []conformance.Check{
		wholeValue,
		filterSpaces,
		filterWildcards,
		filterReserved,
		filterUnicode,
	}
}

// filterTwins are the checks of values that are much alike or look like something else.
func filterTwins() []conformance.Check {
	return []conformance.Check{
		filterLetters,
		filterNumerals,
		longValues,
		filterLetterCase,
		filterEscapes,
		filterPatterns,
		filterPlainWords,
		filterNoConversation,
		ownMember,
	}
}

// filterVersions are the checks of DRAFT and LIVE.
func filterVersions() []conformance.Check {
	return []conformance.Check{
		filterVersion,
		versionFiltered,
		filterVersionPaged,
	}
}

// openFilters are the checks of what nobody documents.
func openFilters() []conformance.Check {
	return []conformance.Check{
		emptyValue,
		filterGivenTwice,
		otherVersion,
		unknownParameter,
	}
}
