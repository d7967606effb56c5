package world

import (
	"errors"
	"iter"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/spec/chatlayer"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// keptEvents is about how many seeded events stay in memory. A client may invent any number of bots, each with thousands of
// events; those asked for least lately are forgotten and, being a function of the seed, come back the same.
const (
	keptEvents  = 250_000
	fewestKept  = 4 // bots
	mostKept    = 50
	keptProject = 8

	few = 8 // bots whose events a search over them brings into memory

	keptMoments   = 8_000_000 // seeded events whose times alone stay in memory, eight bytes each
	mostTimelines = 100_000   // bots
)

type storedEvent = eventstore.Event[chatlayer.TrackingEvent]

// seeded makes the seeded events when they are first asked for. It is safe for concurrent use.
type seeded struct {
	data      *fixtures.World
	anchor    time.Time
	bots      *lru.Cache[string, func() *BotEvents]
	timelines *lru.Cache[string, func() *fixtures.Timeline]
	projects  *lru.Cache[string, func() map[string]inkeep.Event]
}

func newSeeded(data *fixtures.World, anchor time.Time, eventsPerBot int) (*seeded, error) {
	perBot := max(eventsPerBot, 1)
	bots, errBots := lru.New[string, func() *BotEvents](min(max(keptEvents/perBot, fewestKept), mostKept))
	timelines, errTimelines := lru.New[string, func() *fixtures.Timeline](min(max(keptMoments/perBot, fewestKept), mostTimelines))
	projects, errProjects := lru.New[string, func() map[string]inkeep.Event](keptProject)
	return &seeded{data: data, anchor: anchor, bots: bots, timelines: timelines, projects: projects},
		errors.Join(errBots, errTimelines, errProjects)
}

// bot returns the seeded events of any bot.
func (s *seeded) bot(id string) *BotEvents {
	return once(s.bots, id, func() *BotEvents { return s.load(id) })
}

// source returns the seeded events of a bot for a search over so many bots. If they are more than a few, and its events are
// not in memory, they are made as they are needed: a walk over more bots than are kept would find none of them there.
func (s *seeded) source(id string, bots int) eventstore.Source[chatlayer.TrackingEvent] {
	if bots <= few || s.bots.Contains(id) {
		return s.bot(id)
	}
	timeline := once(s.timelines, id, func() *fixtures.Timeline { return s.data.Timeline(id) })
	return &eventstore.Made[chatlayer.TrackingEvent]{Stream: id, Fields: Fields(), From: func(at time.Time) iter.Seq[storedEvent] {
		return func(yield func(storedEvent) bool) {
			timeline.From(at)(func(e fixtures.ChatlayerEvent) bool { return yield(indexed(e)) })
		}
	}}
}

func (s *seeded) load(id string) *BotEvents {
	events := newBotEvents(id)
	for e := range s.data.Chatlayer(id) {
		events.Add(indexed(e))
	}
	return events
}

// project returns the seeded events of an Inkeep project by id.
func (s *seeded) project(id string) map[string]inkeep.Event {
	return once(s.projects, id, func() map[string]inkeep.Event {
		events := map[string]inkeep.Event{}
		for e := range s.data.Inkeep(id) {
			events[e.ID] = e
		}
		return events
	})
}

// once returns what the cache has or loads it. Two clients that ask at once for something new wait for the same work.
func once[V any](cache *lru.Cache[string, func() V], id string, load func() V) V {
	load = sync.OnceValue(load)
	if earlier, found, _ := cache.PeekOrAdd(id, load); found {
		cache.Get(id) // marks it as used
		return earlier()
	}
	return load()
}

func newBotEvents(bot string) *BotEvents {
	return eventstore.New[chatlayer.TrackingEvent](bot, Fields()...)
}

// idInStore makes ids unique in a version of a bot: DRAFT and LIVE may have the same.
func idInStore(e chatlayer.TrackingEvent) string { return e.ID + "\x00" + e.Version }

// PositionOf is the place just behind an event.
func PositionOf(e chatlayer.TrackingEvent) eventstore.Position {
	return eventstore.Position{Time: e.Timestamp, Stream: e.BotID, ID: idInStore(e)}
}

// indexed makes an event ready for the store.
func indexed(e fixtures.ChatlayerEvent) storedEvent {
	return storedEvent{
		ID:      idInStore(e.TrackingEvent),
		Time:    e.Timestamp,
		Values:  valuesOf(&e),
		Labels:  e.Attributes,
		Payload: e.TrackingEvent,
	}
}
