package variant

import (
	"net/http"
	"slices"
	"sync"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func bots() []Variant {
	return []Variant{
		legal("L21", "foreign.401", "A bot or team of somebody else's is answered with 401.", foreign401),
		legal("L21", "foreign.404", "A bot or team of somebody else's is answered with 404.",
			chatlayerStatus(http.StatusForbidden, http.StatusNotFound)),
		legal("", "foreign.before-validation", "A bot or team of somebody else's is refused before the rest of the call is looked at.",
			foreignFirst),
		legal("", "unknown-bot.404", "A bot that nobody owns is answered with 404.", unknownBot(http.StatusNotFound)),
		legal("", "unknown-bot.empty", "A bot that nobody owned at the start has no events but those tracked since.", unknownBotEmpty),
		legal("", "team.only-live", "The list of a team has LIVE events only.",
			alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), onlyLive))),
		legal("", "team.one-bot", "The list of a team shows one of its bots only.", oneBot),
		legal("", "team.nothing", "The list of a team shows none of what is tracked for its bots.", alter.AroundList(noTeamEvents)),
	}
}

func foreign401(p *pipeline.Pipeline) {
	alter.OnProblem(func(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
		if alter.ForChatlayer(c) && problem.Status == http.StatusForbidden {
			return problem.WithStatus(http.StatusUnauthorized).With("WWW-Authenticate", `Basic realm="chatlayer"`)
		}
		return problem
	})(p)
}

func foreignFirst(p *pipeline.Pipeline) {
	alter.BeforeDecode(func(c *pipeline.Call) error {
		if alter.ForChatlayer(c) {
			return p.Authorize(c)
		}
		return nil
	})(p)
}

func unknownBot(status int) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.AfterAuthorize(func(c *pipeline.Call) error {
			bot, named := c.Path.Lookup("bot_id")
			if _, owned := chatlayerworld.Owner(p.World, bot); named && !owned {
				return alter.Refuse(status, "bot_id: got %q, expected a bot that exists", bot)
			}
			return nil
		})(p)
	}
}

// unknownBotEmpty hides the events that the mock makes up for any bot.
func unknownBotEmpty(p *pipeline.Pipeline) {
	var mu sync.RWMutex
	tracked := map[arrival]bool{}
	seeded := map[string]bool{}
	for _, c := range p.Accepted {
		for _, bot := range chatlayerworld.Bots(p.World, c.Who.Team) {
			seeded[bot] = true
		}
	}
	alter.AroundTrack(func(track chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		mu.Lock()
		defer mu.Unlock()
		stored, err := track(c, t)
		if err == nil && stored.Added {
			tracked[arrival{t.Event.BotID, stored.ID}] = true
		}
		return stored, err
	})(p)
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		if !slices.ContainsFunc(l.Bots, func(bot string) bool { return !seeded[bot] }) {
			return next(l)
		}
		return alter.Sift(next, l, func(e event) bool {
			mu.RLock()
			defer mu.RUnlock()
			return seeded[e.BotID] || tracked[arrival{e.BotID, e.ID}]
		})
	})(p)
}

func onlyLive(l *chatlayersteps.Lookup) {
	l.Query.Where = append(slices.Clone(l.Query.Where), eventstore.Equal{Field: chatlayerworld.FieldVersion, Value: "LIVE"})
}

// oneBot shows the bot that was a team's first one when its list was asked for first: one that comes later changes no walk.
func oneBot(p *pipeline.Pipeline) {
	shown := alter.NewMemory[string]()
	alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), func(l *chatlayersteps.Lookup) {
		bot, known := shown.Get(l.Team)
		if !known && len(l.Bots) > 0 {
			bot = l.Bots[0]
			shown.Put(l.Team, bot)
		}
		l.Bots = slices.DeleteFunc(slices.Clone(l.Bots), func(other string) bool { return other != bot })
	}))(p)
}

func noTeamEvents(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
	if l.Call.Is(alter.ListOfTeam) {
		return chatlayersteps.Page{}, nil
	}
	return next(l)
}
