package alter

import (
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/funnel"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// These are the steps of what is told of events as a whole: their definitions, the values of their attributes, and funnels.

// AroundDefinitions does all of a list of definitions; next is how it was done. The lookup is a copy.
func AroundDefinitions(
	list func(next chatlayersteps.Definitions, l *chatlayersteps.DefinitionLookup) (chatlayer.ListEventDefinitionsResponse, error),
) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := chatlayersteps.Of(p)
		next := steps.Definitions
		steps.Definitions = func(l *chatlayersteps.DefinitionLookup) (chatlayer.ListEventDefinitionsResponse, error) {
			own := *l
			return list(next, &own)
		}
	}
}

// ChangeDefinition changes a definition before it is created.
func ChangeDefinition(change func(*chatlayerworld.DefineEvent)) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := chatlayersteps.Of(p)
		next := steps.Define
		steps.Define = func(c *pipeline.Call, d chatlayerworld.DefineEvent) (chatlayerworld.Defined, error) {
			change(&d)
			return next(c, d)
		}
	}
}

// OnDefinitions changes each definition of the answers.
func OnDefinitions(change func(d map[string]any)) Decorator {
	return OnTree(func(_ *pipeline.Call, o map[string]any) {
		for _, d := range spec.MembersOf(o).Objects("event_definitions") {
			change(d.Map())
		}
		if d, is := o["event_definition"].(map[string]any); is {
			change(d)
		}
	}, ListDefinitions, ListTeamDefinitions, CreateDefinition)
}

// AroundValues does all of the values of an attribute; next is how it was done.
func AroundValues(
	find func(next chatlayersteps.Values, c *pipeline.Call, v chatlayersteps.ValueLookup) ([]string, error),
) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := chatlayersteps.Of(p)
		next := steps.Values
		steps.Values = func(c *pipeline.Call, v chatlayersteps.ValueLookup) ([]string, error) { return find(next, c, v) }
	}
}

// AroundFunnel does all of a funnel; next is how it was done.
func AroundFunnel(
	count func(next chatlayersteps.Funnel, c *pipeline.Call, f chatlayerworld.Funnel) ([]funnel.Cohort, error),
) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := chatlayersteps.Of(p)
		next := steps.Funnel
		steps.Funnel = func(c *pipeline.Call, f chatlayerworld.Funnel) ([]funnel.Cohort, error) { return count(next, c, f) }
	}
}

// ChangeFunnel changes what a funnel asks for.
func ChangeFunnel(change func(*pipeline.Call, *chatlayerworld.Funnel)) Decorator {
	return AroundFunnel(func(next chatlayersteps.Funnel, c *pipeline.Call, f chatlayerworld.Funnel) ([]funnel.Cohort, error) {
		change(c, &f)
		return next(c, f)
	})
}

// OnFunnelCounts changes each count of the answers.
func OnFunnelCounts(change func(count map[string]any)) Decorator {
	return OnTree(func(_ *pipeline.Call, o map[string]any) {
		for _, cohort := range spec.MembersOf(o).Objects("result") {
			for _, count := range cohort.Objects("values") {
				change(count.Map())
			}
		}
	}, CountFunnel)
}
