package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func concurrencyChecks() []conformance.Check {
	return []conformance.Check{
		nothingLost,
		nothingDoubled,
		nothingMixed,
		idsDiffer,
		wholePages,
		concurrencyAbandoned,
		concurrencyServed,
		concurrencyWalksAgree,
	}
}
