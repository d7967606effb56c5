package chatlayerapi

import (
	"context"
	"net/http"
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// decodeBotDefinitions reads a list of a bot's definitions, which may be asked for as those of a team.
func (a *api) decodeBotDefinitions(c *pipeline.Call) (*chatlayersteps.DefinitionLookup, error) {
	bot, team := c.Path.Get("bot_id"), c.Args().Text("team_id")
	if err := a.ownTeam(c, team); err != nil {
		return nil, err
	}
	l := newDefinitionLookup(c, "bot definitions", "bot_id", bot, "team_id", team)
	l.Asked, l.Bots = bot, []string{bot}
	if _, owned := chatlayerworld.Owner(a.steps.World, bot); team != "" && !owned {
		l.Bots = nil
	}
	return l, nil
}

// decodeTeamDefinitions reads a list of the definitions of a team's bots, or of one of them.
func (a *api) decodeTeamDefinitions(c *pipeline.Call) (*chatlayersteps.DefinitionLookup, error) {
	team, bot := c.Path.Get("team_id"), c.Args().Text("bot_id")
	l := newDefinitionLookup(c, "team definitions", "team_id", team, "bot_id", bot)
	if bot == "" {
		l.Bots = chatlayerworld.Bots(a.steps.World, team)
		return l, nil
	}
	owner, owned := chatlayerworld.Owner(a.steps.World, bot)
	if owned && owner != team {
		return nil, foreign(argument(c, "bot_id", spec.Violation{}), bot, team)
	}
	if owned {
		l.Bots = []string{bot}
	}
	return l, nil
}

// newDefinitionLookup begins a lookup whose page tokens are bound to what the path says and to what it is filtered by.
func newDefinitionLookup(c *pipeline.Call, kind, name, value, filter, wanted string) *chatlayersteps.DefinitionLookup {
	return &chatlayersteps.DefinitionLookup{
		Call: c, Limit: pageSize(c.Args().Int32("page_size")), Token: c.Args().Text("page_token"),
		Bound: pagetoken.Query{Kind: kind, Arguments: []pagetoken.Argument{{Name: name, Value: value}, {Name: filter, Value: wanted}}},
	}
}

// ownTeam refuses a team_id that is not the caller's.
func (a *api) ownTeam(c *pipeline.Call, team string) error {
	if team == "" || team == c.Who.Team {
		return nil
	}
	return foreignTeam(a.steps, argument(c, "team_id", spec.Violation{}), team, c.Who.Team)
}

// listDefinitions serves GET /v1/bots/{bot_id}/events/definitions and GET /v1/teams/{team_id}/events/definitions.
// CHL-DEF-1 to CHL-DEF-3, CHL-DEF-6, CHL-DEF-7, CHL-DEF-9 to CHL-DEF-13.
func (a *api) listDefinitions(
	_ context.Context, l *chatlayersteps.DefinitionLookup,
) (chatlayer.ListEventDefinitionsResponse, error) {
	page, err := chatlayersteps.Of(a.steps).Definitions(l)
	return page, badToken(l.Call, l.Token, err)
}

// findDefinitions reads one page and makes the token of the next.
func findDefinitions(p *pipeline.Pipeline, l *chatlayersteps.DefinitionLookup) (page chatlayer.ListEventDefinitionsResponse, err error) {
	tokens, after := chatlayersteps.Of(p).Tokens, eventstore.Position{}
	if l.Token != "" {
		if after, err = tokens.Decode(l.Bound, l.Token); err != nil {
			return page, err
		}
	}
	found, err := chatlayerworld.ListDefinitions(l.Call.Context, p.World, chatlayerworld.Definitions{
		Now: p.Clock.Now(), Bots: l.Bots, After: after, Limit: l.Limit,
	})
	if err != nil {
		return page, err
	}
	if err := taken(p, l.Asked, l.Call.Who.Team); err != nil {
		return page, err
	}
	if page.EventDefinitions = found.Definitions; found.More {
		page.NextPageToken = tokens.Encode(l.Bound, found.Last)
	}
	return page, nil
}

// defineInput is the input of createDefinition.
type defineInput struct {
	call    *pipeline.Call
	command chatlayerworld.DefineEvent
}

func (a *api) decodeDefine(c *pipeline.Call) (defineInput, error) {
	return defineInput{c, chatlayerworld.DefineEvent{
		Team: c.Who.Team, Bot: c.Path.Get("bot_id"), Event: c.Body.Text("event"), Description: c.Body.Text("description"),
	}}, a.ownTeam(c, c.Body.Text("team_id"))
}

// createDefinition serves POST /v1/bots/{bot_id}/events/definitions.
// CHL-DEF-4, CHL-DEF-5, CHL-DEF-8.
func (a *api) createDefinition(ctx context.Context, in defineInput) (chatlayer.EventDefinition, error) {
	in.command.Created = clock.Receipt(a.steps.Clock)
	defined, err := chatlayersteps.Of(a.steps).Define(in.call, in.command)
	switch {
	case err != nil:
		return chatlayer.EventDefinition{}, err
	case defined.Owner != in.command.Team: // another team was faster
		return chatlayer.EventDefinition{}, forbidden("bot_id", in.command.Bot, in.command.Team)
	case !defined.Added:
		return chatlayer.EventDefinition{}, pipeline.Refused(http.StatusConflict, spec.Violation{
			Side: spec.SideRequest, In: spec.InBody, Pointer: "/event",
			Got:      strconv.Quote(pipeline.Shorten(in.command.Event)) + ", which is defined for this bot already",
			Expected: "an event that is not", Fix: "list the definitions, or define another event",
		})
	}
	return chatlayerworld.DefinitionOf(ctx, a.steps.World, in.command.Bot, in.command.Event, a.steps.Clock.Now())
}

func encodeDefinitions(page chatlayer.ListEventDefinitionsResponse) (pipeline.Answer, error) {
	return pipeline.Answer{
		Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: chatlayer.AppendEventDefinitions(nil, page),
	}, nil
}

func encodeDefinition(d chatlayer.EventDefinition) (pipeline.Answer, error) {
	body := append(chatlayer.AppendEventDefinition([]byte(`{"event_definition":`), &d), '}')
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: body}, nil
}
