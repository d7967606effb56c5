//go:build examination

package variant

import (
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

func examinedNeighbours() []Variant {
	return []Variant{
		legal("L39", "neighbour.odd-data", "Events of somebody else's with empty, long and unusual texts arrive on the same bot.", oddData),
	}
}

// oddData writes on every fifth request, now.
func oddData(p *pipeline.Pipeline) {
	const oneIn = 5
	var calls atomic.Uint64
	odd := oddEvents()
	onOwnBot(p, func(c *pipeline.Call) error {
		n := calls.Add(1)
		if n%oneIn != 0 {
			return nil
		}
		e := odd[n/oneIn%uint64(len(odd))]
		e.ID, e.BotID, e.Timestamp = fmt.Sprintf("odd/%d ñ", n), c.Path.Get("bot_id"), p.Clock.Now().UTC()
		_, err := world.Apply(p.World, chatlayerworld.Track{Team: c.Who.Team, Event: fixtures.ChatlayerEvent{TrackingEvent: e}})
		return err
	})
}

// oddEvents are what others may have sent: nothing in the documents rules it out.
func oddEvents() []event {
	live, long := string(chatlayer.BotVersionLive), strings.Repeat("long ", 400)
	return []event{
		{Version: live},
		{Version: live, Event: long, UserID: long, ConversationID: long, Attributes: map[string]string{long: long}},
		{
			Version:     live,
			Event:       "e\u0301 \u202e <b>&amp;\x01",
			UserID:      "\u0000",
			ChannelID:   "null",
			ChannelType: "🦉",
			Attributes:  map[string]string{"": "", "cf": "", "__proto__": "x"},
		},
		{
			Version: string(chatlayer.BotVersionDraft), Event: "null", UserID: "undefined", ConversationID: "0",
			Attributes: map[string]string{},
		},
	}
}
