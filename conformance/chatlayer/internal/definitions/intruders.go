package definitions

import (
	"context"
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

var strangers = conformance.Check{
	ID:          "chatlayer.definitions.strangers",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-2",
	Also:        []string{"CHL-AUTH-8"},
	Title:       "No event definition is created without credentials.",
	Operations:  []string{kit.Define, kit.Definitions},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Unplanted:   true,
	Floor:       map[string]int{"definitions": 3, "tries": 1},
	Run: kit.WithoutPlanted(func(ctx context.Context, p *kit.Probe) {
		intrude(ctx, p, "", "a definition is created without credentials")
	}),
}

var foreigners = conformance.Check{
	ID:          "chatlayer.definitions.foreigners",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-4",
	Title:       "No event definition is created for the bot with another team's credentials.",
	Operations:  []string{kit.Define, kit.Definitions},
	Needs:       append([]conformance.Capability{kit.NamedOtherTeam}, kit.Writes()...),
	Phase:       conformance.Writing,
	Unplanted:   true,
	Floor:       map[string]int{"definitions": 3, "tries": 1},
	Run: kit.WithoutPlanted(func(ctx context.Context, p *kit.Probe) {
		intrude(ctx, p, p.OtherAuth, "another team's credentials create a definition for the bot "+p.Bot)
	}),
}

// intrude tries to create a definition with credentials that may not, once the target has created others. That it says yes is no proof: the
// bot's own list tells.
func intrude(ctx context.Context, p *kit.Probe, authorization, message string) {
	mustHaveCreated(ctx, p)
	name := p.Names.Of("intruder_defined" + p.NextTag())
	r := p.Question(http.MethodPost, kit.DefinitionsPath(p.Bot), "", map[string]string{"event": name})
	r.Authorization, r.Hostile, r.Safe = authorization, true, false
	x := p.Do(ctx, r)
	if x.Err != nil || x.Busy() {
		p.Inconclusive("the way to the target failed: %s", kit.Gist(x))
	}
	p.Saw("tries", 1)
	var pages []kit.DefinitionPage
	looks := func() bool {
		var list []kit.Definition
		list, pages = p.DefinitionWalk(ctx, kit.DefinitionQuery{Size: 100})
		return slices.ContainsFunc(list, func(d kit.Definition) bool { return d.Event == name })
	}
	if there := looks(); there || x.OK() && p.Await(ctx, looks) {
		p.Fail(conformance.Failure{
			Message: message, Expected: "a refusal, and no such definition", Got: kit.Gist(x),
			Exchanges: append([]*exchange.Exchange{x}, lastOf(pages, 1)...), Symptoms: protocol.Strangers(),
		})
	}
}
