package misbehave

import (
	"sync"

	"github.com/understudy-mock/understudy/mockserver/internal/seam"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// sharedIDs are servers on which an id that one bot has means something to another bot.
func sharedIDs() []Mutant {
	anyBot := func(world.Track, world.Track) bool { return true }
	sameTeam := func(a, b world.Track) bool { return a.Team == b.Team }
	otherTeam := func(a, b world.Track) bool { return a.Team != b.Team }
	const broken = "CHL-TRK-29 CHL-FLT-7"
	return area("isolation",
		mutant("id.one-for-all", 3, "An id that any bot has already is acknowledged and not stored.", broken, shared(anyBot, idDropped)),
		mutant("id.one-for-team", 4, "An id that another bot of the team has already is acknowledged and not stored.", broken, shared(sameTeam, idDropped)),
		mutant("id.one-for-other-teams", 4, "An id that a bot of another team has already is acknowledged and not stored.", broken, shared(otherTeam, idDropped)),
		mutant("id.moves-within-team", 4, "An id that another bot of the team has already moves to the bot that gives it again.", "CHL-LAW-7 CHL-TRK-29", shared(sameTeam, idMoved)),
		mutant("id.moves-between-teams", 4, "An id that a bot of another team has already moves to the bot that gives it again.", "CHL-LAW-7 CHL-AUTH-5 CHL-TRK-29", shared(otherTeam, idMoved)),
		mutant("id.overwrites-within-team", 4, "An id that another bot of the team has already changes the attributes of that bot's event.", "CHL-LAW-7 CHL-TRK-29", shared(sameTeam, idOverwritten)),
		mutant("id.overwrites-between-teams", 4, "An id that a bot of another team has already changes the attributes of that bot's event.", "CHL-LAW-7 CHL-AUTH-5 CHL-TRK-29", shared(otherTeam, idOverwritten)),
	)
}

// fate is what a second event with an id means to the first.
type fate int

const (
	idDropped     fate = iota // the second is not stored
	idMoved                   // the first is gone
	idOverwritten             // the first has the attributes of the second, which is not stored
)

// shared remembers which bot gave an id first. Of ids that the server makes no two are alike.
func shared(meets func(first, second world.Track) bool, becomes fate) decorator {
	return func(p *seam.Pipeline) {
		var mu sync.Mutex
		first, changed := map[string]world.Track{}, newMemory[*world.Track]()
		next := p.Track
		p.Track = func(c *seam.Call, t world.Track) (world.Tracked, error) {
			id := t.Event.ID
			mu.Lock()
			was, there := first[id]
			if id != "" && !there && len(first) < mostNames {
				first[id] = t
			}
			mu.Unlock()
			if id == "" || !there || was.Event.BotID == t.Event.BotID || !meets(was, t) {
				return next(c, t)
			}
			switch becomes {
			case idMoved:
				changed.put(was.Event.BotID+" "+id, nil)
				return next(c, t)
			case idOverwritten:
				changed.put(was.Event.BotID+" "+id, &t)
			}
			return world.Tracked{ID: id, Owner: t.Team}, nil
		}
		aroundList(func(next seam.List, l *seam.Lookup) (seam.Page, error) {
			page, err := sifted(p, next, l, func(e event) bool {
				now, is := changed.get(e.BotID + " " + e.ID)
				return !is || now != nil
			})
			for i, e := range page.Events {
				if now, is := changed.get(e.BotID + " " + e.ID); is && now != nil {
					page.Events[i].Attributes = now.Event.Attributes
				}
			}
			return page, err
		})(p)
	}
}
