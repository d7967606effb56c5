package definitions

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// Checks are the checks of event definitions.
func Checks() []conformance.Check {
	return []conformance.Check{
		answers, created, strangers, foreigners, asSent, listed, ofTheBot, ofTheTeam, ofItsEvents, trackedNames, told,
	}
}

// own are the definitions that the run created, which several checks look at.
type own []kit.Created

// createdOnes are the definitions that the run created. The first check that asks creates them, and ends if it may not.
func createdOnes(ctx context.Context, p *kit.Probe) own {
	return *kit.SharedBy[own](p).Get(func() *own {
		var all own
		team := ""
		if p.HasTeam() {
			team = p.Team
		}
		for _, word := range []string{"defined", "defined_too", "Defined"} {
			all = append(all, p.CreateDefinition(ctx, word, "What "+word+" means: a café, 100 % \"open\".", team))
		}
		return &all
	})
}

// mustHaveCreated is createdOnes for a check that rests on them.
func mustHaveCreated(ctx context.Context, p *kit.Probe) own {
	all := createdOnes(ctx, p)
	for _, c := range all {
		mustBeCreated(p, c)
	}
	return all
}

func mustBeCreated(p *kit.Probe, c kit.Created) {
	if c.Problem != "" {
		p.Inconclusive("a definition was not created: %s; see chatlayer.definitions.created", c.Problem)
	}
	p.Saw("definitions", 1)
}
