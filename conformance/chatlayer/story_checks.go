package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func storyChecks() []conformance.Check {
	return []conformance.Check{
		storyRandom,
	}
}
