package misbehave

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// astray are lists that answer what nobody asked, and lists for the wrong people.
func astray() []Mutant {
	return slices.Concat(
		area("auth", mutant("auth.path-beginning-open", 4, "A path that only begins like one of a list, or of Inkeep, is served like it, without credentials.",
			"CHL-AUTH-8 INK-AUTH-12", beginningOpen)),
		area("isolation", mutant("isolation.bot-path-cleaned", 4, "The bot's id is read like a file's path: ../ before it does not matter.", "CHL-ROB-5 CHL-FLT-7", alter.BeforeAuthenticate(cleanBots))),
		area("team", mutant("team.unknown-is-own", 3, "The list of a team that does not exist is that of the caller's team.", "CHL-TEAM-8", afterAuthorizedAs(unknownIsOwn))),
		area("transport", mutant("transport.read-hides", 4, "An event that a list by event and user_id gave is hidden from such lists for 80 ms, as in a queue.", "CHL-HTTP-11 CHL-LAW-1", hideRead)),
	)
}

// beginningOpen is a server whose routes match beginnings of paths and whose guard matches whole paths.
func beginningOpen(p *pipeline.Pipeline) {
	alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		for _, route := range []struct{ folder, name, api string }{{"/v1/", "/events/stream", "chatlayer"}, {"", "/events", "inkeep"}} {
			before, rest, found := strings.Cut(r.URL.Path, route.name)
			if found && rest != "" && strings.HasPrefix(before+"/", route.folder) && (route.api == "chatlayer" || before == "") {
				r = authorized(r, credentialOf(p, route.api, teamOf(p, pathOf(before+route.name))))
				r.URL = &url.URL{Path: before + route.name, RawQuery: r.URL.RawQuery}
				break
			}
		}
		next.ServeHTTP(w, r)
	})(p)
}

func cleanBots(c *pipeline.Call) error {
	if bot := c.Path["bot_id"]; bot != "" {
		c.Path["bot_id"] = path.Base(path.Clean("/" + bot))
	}
	return nil
}

func unknownIsOwn(c *pipeline.Call, p *pipeline.Pipeline) {
	known := slices.ContainsFunc(p.Accepted, func(a pipeline.Credential) bool { return a.Who.Team == c.Path["team_id"] })
	if c.Is(alter.ListOfTeam) && !known {
		c.Path["team_id"] = c.Who.Team
	}
}

// hideRead remembers by operation when an event was given last.
func hideRead(p *pipeline.Pipeline) {
	given := alter.NewMemory[time.Time]()
	alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		if l.Where(byUser) == "" || l.Where(world.FieldEvent) == "" {
			return next(l)
		}
		name := func(e event) string { return l.Call.Op.ID + " " + e.BotID + " " + e.ID }
		page, err := alter.Recut(p, next, l, func(e event) bool {
			at, was := given.Get(name(e))
			return !was || p.Clock.Now().Sub(at) > 80*time.Millisecond
		})
		for _, e := range page.Events {
			given.Put(name(e), p.Clock.Now())
		}
		return page, err
	})(p)
}
