package misbehave

import (
	"strings"
	"sync"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// sharedIDs are servers on which an id that one bot, or one version of it, has means something to another.
func sharedIDs() []Misbehaviour {
	sameBot := func(a, b chatlayerworld.Track) bool { return a.Event.BotID == b.Event.BotID }
	anyBot := func(a, b chatlayerworld.Track) bool { return !sameBot(a, b) }
	sameTeam := func(a, b chatlayerworld.Track) bool { return !sameBot(a, b) && a.Team == b.Team }
	const broken = "CHL-TRK-29 CHL-FLT-7"
	return area("isolation",
		breaks("id.one-for-all", 3, "An id that any bot has used is acknowledged, and the event is not stored.", broken,
			shared(anyBot, idDropped)),
		breaks("id.moves-within-team", 4, "An id used again for another bot of the team moves the event to that bot.",
			"CHL-LAW-7 CHL-TRK-29", shared(sameTeam, idMoved)),
		breaks("id.overwrites-within-team", 4,
			"An id used again for another bot of the team changes the first bot's event.",
			"CHL-LAW-7 CHL-TRK-29", shared(sameTeam, idOverwritten)),
	)
}

// fate is what a second event with an id means to the first.
type fate int

const (
	idDropped     fate = iota // the second is not stored
	idMoved                   // the first is gone
	idOverwritten             // the first has the attributes of the second, which is not stored
)

// shared remembers which version of which bot gave an id first. Of ids that the server makes no two are alike.
func shared(meets func(first, second chatlayerworld.Track) bool, becomes fate) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var mu sync.Mutex
		first, changed := map[string]chatlayerworld.Track{}, alter.NewMemory[*chatlayerworld.Track]()
		name := func(e event) string { return strings.Join([]string{e.BotID, e.Version, e.ID}, " ") }
		alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
			id := t.Event.ID
			mu.Lock()
			was, there := first[id]
			if id != "" && !there && len(first) < alter.MostNames {
				first[id] = t
			}
			mu.Unlock()
			if id == "" || !there || sameList(was, t) || !meets(was, t) {
				return next(c, t)
			}
			switch becomes {
			case idMoved:
				changed.Put(name(was.Event.TrackingEvent), nil)
				return next(c, t)
			case idOverwritten:
				changed.Put(name(was.Event.TrackingEvent), &t)
			}
			return chatlayerworld.Tracked{ID: id, Owner: t.Team}, nil
		})(p)
		alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			page, err := alter.Recut(p, next, l, func(e event) bool {
				now, is := changed.Get(name(e))
				return !is || now != nil
			})
			for i, e := range page.Events {
				if now, is := changed.Get(name(e)); is && now != nil {
					page.Events[i].Attributes = now.Event.Attributes
				}
			}
			return page, err
		})(p)
	}
}

func sameList(a, b chatlayerworld.Track) bool {
	return a.Event.BotID == b.Event.BotID && a.Event.Version == b.Event.Version
}
