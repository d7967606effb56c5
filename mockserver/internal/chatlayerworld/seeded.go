package chatlayerworld

import (
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// keptEvents is about how many seeded events stay in memory. A client may invent any number of bots, each with thousands of
// events; those asked for least lately are forgotten and, being a function of the seed, come back the same.
const (
	keptEvents = 250_000
	fewestKept = 4 // bots
	mostKept   = 50
)

// seeded makes the seeded events when they are first asked for. It is safe for concurrent use.
type seeded struct {
	base *world.Base
	bots world.Cache[loaded]
}

// loaded is the seeded events of a bot. The error is that of the first that breaks the contract.
type loaded struct {
	events *eventstore.Store
	err    error
}

func newSeeded(b *world.Base) (*seeded, error) {
	perBot := max(b.Count(), 1)
	bots, err := world.NewCache[loaded](min(max(keptEvents/perBot, fewestKept), mostKept))
	return &seeded{base: b, bots: bots}, err
}

// bot returns the seeded events of any bot.
func (s *seeded) bot(id string) (*eventstore.Store, error) {
	got := s.bots.Get(id, func() loaded { return s.load(id) })
	return got.events, got.err
}

// has reports whether the version of a bot has a seeded event with this id.
func (s *seeded) has(bot, version, id string) bool {
	events, _ := s.bot(bot)
	return events.Has(streamOf(bot, version), id)
}

func (s *seeded) load(id string) loaded {
	made := loaded{events: newStore()}
	for e := range s.base.Data.Chatlayer(id) {
		event, err := stored(s.base, &e, "")
		if err != nil && made.err == nil {
			made.err = err
		}
		made.events.Add(event)
	}
	return made
}
