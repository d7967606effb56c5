package times

import "github.com/understudy-mock/understudy/conformance"

// Checks are the checks of start_time and end_time.
func Checks() []conformance.Check {
	checks := append(boundChecks(), windowChecks()...)
	return append(checks, formChecks()...)
}

func boundChecks() []conformance.Check {
	return []conformance.Check{
		startInclusive,
		endExclusive,
		endOneLater,
		startOneLater,
		boundsWithFilters,
		boundsOnPages,
		sameByPost,
		withinWindow,
	}
}

func windowChecks() []conformance.Check {
	return []conformance.Check{
		cutAtEvents,
		cutAnywhere,
		widening,
		longWindow,
		emptyRange,
		reversedRange,
		elsewhere,
		farBounds,
		calendar,
	}
}

func formChecks() []conformance.Check {
	return []conformance.Check{
		usualForm,
		offsetForms,
		offsetEdges,
		fractionForms,
		missingBound,
		garbage,
		stampNearNow,
		otherForms,
	}
}
