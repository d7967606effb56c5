package chatlayerworld

import (
	"encoding/json"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

func newStore() *eventstore.Store { return eventstore.New(append(Fields(), fieldBot, fieldTeam)...) }

// streamOf is within what ids are unique: a version of a bot. DRAFT and LIVE may have the same.
func streamOf(bot, version string) string { return bot + "\x00" + version }

// PositionOf is the place just behind an event.
func PositionOf(e chatlayer.TrackingEvent) eventstore.Position {
	return eventstore.Position{Time: e.Timestamp, Stream: streamOf(e.BotID, e.Version), ID: e.ID}
}

// stored makes a team's event ready for the store: as lists send it, held to the contract.
func stored(b *world.Base, e *fixtures.ChatlayerEvent, team string) (eventstore.Event, error) {
	attributes := chatlayer.SortedAttributes(&e.TrackingEvent)
	encoded, note := encode(e, attributes)
	return eventstore.Event{
		Stream:  streamOf(e.BotID, e.Version),
		ID:      e.ID,
		Time:    e.Timestamp,
		Values:  valuesOf(e, team),
		Labels:  attributes,
		Payload: encoded,
		Note:    note,
	}, b.Judge("chatlayer", "TrackingEvent", encoded)
}

// encode writes an event as lists send it, and its campaign, which no list tells of; empty if it has none.
func encode(e *fixtures.ChatlayerEvent, attributes []chatlayer.Attribute) (encoded, note string) {
	var room [1 << 10]byte // for most
	both := chatlayer.AppendWithAttributes(room[:0], &e.TrackingEvent, attributes)
	end := len(both)
	if e.Campaign != nil {
		both = chatlayer.AppendCampaignInfo(both, e.Campaign)
	}
	texts := string(both)
	return texts[:end], texts[end:]
}

// Decode reads an event as lists send it.
func Decode(payload string) (e chatlayer.TrackingEvent, err error) {
	err = json.Unmarshal([]byte(payload), &e)
	return e, err
}
