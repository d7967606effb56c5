package chatlayerapi

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/funnel"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/plan"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// DemoTeam is the team of the first demo credential, and whom everybody belongs to where credentials are not compared.
const DemoTeam = "demo-team"

const name = "chatlayer"

// Definition is the Chatlayer Analytics events API.
func Definition() pipeline.Definition {
	return pipeline.Definition{
		Name:        name,
		Contract:    chatlayer.Contract,
		Prefix:      "/v1/",
		Whereabouts: "Chatlayer's begin with /v1",
		Scheme: pipeline.Scheme{
			Name: "Basic", Decode: pipeline.DecodeBasic, Encode: pipeline.EncodeBasic,
			Challenge: `Basic realm="chatlayer", charset="UTF-8"`,
			Unknown:   "a token that is not accepted here: its id or its secret is wrong",
			HowTo:     "send Authorization: Basic base64(TOKEN_ID:TOKEN_SECRET)",
			Demo:      ", such as curl --user demo-token-id:demo-token-secret",
		},
		Kinds: kinds(),
		Example: func(base, credential string) string {
			const list = "/v1/bots/demobot1/events/stream?version=LIVE&start_time=2020-01-01&end_time=2100-01-01"
			return fmt.Sprintf("curl --user '%s' '%s"+list+"'", cmp.Or(credential, "ID:SECRET"), base)
		},
		World:    chatlayerworld.API(),
		Steps:    steps,
		Handlers: handlers,
		Tracks: map[string]plan.Parts{
			"TrackEvent": {Event: "event", Attributes: "attributes"}, "CreateEventDefinition": {},
		},
		Authorize:     authorize,
		Explain:       explainAnswer,
		Histogram:     histogram,
		Invalid:       invalid,
		Refuse:        refuse,
		ProblemSchema: "Error",
	}
}

// kinds are access tokens of a team: token id and secret.
func kinds() credential.Kinds {
	return credential.Kinds{{
		Name: name, API: name, Team: true,
		Who: func(c credential.Credential) credential.Identity {
			return credential.Identity{Token: c.ID, Team: c.Team}
		},
		Demo: []credential.Credential{
			//nolint:gosec // the demo credentials are public
			{Kind: name, ID: "demo-token-id", Secret: "demo-token-secret", Team: DemoTeam},
			{Kind: name, ID: "other-token-id", Secret: "other-token-secret", Team: "other-team"},
		},
	}}
}

func steps(p *pipeline.Pipeline) any {
	return &chatlayersteps.Steps{
		Tokens: pagetoken.New(p.Seed, p.Namespace),
		List:   func(l *chatlayersteps.Lookup) (chatlayersteps.Page, error) { return find(p, l) },
		Track: func(_ *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
			return world.Apply(p.World, t)
		},
		Define: func(_ *pipeline.Call, d chatlayerworld.DefineEvent) (chatlayerworld.Defined, error) {
			return world.Apply(p.World, d)
		},
		Definitions: func(l *chatlayersteps.DefinitionLookup) (chatlayer.ListEventDefinitionsResponse, error) {
			return findDefinitions(p, l)
		},
		Values: func(c *pipeline.Call, v chatlayersteps.ValueLookup) ([]string, error) {
			return chatlayerworld.AttributeValues(c.Context, p.World, v.Bot, v.Attribute, v.Holding, mostAttributeValues)
		},
		Funnel: func(c *pipeline.Call, f chatlayerworld.Funnel) ([]funnel.Cohort, error) {
			return chatlayerworld.CountFunnel(c.Context, p.World, f)
		},
	}
}

// api serves the operations.
type api struct{ steps *pipeline.Pipeline }

func handlers(p *pipeline.Pipeline) map[string]pipeline.Handler {
	a := &api{steps: p}
	return map[string]pipeline.Handler{
		"ListEvents":            pipeline.Handle(decodeBotList, a.listEvents, encodePage),
		"ListEventsWithFilters": pipeline.Handle(decodeBotList, a.listEvents, encodePage),
		"GetTeamEvents":         pipeline.Handle(a.decodeTeamList, a.listEvents, encodePage),
		"TrackEvent":            pipeline.Handle(decodeTrack, a.trackEvent, encodeTrack),
		"Echo":                  pipeline.Handle(decodeEcho, a.echo, encodeEcho),

		"GetEventAttributeValues":  pipeline.Handle(decodeValues, a.attributeValues, encodeValues),
		"ListEventDefinitions":     pipeline.Handle(a.decodeBotDefinitions, a.listDefinitions, encodeDefinitions),
		"ListTeamEventDefinitions": pipeline.Handle(a.decodeTeamDefinitions, a.listDefinitions, encodeDefinitions),
		"CreateEventDefinition":    pipeline.Handle(a.decodeDefine, a.createDefinition, encodeDefinition),
		"ComputeEventsFunnel":      pipeline.Handle(decodeFunnel, a.computeFunnel, encodeFunnel),
	}
}

// authorize lets a token reach the bots of its team and that team. A bot without a team is everybody's.
// CHL-AUTH-4 to CHL-AUTH-7, CHL-TEAM-7.
func authorize(p *pipeline.Pipeline, c *pipeline.Call) error {
	if team, named := c.Path.Lookup("team_id"); named && team != c.Who.Team {
		return foreignTeam(p, spec.Violation{In: spec.InPath, Name: "team_id"}, team, c.Who.Team)
	}
	if bot, named := c.Path.Lookup("bot_id"); named {
		return taken(p, bot, c.Who.Team)
	}
	return nil
}

// taken refuses a bot that another team owns. Reading makes nobody an owner: who has become one while somebody reads may have events among
// those found.
func taken(p *pipeline.Pipeline, bot, team string) error {
	if owner, owned := chatlayerworld.Owner(p.World, bot); owned && owner != team {
		return forbidden("bot_id", bot, team)
	}
	return nil
}

func forbidden(name, value, team string) error {
	return foreign(spec.Violation{In: spec.InPath, Name: name}, value, team)
}

// foreignTeam refuses a team that is not the caller's, as foreign does, and says whether there is one.
func foreignTeam(p *pipeline.Pipeline, at spec.Violation, value, team string) error {
	theirs := func(c pipeline.Credential) bool { return c.Who.Team == value }
	if slices.ContainsFunc(p.Accepted, theirs) || len(chatlayerworld.Bots(p.World, value)) > 0 {
		return foreign(at, value, team)
	}
	at.Got = strconv.Quote(pipeline.Shorten(value)) + ", which is no team that has a token or a bot here"
	at.Expected = fmt.Sprintf("the caller's team, %q", team)
	at.Fix = "use that"
	return pipeline.Refused(http.StatusForbidden, at)
}

// foreign refuses what is another team's. That is no broken contract, so no violation is recorded.
func foreign(at spec.Violation, value, team string) error {
	at.Got = strconv.Quote(pipeline.Shorten(value)) + ", which is another team's"
	at.Expected = fmt.Sprintf("what belongs to the caller's team, %q", team)
	at.Fix = "use the team's own, or a token of the other team"
	return pipeline.Refused(http.StatusForbidden, at)
}
