package teams

import "github.com/understudy-mock/understudy/conformance"

// Checks are the checks of the list of a team.
func Checks() []conformance.Check {
	return []conformance.Check{
		showsAll,
		sameEvents,
		userOnPages,
		strangers,
		foreignEvents,
		ofNobody,
		bothVersions,
		twoBots,
	}
}
