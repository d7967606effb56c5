package variant_test

import (
	"maps"
	"testing"
)

// probe reports whether a server differs from the plain mock in the way of one variant.
type probe func(t *testing.T, c client) bool

// probes has one for every variant.
func probes() map[string]probe {
	all := map[string]probe{}
	for _, some := range []map[string]probe{
		listProbes(), pageProbes(), tokenProbes(), timeProbes(), visibilityProbes(), trackProbes(), filterProbes(),
		jsonProbes(), refusalProbes(), accessProbes(), callerProbes(), connectionProbes(), headerProbes(),
		paceProbes(), sizeProbes(), inkeepProbes(), stampProbes(), spanProbes(), capacityProbes(), offsetProbes(), lagProbes(),
		filledProbes(),
		rationProbes(), statusLineProbes(), routeProbes(),
		shapeProbes(), lenienceProbes(), bodyLenienceProbes(), inkeepFormProbes(), headerChoiceProbes(), listRuleProbes(),
		attributeProbes(), strangerProbes(), browserProbes(), listedProbes(),
		inkeepLenientProbes(), conversationProbes(), feedbackProbes(), feedbackListProbes(), queryProbes(), queryChoiceProbes(),
		toldProbes(), valueProbes(), funnelProbes(),
	} {
		maps.Copy(all, some)
	}
	return all
}
