package world

import (
	"errors"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/spec/chatlayer"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// The fields of a bot's events that queries can compare.
const (
	FieldVersion      = "version"
	FieldEvent        = "event"
	FieldConversation = "conversation_id"
	FieldUser         = "user_id"
	FieldCampaign     = "campaign_id"
)

// keptEvents is about how many seeded events stay in memory. A client may invent any number of bots, each with thousands of
// events; those asked for least lately are forgotten and, being a function of the seed, come back the same.
const (
	keptEvents  = 250_000
	fewestKept  = 4 // bots
	mostKept    = 50
	keptProject = 8
)

type storedEvent = eventstore.Event[chatlayer.TrackingEvent]

// seeded makes the seeded events when they are first asked for. It is safe for concurrent use.
type seeded struct {
	data     *fixtures.World
	anchor   time.Time
	kept     int // bots
	bots     *lru.Cache[string, func() *BotEvents]
	projects *lru.Cache[string, func() map[string]inkeep.Event]
}

func newSeeded(data *fixtures.World, anchor time.Time, eventsPerBot int) (*seeded, error) {
	kept := min(max(keptEvents/max(eventsPerBot, 1), fewestKept), mostKept)
	bots, errBots := lru.New[string, func() *BotEvents](kept)
	projects, errProjects := lru.New[string, func() map[string]inkeep.Event](keptProject)
	return &seeded{data: data, anchor: anchor, kept: kept, bots: bots, projects: projects}, errors.Join(errBots, errProjects)
}

// bot returns the seeded events of any bot.
func (s *seeded) bot(id string) *BotEvents {
	return once(s.bots, id, func() *BotEvents { return s.load(id) })
}

// inPassing is bot for who goes through many: it forgets no other bot. A walk over more bots than are kept, again and again,
// would otherwise find none of them.
func (s *seeded) inPassing(id string) *BotEvents {
	if s.bots.Len() < s.kept || s.bots.Contains(id) {
		return s.bot(id)
	}
	return s.load(id)
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
	return eventstore.New[chatlayer.TrackingEvent](bot, FieldVersion, FieldEvent, FieldConversation, FieldUser, FieldCampaign)
}

// indexed makes an event ready for the store. The campaign is never shown in lists; it is kept to filter by.
func indexed(e fixtures.ChatlayerEvent) storedEvent {
	campaign := ""
	if e.Campaign != nil {
		campaign = e.Campaign.ID
	}
	return storedEvent{
		ID:      e.ID,
		Time:    e.Timestamp,
		Values:  []string{e.Version, e.Event, e.ConversationID, e.UserID, campaign},
		Labels:  e.Attributes,
		Payload: e.TrackingEvent,
	}
}
