package chatlayer

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

func filterChecks() []conformance.Check {
	return slices.Concat(singleFilters(), combinedFilters(), filterValues(), filterTwins(), filterVersions(), openFilters())
}

// singleFilters are the checks of one filter at a time.
func singleFilters() []conformance.Check {
	return []conformance.Check{
		filterEvent,
		filterConversation,
		filterUser,
		filterCampaign,
		filterCampaignComplete,
		partOfAll,
		eventNames,
		filterNobody,
		nobodyEmpty,
	}
}

// combinedFilters are the checks of several filters, and of filters and pages.
func combinedFilters() []conformance.Check {
	return []conformance.Check{
		filterCombined,
		anyFilterOrder,
		filterSparse,
		filtersOnPages,
		filterOwnAnswer,
		filterTeamUser,
		filterTeamNobody,
	}
}
