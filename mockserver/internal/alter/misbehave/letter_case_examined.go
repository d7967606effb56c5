//go:build examination

package misbehave

import (
	"regexp"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedLetterCases() []Misbehaviour {
	all := []string{byEvent, byConversation, byUser, byCampaign}
	return area("filters",
		breaks("filter.case-folded-by-get", 4, "GET finds values in either case of letters.", "CHL-FLT-8",
			folding(alter.On(alter.ListByGet), anyText, all...)),
		breaks("filter.case-folded-by-post", 4, "POST finds values in either case of letters.", "CHL-FLT-8",
			folding(alter.On(alter.ListByPost), anyText, all...)),
		breaks("filter.event-case-folded", 4, "event finds names in either case of letters.", "CHL-FLT-8",
			folding(alter.Always, anyText, byEvent)),
		breaks("filter.conversation-case-folded", 4, "conversation_id finds conversations in either case of letters.", "CHL-FLT-8",
			folding(alter.Always, anyText, byConversation)),
		breaks("filter.campaign-case-folded", 4, "campaign_id finds campaigns in either case of letters.", "CHL-FLT-8",
			folding(alter.Always, anyText, byCampaign)),
		breaks("filter.event-case-folded-by-get", 4, "By GET event finds names in either case of letters.", "CHL-FLT-8",
			folding(alter.On(alter.ListByGet), anyText, byEvent)),
		breaks("filter.user-case-folded-by-post", 4, "By POST user_id finds users in either case of letters.", "CHL-FLT-8",
			folding(alter.On(alter.ListByPost), anyText, byUser)),
		breaks("filter.campaign-case-folded-by-post", 4, "By POST campaign_id finds campaigns in either case of letters.", "CHL-FLT-8",
			folding(alter.On(alter.ListByPost), anyText, byCampaign)),
		breaks("filter.hex-case-folded", 4, "Users and conversations of 24 hexadecimal digits are found in either case.", "CHL-FLT-8",
			folding(alter.Always, regexp.MustCompile(`^[0-9A-Fa-f]{24}$`), byUser, byConversation)),
		breaks("filter.uuid-case-folded", 4, "Users, conversations and campaigns that are UUIDs are found in either case.", "CHL-FLT-8",
			folding(alter.Always, regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`), byUser, byConversation,
				byCampaign)),
		breaks("filter.case-folded-beyond-ascii", 4, "In event the case of letters beyond ASCII does not count.", "CHL-FLT-8",
			matching(byEvent, alter.Always,
				func(want string, e event) bool { return smallBeyondASCII(want) == smallBeyondASCII(e.Event) })),
		breaks("filter.sharp-s-is-ss", 4, "In event ß counts as ss, as in a collation.", "CHL-FLT-8",
			matching(byEvent, alter.Always, func(want string, e event) bool { return sharpless(want) == sharpless(e.Event) })),
		breaks("filter.hyphens-ignored", 4, "In conversation_id hyphens do not count, as in a type for UUIDs.", "CHL-FLT-8",
			matching(byConversation, alter.Always, func(want string, e event) bool {
				return e.ConversationID != "" && hyphenless(want) == hyphenless(e.ConversationID)
			})),
		breaks("team.user-case-folded", 4, "A team's list finds users in either case of letters.", "CHL-FLT-8 CHL-FLT-5",
			folding(alter.On(alter.ListOfTeam), anyText, byUser)),
	)
}

func sharpless(s string) string { return strings.ReplaceAll(s, "ß", "ss") }

func hyphenless(s string) string { return strings.ReplaceAll(s, "-", "") }

func smallBeyondASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 127 {
			return []rune(strings.ToLower(string(r)))[0]
		}
		return r
	}, s)
}
