package filters

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

// Checks are the checks of the plain filters of lists, and of the versions of a bot.
func Checks() []conformance.Check {
	return slices.Concat(singleFilters(), combinedFilters(), values(), twins(), versions(), openFilters())
}

// singleFilters are the checks of one filter at a time.
func singleFilters() []conformance.Check {
	return []conformance.Check{
		event,
		conversation,
		user,
		campaign,
		campaignComplete,
		partOfAll,
		eventNames,
		nobody,
		nobodyEmpty,
	}
}

// combinedFilters are the checks of several filters, and of filters and pages.
func combinedFilters() []conformance.Check {
	return []conformance.Check{
		combined,
		anyFilterOrder,
		sparse,
		filtersOnPages,
		ownAnswer,
		teamUser,
		teamNobody,
	}
}
