package world

import (
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// The fields of a bot's events that queries can compare.
const (
	FieldVersion      = "version"
	FieldEvent        = "event"
	FieldConversation = "conversation_id"
	FieldUser         = "user_id"
	FieldCampaign     = "campaign_id"
)

// keptBots is how many bots' seeded events stay in memory. A client may invent any number of bots, each with thousands of
// events; those asked for least lately are forgotten and, being a function of the seed, come back the same.
const keptBots = 32

type storedEvent = eventstore.Event[chatlayer.TrackingEvent]

// seeded makes the seeded events of bots when they are first asked for. It is safe for concurrent use.
type seeded struct {
	data   *fixtures.World
	anchor time.Time
	bots   *lru.Cache[string, func() *BotEvents]
}

func newSeeded(data *fixtures.World, anchor time.Time) (*seeded, error) {
	bots, err := lru.New[string, func() *BotEvents](keptBots)
	if err != nil {
		return nil, err
	}
	return &seeded{data: data, anchor: anchor, bots: bots}, nil
}

// bot returns the seeded events of any bot. Two clients that ask at once for a new one wait for the same work.
func (s *seeded) bot(id string) *BotEvents {
	load := sync.OnceValue(func() *BotEvents { return s.load(id) })
	if earlier, found, _ := s.bots.PeekOrAdd(id, load); found {
		s.bots.Get(id) // marks it as used
		return earlier()
	}
	return load()
}

func (s *seeded) load(id string) *BotEvents {
	events := newBotEvents(id)
	for e := range s.data.Chatlayer(id) {
		events.Add(indexed(e))
	}
	return events
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
