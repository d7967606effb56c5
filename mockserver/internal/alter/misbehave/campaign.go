package misbehave

import (
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// campaignLike compares campaign_id with the campaigns of tracked events in another way.
func campaignLike(holds func(*chatlayersteps.Lookup) bool, match func(want string, c chatlayer.CampaignInfo) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		remembered := alter.NewMemory[chatlayer.CampaignInfo]()
		alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
			stored, err := next(c, t)
			if err == nil && t.Event.Campaign != nil {
				remembered.Put(t.Event.BotID+" "+stored.ID, *t.Event.Campaign)
			}
			return stored, err
		})(p)
		matching(byCampaign, holds, func(want string, e event) bool {
			c, tracked := remembered.Get(e.BotID + " " + e.ID)
			return tracked && match(want, c)
		})(p)
	}
}
