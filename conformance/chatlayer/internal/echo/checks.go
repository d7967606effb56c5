package echo

import "github.com/understudy-mock/understudy/conformance"

// Checks are the checks of the echo.
func Checks() []conformance.Check {
	return []conformance.Check{
		sameText,
		ownAnswer,
		messageNeeded,
	}
}
