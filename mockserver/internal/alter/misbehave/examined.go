//go:build examination

package misbehave

import "slices"

// Examined lists the misbehaviours that only the examination of the runner needs: each makes a check show that it sees one form of a
// mistake more, of which users find the plain form in All. They are in no binary.
func Examined() []Misbehaviour {
	return slices.Concat(
		campaigns(), examinedAttributes(), examinedAuth(), examinedAuthSubtle(), examinedConcurrency(), examinedCors(),
		examinedFilterMatches(), examinedFilters(), examinedInkeepAltered(), examinedInkeepAnswers(),
		examinedInkeepCrossed(), examinedInkeepEdges(), examinedInkeepForms(), examinedInkeepMembers(), examinedInkeepLeaks(),
		examinedInkeepLenient(), examinedInkeepLost(), examinedInkeepMixed(), examinedInkeepNames(), examinedInkeepNulls(),
		examinedInkeepProblems(), examinedInkeepRefusals(), examinedInkeepValues(), examinedInputs(), examinedIsolation(),
		examinedLetterCases(), examinedListLeaks(), examinedNegotiation(), examinedNulls(), examinedOfRequestBefore(),
		examinedPageCursors(), examinedPageDepths(), examinedPageEdges(), examinedPageSizes(), examinedPageTokens(),
		examinedRounds(), examinedSchemas(), examinedSharedIDs(), examinedTeam(), examinedTimes(),
		examinedTimesSometimes(), examinedTrackAttributes(), examinedTrackCharacters(), examinedTrackFields(),
		examinedTrackIDs(), examinedTrackTimes(), examinedTracks(), examinedTransports(), inkeepAlteredValues(),
		inkeepInstants(), inkeepNumbers(), instants(), offsetEdges(), trackTexts(),
	)
}
