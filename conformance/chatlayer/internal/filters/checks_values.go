package filters

import "github.com/understudy-mock/understudy/conformance"

// values are the checks of how a value is compared.
func values() []conformance.Check {
	return []conformance.Check{
		wholeValue,
		spaces,
		wildcards,
		reserved,
		unicode,
	}
}

// twins are the checks of values that are much alike or look like something else.
func twins() []conformance.Check {
	return []conformance.Check{
		letters,
		numerals,
		longValues,
		letterCase,
		escapes,
		patterns,
		plainWords,
		noConversation,
		ownMember,
	}
}

// versions are the checks of DRAFT and LIVE.
func versions() []conformance.Check {
	return []conformance.Check{
		version,
		versionFiltered,
		versionPaged,
	}
}

// openFilters are the checks of what nobody documents.
func openFilters() []conformance.Check {
	return []conformance.Check{
		emptyValue,
		givenTwice,
		otherVersion,
		unknownParameter,
	}
}
