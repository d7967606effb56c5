package misbehave

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// trackIDs change ids that clients give, or take some for others.
func trackIDs() []Misbehaviour {
	return area("tracking",
		breaks("id.case-folded", 4,
			"An id that differs from a stored one in letter case alone is acknowledged, and the event is not stored.",
			"CHL-LAW-1 CHL-TRK-17", func(p *pipeline.Pipeline) {
				seen := alter.NewMemory[string]()
				dropWhen(func(_ int64, t chatlayerworld.Track) bool {
					if t.Event.ID == "" {
						return false
					}
					name := strings.Join([]string{t.Event.BotID, t.Event.Version, strings.ToLower(t.Event.ID)}, " ")
					first, there := seen.Get(name)
					if !there {
						seen.Put(name, t.Event.ID)
					}
					return there && first != t.Event.ID
				})(p)
			}),
		breaks("id.taken-is-500", 3, "A tracked event whose id is taken is answered with 500.", "CHL-ROB-1",
			alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
				stored, err := next(c, t)
				if err == nil && !stored.Added && stored.Owner == t.Team {
					return stored, alter.Refuse(http.StatusInternalServerError, "duplicate key")
				}
				return stored, err
			})),
	)
}

// trackCharacters lose what is hard to see, or what a language writes otherwise.
func trackCharacters() []Misbehaviour {
	return area("tracking",
		breaks("track.null-attributes-kept", 4, "An attribute that is null is accepted and listed as null.",
			"CHL-SCH-7 CHL-SCH-3 CHL-TRK-4", nullAttributesKept),
	)
}

// nullAttributesKept stores a text in place of null and shows null in its place.
func nullAttributesKept(p *pipeline.Pipeline) {
	const stored = "understudy null"
	replace := func(o map[string]any, from, to any) {
		attributes, _ := o["attributes"].(map[string]any)
		for key, value := range attributes {
			if value == from {
				attributes[key] = to
			}
		}
	}
	alter.Together(
		alter.ChangeSent(func(c *pipeline.Call) {
			if o := alter.Tree(c.Sent); c.Is(alter.TrackEvent) && o != nil {
				replace(o, nil, stored)
				c.Sent = alter.Write(o)
			}
		}),
		alter.OnEventTrees(func(e map[string]any) { replace(e, stored, nil) }),
	)(p)
}

// answersKept gives the first answer to a list again, for ever.
func answersKept() []Misbehaviour {
	return area("paging", breaks("list.kept-for-ever", 4, "A list that was asked for once is answered the same for ever.", "CHL-LAW-1",
		func(p *pipeline.Pipeline) {
			kept := alter.NewMemory[chatlayersteps.Page]()
			alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
				key := fmt.Sprint(l.Team, l.Asked, l.Bots, l.Bound, l.Query.Limit, l.Token)
				if page, there := kept.Get(key); there {
					return page, nil
				}
				page, err := next(l)
				if err == nil {
					kept.Put(key, chatlayersteps.Page{Events: slices.Clone(page.Events), Next: page.Next})
				}
				return page, err
			})(p)
		}))
}
