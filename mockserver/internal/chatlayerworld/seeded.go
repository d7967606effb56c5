package chatlayerworld

import (
	"errors"
	"iter"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// keptEvents is about how many seeded events stay in memory. A client may invent any number of bots, each with thousands of
// events; those asked for least lately are forgotten and, being a function of the seed, come back the same.
const (
	keptEvents = 250_000
	fewestKept = 4 // bots
	mostKept   = 50

	few = 8 // bots whose events a search over them brings into memory

	keptMoments   = 8_000_000 // seeded events whose times alone stay in memory, eight bytes each
	mostTimelines = 100_000   // bots
)

// BotEvents are events of one bot, ready for queries over the Field… names.
type BotEvents = eventstore.Store[chatlayer.TrackingEvent]

type storedEvent = eventstore.Event[chatlayer.TrackingEvent]

// seeded makes the seeded events when they are first asked for. It is safe for concurrent use.
type seeded struct {
	data      *fixtures.World
	bots      world.Cache[*BotEvents]
	timelines world.Cache[*fixtures.Timeline]
}

func newSeeded(b *world.Base) (*seeded, error) {
	perBot := max(b.Count(), 1)
	bots, errBots := world.NewCache[*BotEvents](min(max(keptEvents/perBot, fewestKept), mostKept))
	timelines, errTimelines := world.NewCache[*fixtures.Timeline](min(max(keptMoments/perBot, fewestKept), mostTimelines))
	return &seeded{data: b.Data, bots: bots, timelines: timelines}, errors.Join(errBots, errTimelines)
}

// bot returns the seeded events of any bot.
func (s *seeded) bot(id string) *BotEvents {
	return s.bots.Get(id, func() *BotEvents { return s.load(id) })
}

// source returns the seeded events of a bot for a search over so many bots. If they are more than a few, and its events are
// not in memory, they are made as they are needed: a walk over more bots than are kept would find none of them there.
func (s *seeded) source(id string, bots int) eventstore.Source[chatlayer.TrackingEvent] {
	if bots <= few || s.bots.Has(id) {
		return s.bot(id)
	}
	timeline := s.timelines.Get(id, func() *fixtures.Timeline { return s.data.Timeline(id) })
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
