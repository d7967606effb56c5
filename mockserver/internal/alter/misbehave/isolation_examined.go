//go:build examination

package misbehave

import (
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedIsolation() []Misbehaviour {
	return area("isolation",
		breaks("isolation.any-team-reads-by-post", 3, "By POST any token may list the bots of any team.", "CHL-AUTH-4 CHL-AUTH-5",
			anyTeam(alter.ListByPost)),
		breaks("isolation.campaigns-shared", 4, "With campaign_id given, the events of all bots of the team are listed.", "CHL-FLT-7",
			botsOf(alter.Asking(byCampaign, ""), teamBots)),
		breaks("isolation.draft-shared", 4, "For DRAFT the events of all bots of the team are listed.", "CHL-FLT-7",
			botsOf(alter.Asking(byVersion, "DRAFT"), teamBots)),
		breaks("isolation.attributes-shared", 4, "With attribute filters, the events of all bots of the team are listed.", "CHL-FLT-7",
			botsOf(alter.ByAttributes, teamBots)),
	)
}

func examinedTeam() []Misbehaviour {
	return area("team",
		breaks("team.user-ignored-later", 4, "A team's list ignores user_id from page two on.", "CHL-FLT-5",
			alter.BeforeQuery(alter.When(alter.Both(alter.On(alter.ListOfTeam), alter.Later), ignoring(byUser)))),
		breaks("team.user-prefix", 3, "A team's list shows users whose id begins with user_id.", "CHL-FLT-5 CHL-FLT-8",
			matching(byUser, alter.On(alter.ListOfTeam), func(want string, e event) bool { return strings.HasPrefix(e.UserID, want) })),
	)
}
