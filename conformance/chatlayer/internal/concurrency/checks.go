package concurrency

import "github.com/understudy-mock/understudy/conformance"

// Checks are the checks of events that are tracked and read at the same time.
func Checks() []conformance.Check {
	return []conformance.Check{
		nothingLost,
		nothingDoubled,
		nothingMixed,
		idsDiffer,
		wholePages,
		abandoned,
		served,
		walksAgree,
	}
}
