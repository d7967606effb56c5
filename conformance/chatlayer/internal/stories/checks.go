package stories

import "github.com/understudy-mock/understudy/conformance"

// Checks are the checks of random sequences of requests.
func Checks() []conformance.Check {
	return []conformance.Check{
		random,
	}
}
