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
	var room [1 << 10]byte // for most
	encoded := string(chatlayer.AppendTrackingEvent(room[:0], &e.TrackingEvent))
	return eventstore.Event{
		Stream:  streamOf(e.BotID, e.Version),
		ID:      e.ID,
		Time:    e.Timestamp,
		Values:  valuesOf(e, team),
		Labels:  eventstore.LabelsOf(e.Attributes),
		Payload: encoded,
		Note:    noteOf(e.Campaign),
	}, b.Judge("chatlayer", "TrackingEvent", encoded)
}

// Decode reads an event as lists send it.
func Decode(payload string) (e chatlayer.TrackingEvent, err error) {
	err = json.Unmarshal([]byte(payload), &e)
	return e, err
}

// noteOf is a campaign, which no list tells of.
func noteOf(c *chatlayer.CampaignInfo) string {
	if c == nil {
		return ""
	}
	var room [1 << 8]byte // for most
	return string(chatlayer.AppendCampaignInfo(room[:0], c))
}
