package variant

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

func neighbours() []Variant {
	return []Variant{
		legal("L39", "neighbour.busy", "Somebody else's events arrive on the same bot all the time, now and within the range that is "+
			"asked for.",
			busy),
		legal("L45", "neighbour.old-data", "The last two hours of a bot hold 50,000 events of somebody else's.", oldData),
	}
}

// busy writes on every request, so that it is as busy as its client and stops with it.
func busy(p *pipeline.Pipeline) {
	var written atomic.Uint64
	write := func(c *pipeline.Call, at time.Time) error {
		return foreign(p, c.Path.Get("bot_id"), c.Who.Team, fmt.Sprintf("neighbour-%d", written.Add(1)), at)
	}
	onOwnBot(p, func(c *pipeline.Call) error {
		if err := write(c, p.Clock.Now().UTC()); err != nil {
			return err
		}
		from, to, ok := bounds(c)
		if span := to.Sub(from); ok && span > 0 {
			//nolint:gosec // less than the span
			return write(c, from.Add(time.Duration(alter.HashNumbers(p.Seed, written.Load())%uint64(span))).UTC())
		}
		return nil
	})
}

// oldData writes into a bot when it is first used, so that it costs nothing for the others.
func oldData(p *pipeline.Pipeline) {
	const events, span = 50_000, 2 * time.Hour
	var filled sync.Map // bot to *sync.Once
	onOwnBot(p, func(c *pipeline.Call) error {
		bot := c.Path.Get("bot_id")
		once, _ := filled.LoadOrStore(bot, &sync.Once{})
		var err error
		once.(*sync.Once).Do(func() {
			start := p.Clock.Now().UTC().Add(-span)
			for i := range events {
				if err = foreign(p, bot, c.Who.Team, fmt.Sprintf("old-%05d", i), start.Add(span/events*time.Duration(i))); err != nil {
					return
				}
			}
		})
		return err
	})
}

// onOwnBot acts on calls for a bot that the caller's team owns already: no call makes a bot somebody's that
// would not have done so by itself.
func onOwnBot(p *pipeline.Pipeline, act func(*pipeline.Call) error) {
	alter.AfterAuthorize(func(c *pipeline.Call) error {
		bot, named := c.Path.Lookup("bot_id")
		if owner, owned := chatlayerworld.Owner(p.World, bot); !named || !owned || owner != c.Who.Team {
			return nil
		}
		return act(c)
	})(p)
}

// foreign stores an event that no client has sent.
func foreign(p *pipeline.Pipeline, bot, team, id string, at time.Time) error {
	n := alter.Hash(bot, id)
	version := string(chatlayer.BotVersionLive)
	if n%4 == 0 {
		version = string(chatlayer.BotVersionDraft)
	}
	_, err := world.Apply(p.World, chatlayerworld.Track{Team: team, Event: fixtures.ChatlayerEvent{TrackingEvent: chatlayer.TrackingEvent{
		ID: id, Event: "neighbour_step", BotID: bot, Version: version, UserID: fmt.Sprintf("neighbour-user-%d", n%97),
		ConversationID: fmt.Sprintf("neighbour-conversation-%d", n%997), Attributes: map[string]string{"flow": "neighbour"}, Timestamp: at,
	}}})
	return err
}
