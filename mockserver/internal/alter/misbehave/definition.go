package misbehave

import (
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

type definitionPage = chatlayer.ListEventDefinitionsResponse

func definitions() []Misbehaviour {
	return area("definitions",
		breaks("definition.volume-is-text", 2, "The volume_30_day of a definition is a text.", "CHL-DEF-7 CHL-DEF-2 CHL-DEF-5",
			alter.OnDefinitions(func(d map[string]any) { d["volume_30_day"] = fmt.Sprint(d["volume_30_day"]) })),
		breaks("definition.description-lost", 2, "The description of a definition that is created is dropped.", "CHL-DEF-14",
			alter.ChangeDefinition(func(d *chatlayerworld.DefineEvent) { d.Description = "" })),
		breaks("definition.open", 2, "Definitions are created without credentials.", "CHL-AUTH-2 CHL-AUTH-8",
			open(alter.CreateDefinition)),
		breaks("definition.page-repeats-last", 3, "A page of definitions begins with the last one of the page before.", "CHL-DEF-15",
			lastAgain),
		breaks("definition.other-bots", 3, "The list of a bot's definitions has those of all bots of the team.", "CHL-DEF-17",
			func(p *pipeline.Pipeline) {
				ofBots(func(l *chatlayersteps.DefinitionLookup) {
					if l.Asked != "" {
						bots := append(slices.Clone(chatlayerworld.Bots(p.World, l.Call.Who.Team)), l.Bots...)
						slices.Sort(bots)
						l.Bots = slices.Compact(bots)
					}
				})(p)
			}),
		breaks("definition.team-lacks-bot", 3, "The list of a team's definitions lacks those of its first bot.", "CHL-DEF-18",
			ofBots(func(l *chatlayersteps.DefinitionLookup) {
				if l.Asked == "" && len(l.Bots) > 0 {
					l.Bots = l.Bots[1:]
				}
			})),
		breaks("definition.of-whole-bot", 3, "volume_30_day and last_seen_at of a definition are those of all events of the bot.",
			"CHL-DEF-19", ofOthers(func(d, other chatlayer.EventDefinition) bool { return other.BotID == d.BotID })),
		breaks("definition.of-all-bots", 3, "volume_30_day and last_seen_at of a definition are those of its name in all bots of the team.",
			"CHL-DEF-19", ofOthers(func(d, other chatlayer.EventDefinition) bool { return other.Event == d.Event })),
		breaks("definition.of-longer-names", 4,
			"volume_30_day and last_seen_at of a definition are those of all names that begin with its.",
			"CHL-DEF-19", ofOthers(func(d, other chatlayer.EventDefinition) bool {
				return other.BotID == d.BotID && strings.HasPrefix(other.Event, d.Event)
			})),
		breaks("definition.lacks-names", 4, "Of the names that were only tracked one in three has no definition.", "CHL-DEF-20",
			alter.AroundDefinitions(func(next chatlayersteps.Definitions, l *chatlayersteps.DefinitionLookup) (definitionPage, error) {
				page, err := next(l)
				page.EventDefinitions = slices.DeleteFunc(page.EventDefinitions, func(d chatlayer.EventDefinition) bool {
					return d.Description == "" && alter.Hash(d.Event)%3 == 0
				})
				return page, err
			})),
	)
}

// ofBots changes whose definitions are read.
func ofBots(change func(*chatlayersteps.DefinitionLookup)) alter.Decorator {
	return alter.AroundDefinitions(func(next chatlayersteps.Definitions, l *chatlayersteps.DefinitionLookup) (definitionPage, error) {
		change(l)
		return next(l)
	})
}

// lastAgain keeps the last definition of each page for whoever brings its token.
func lastAgain(p *pipeline.Pipeline) {
	last := alter.NewMemory[chatlayer.EventDefinition]()
	alter.AroundDefinitions(func(next chatlayersteps.Definitions, l *chatlayersteps.DefinitionLookup) (definitionPage, error) {
		before, later := last.Get(l.Token)
		if later = later && l.Limit > 1; later {
			l.Limit--
		}
		page, err := next(l)
		if n := len(page.EventDefinitions); page.NextPageToken != "" && n > 0 {
			last.Put(page.NextPageToken, page.EventDefinitions[n-1])
		}
		if later {
			page.EventDefinitions = slices.Insert(page.EventDefinitions, 0, before)
		}
		return page, err
	})(p)
}

// ofOthers tells of a definition what is to be told of all of the team's that match it.
func ofOthers(match func(d, other chatlayer.EventDefinition) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		const all = 1 << 20
		alter.AroundDefinitions(func(next chatlayersteps.Definitions, l *chatlayersteps.DefinitionLookup) (definitionPage, error) {
			page, err := next(l)
			if err != nil {
				return page, err
			}
			whole := *l
			whole.Token, whole.Limit = "", all
			whole.Bots = append(slices.Clone(chatlayerworld.Bots(p.World, l.Call.Who.Team)), l.Bots...)
			slices.Sort(whole.Bots)
			whole.Bots = slices.Compact(whole.Bots)
			everything, err := next(&whole)
			for i := range page.EventDefinitions {
				d := &page.EventDefinitions[i]
				d.Volume30Day = 0
				for _, other := range everything.EventDefinitions {
					if !match(*d, other) {
						continue
					}
					d.Volume30Day += other.Volume30Day
					if seen := other.LastSeenAt; d.LastSeenAt == nil || seen != nil && seen.After(*d.LastSeenAt) {
						d.LastSeenAt = seen
					}
				}
			}
			return page, err
		})(p)
	}
}
