package misbehave

import (
	"path"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func isolation() []Misbehaviour {
	return area("isolation",
		breaks("isolation.bot-ignored", 1, "A list shows the events of all bots of the team, whatever bot the path names.", "CHL-FLT-7",
			botsOf(alter.Always, teamBots)),
		breaks("isolation.any-team-reads", 2, "Any token may list the events of any team's bots.", "CHL-AUTH-4 CHL-AUTH-5",
			anyTeam(alter.ListByGet, alter.ListByPost)),
		breaks("isolation.any-team-writes", 3, "Any token may track events for any team's bots.", "CHL-AUTH-4", anyTeam(alter.TrackEvent)),
		breaks("isolation.any-team-team-list", 2, "Any token may read any team's list.", "CHL-AUTH-4 CHL-AUTH-5 CHL-TEAM-8",
			afterAuthorizedAs(func(c *pipeline.Call, _ *pipeline.Pipeline) {
				if c.Is(alter.ListOfTeam) {
					c.Who.Team = c.Path.Get("team_id")
				}
			})),
		breaks("isolation.any-team-is-told", 3, "Any token may ask for the definitions, the values and the funnels of any team's bots.",
			"CHL-AUTH-4", anyTeam(alter.ListDefinitions, alter.ListValues, alter.CountFunnel)),
		breaks("isolation.any-team-defines", 3, "Any token may create definitions for any team's bots.", "CHL-AUTH-4",
			anyTeam(alter.CreateDefinition)),
		breaks("isolation.users-shared", 3, "With user_id, a list shows the events of all bots of the team.", "CHL-FLT-7",
			botsOf(alter.Asking(byUser, ""), teamBots)),
		breaks("isolation.users-shared-by-all", 4, "With user_id, a list shows the events of all teams.", "CHL-FLT-7 CHL-AUTH-5",
			botsOf(alter.Asking(byUser, ""), allBots)),
		breaks("isolation.bot-prefix", 4, "A list also shows bots whose id only begins with the one in the path.", "CHL-FLT-7",
			botsOf(alter.Always, likeBots(strings.HasPrefix))),
		breaks("isolation.bot-any-case", 3, "The case of letters in a bot's id is ignored.", "CHL-FLT-7",
			botsOf(alter.Always, likeBots(strings.EqualFold))),
		breaks("isolation.body-bot-wins", 3, "By POST, a bot_id in the body counts instead of the one in the path.", "CHL-FLT-7",
			alter.AfterDecode(func(c *pipeline.Call) error {
				if bot := c.Body.Text("bot_id"); c.Is(alter.ListByPost) && bot != "" {
					c.Path.Set("bot_id", bot)
				}
				return nil
			})),
		breaks("isolation.refused-is-written", 4, "An event for another team's bot is refused and stored all the same.",
			"CHL-LAW-3 CHL-AUTH-4", refusedIsWritten),
		breaks("isolation.bot-path-cleaned", 4, "A bot's id that begins with ../ is read without it, like a file's path.",
			"CHL-ROB-5 CHL-FLT-7", alter.BeforeAuthenticate(cleanBots)),
	)
}

func team() []Misbehaviour {
	return area("team",
		breaks("team.shows-other-teams", 3, "A team's list shows the events of all teams.", "CHL-AUTH-5 CHL-TEAM-8", beforeTeam(allBots)),
		breaks("team.user-ignored", 2, "A team's list ignores user_id.", "CHL-FLT-5 CHL-TEAM-1",
			alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), ignoring(byUser)))),
		breaks("team.bot-id-is-team", 2, "In a team's list, bot_id is the team instead of the bot.", "CHL-SCH-1 CHL-SCH-5", teamAsBot),
		breaks("team.limit-per-bot", 3, "In a team's list, page_size holds for each bot, so pages are longer.", "CHL-PAGE-1", limitPerBot),
		breaks("team.unknown-is-own", 3, "The list of an unknown team shows the caller's own team.", "CHL-TEAM-8",
			afterAuthorizedAs(unknownIsOwn)),
	)
}

// botsOf changes whose events are read.
func botsOf(holds func(*chatlayersteps.Lookup) bool, bots func(*pipeline.Pipeline, *chatlayersteps.Lookup) []string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.BeforeQuery(alter.When(holds, func(l *chatlayersteps.Lookup) { l.Bots = bots(p, l) }))(p)
	}
}

func beforeTeam(bots func(*pipeline.Pipeline, *chatlayersteps.Lookup) []string) alter.Decorator {
	return botsOf(alter.On(alter.ListOfTeam), bots)
}

func teamBots(p *pipeline.Pipeline, l *chatlayersteps.Lookup) []string {
	return withOwn(l, chatlayerworld.Bots(p.World, l.Team))
}

func allBots(p *pipeline.Pipeline, l *chatlayersteps.Lookup) []string {
	var bots []string
	for _, c := range p.Accepted {
		if c.API == "chatlayer" {
			bots = append(bots, chatlayerworld.Bots(p.World, c.Who.Team)...)
		}
	}
	return withOwn(l, bots)
}

// withOwn adds the bots asked for, which may be nobody's yet.
func withOwn(l *chatlayersteps.Lookup, bots []string) []string {
	bots = append(slices.Clone(bots), l.Bots...)
	slices.Sort(bots)
	return slices.Compact(bots)
}

func likeBots(like func(bot, asked string) bool) func(*pipeline.Pipeline, *chatlayersteps.Lookup) []string {
	return func(p *pipeline.Pipeline, l *chatlayersteps.Lookup) []string {
		asked := l.Bots
		if l.Call.Is(alter.ListOfTeam) {
			return asked
		}
		bots := slices.Clone(chatlayerworld.Bots(p.World, l.Team)) // which are the world's
		return withOwn(l, slices.DeleteFunc(bots, func(bot string) bool { return !like(bot, asked[0]) }))
	}
}

// afterAuthorizedAs changes the caller before it is looked at what they may touch.
func afterAuthorizedAs(change func(*pipeline.Call, *pipeline.Pipeline)) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		next := p.Authorize
		p.Authorize = func(c *pipeline.Call) error {
			change(c, p)
			return next(c)
		}
	}
}

func anyTeam(operations ...string) alter.Decorator {
	return afterAuthorizedAs(func(c *pipeline.Call, p *pipeline.Pipeline) {
		if owner, owned := chatlayerworld.Owner(p.World, c.Path.Get("bot_id")); owned && c.Is(operations...) {
			c.Who.Team = owner
		}
	})
}

func refusedIsWritten(p *pipeline.Pipeline) {
	next := p.Authorize
	p.Authorize = func(c *pipeline.Call) error {
		err := next(c)
		if owner, owned := chatlayerworld.Owner(p.World, c.Path.Get("bot_id")); err != nil && owned && c.Is(alter.TrackEvent) {
			t := refusedEvent(p, c)
			t.Team = owner
			_, _ = chatlayersteps.Of(p).Track(c, t)
		}
		return err
	}
}

func teamAsBot(p *pipeline.Pipeline) {
	alter.OnTree(func(c *pipeline.Call, o map[string]any) {
		for _, e := range eventsOf(o) {
			if e, ok := e.(map[string]any); ok {
				e["bot_id"] = c.Path.Get("team_id")
			}
		}
	}, alter.ListOfTeam)(p)
}

func limitPerBot(p *pipeline.Pipeline) {
	alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), func(l *chatlayersteps.Lookup) { l.Query.Limit *= max(1, len(l.Bots)) }))(p)
}

func cleanBots(c *pipeline.Call) error {
	if bot := c.Path.Get("bot_id"); bot != "" {
		c.Path.Set("bot_id", path.Base(path.Clean("/"+bot)))
	}
	return nil
}

func unknownIsOwn(c *pipeline.Call, p *pipeline.Pipeline) {
	accepted := slices.ContainsFunc(p.Accepted, func(a pipeline.Credential) bool { return a.Who.Team == c.Path.Get("team_id") })
	if c.Is(alter.ListOfTeam) && !accepted {
		c.Path.Set("team_id", c.Who.Team)
	}
}
