package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func timeChecks() []conformance.Check {
	checks := append(timeBoundChecks(), timeWindowChecks()...)
	return append(checks, timeFormChecks()...)
}

func timeBoundChecks() []conformance.Check {
	return []conformance.Check{
		startInclusive,
		endExclusive,
		endOneLater,
		startOneLater,
		timeBoundsWithFilters,
		timeBoundsOnPages,
		timeSameByPost,
		timeWithinWindow,
	}
}

func timeWindowChecks() []conformance.Check {
	return []conformance.Check{
		timeCutAtEvents,
		cutAnywhere,
		timeWidening,
		timeLongWindow,
		timeEmptyRange,
		timeReversedRange,
		timeElsewhere,
		timeFarBounds,
		timeCalendar,
	}
}

func timeFormChecks() []conformance.Check {
	return []conformance.Check{
		usualForm,
		timeOffsetForms,
		timeFractionForms,
		missingBound,
		timeGarbage,
		stampNearNow,
		otherForms,
	}
}
