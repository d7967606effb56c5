//go:build examination

package variant

import "slices"

// Examined lists the variants that only the examination of the runner needs: further forms of the mechanisms in All, in which checks once
// accused a correct server or might. They are in no binary.
func Examined() []Variant {
	return slices.Concat(
		examinedAttributes(), examinedCapacities(), examinedClocks(), examinedConnections(), examinedCredentials(),
		examinedFilled(), examinedFilters(), examinedInkeepLenients(), examinedJSONForms(), examinedLeniences(),
		examinedNeighbours(), examinedOffsets(), examinedOrders(), examinedPages(), examinedRanges(), examinedRations(),
		examinedRefusals(), examinedRoutes(), examinedShapes(), examinedSpans(), examinedStamps(), examinedStrangers(),
		examinedTimes(), examinedTold(), examinedTokenForms(), examinedTokenRules(), examinedTracks(), examinedVisibilities(),
		inkeepNames(), lags(),
	)
}
