//go:build examination

package misbehave

import (
	"cmp"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// campaigns get the one filter wrong whose value no list shows.
func campaigns() []Misbehaviour {
	return slices.Concat(
		area("filters",
			breaks("filter.campaign-prefix", 4, "campaign_id matches campaigns whose id begins with it.", "CHL-FLT-4 CHL-FLT-8",
				campaignLike(alter.Always, func(want string, c chatlayer.CampaignInfo) bool { return strings.HasPrefix(c.ID, want) })),
			breaks("filter.campaign-cut", 4, "Of campaign ids the first 32 bytes are compared.", "CHL-FLT-4 CHL-FLT-8",
				campaignLike(alter.Always, func(want string, c chatlayer.CampaignInfo) bool {
					return alter.First(32, want) == alter.First(32, c.ID)
				})),
			breaks("filter.campaign-source-too", 4, "campaign_id matches the campaign's source too.", "CHL-FLT-4",
				campaignLike(alter.Always, func(want string, c chatlayer.CampaignInfo) bool { return c.ID == want || c.Source == want })),
			breaks("filter.campaign-or-source", 4, "campaign_id finds the source of campaigns without an id.", "CHL-FLT-10",
				campaignLike(alter.Always, func(want string, c chatlayer.CampaignInfo) bool { return cmp.Or(c.ID, c.Source) == want })),
			breaks("filter.campaign-ignored-in-draft", 4, "For DRAFT campaign_id is ignored.", "CHL-FLT-4",
				alter.BeforeQuery(alter.When(alter.Asking(byVersion, "DRAFT"), ignoring(byCampaign)))),
		),
		area("tracking", breaks("track.draft-campaign-lost", 4, "The campaign of a DRAFT event is not stored.", "CHL-FLT-10 CHL-TRK-6",
			alter.ChangeTracked(func(t *chatlayerworld.Track) {
				if t.Event.Version == "DRAFT" {
					t.Event.Campaign = nil
				}
			}))),
	)
}
