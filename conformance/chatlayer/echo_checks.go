package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func echoChecks() []conformance.Check {
	return []conformance.Check{
		echoSameText,
		ownAnswer,
		messageNeeded,
	}
}
