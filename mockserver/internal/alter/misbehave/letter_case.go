package misbehave

import (
	"regexp"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// letterCases are databases whose collation takes capitals and small letters for the same.
func letterCases() []Mutant {
	all := []string{byEvent, byConversation, byUser, byCampaign}
	return area("filters",
		mutant("filter.case-folded", 3, "Filters find values in either case of letters.", "CHL-FLT-8", folding(alter.Always, anyText, all...)),
		mutant("filter.case-folded-by-get", 4, "GET finds values in either case of letters.", "CHL-FLT-8", folding(alter.On(alter.ListByGet), anyText, all...)),
		mutant("filter.case-folded-by-post", 4, "POST finds values in either case of letters.", "CHL-FLT-8", folding(alter.On(alter.ListByPost), anyText, all...)),
		mutant("filter.event-case-folded", 4, "event finds names in either case of letters.", "CHL-FLT-8", folding(alter.Always, anyText, byEvent)),
		mutant("filter.user-case-folded", 4, "user_id finds users in either case of letters.", "CHL-FLT-8", folding(alter.Always, anyText, byUser)),
		mutant("filter.conversation-case-folded", 4, "conversation_id finds conversations in either case of letters.", "CHL-FLT-8", folding(alter.Always, anyText, byConversation)),
		mutant("filter.campaign-case-folded", 4, "campaign_id finds campaigns in either case of letters.", "CHL-FLT-8", folding(alter.Always, anyText, byCampaign)),
		mutant("filter.event-case-folded-by-get", 4, "By GET event finds names in either case of letters.", "CHL-FLT-8", folding(alter.On(alter.ListByGet), anyText, byEvent)),
		mutant("filter.user-case-folded-by-post", 4, "By POST user_id finds users in either case of letters.", "CHL-FLT-8", folding(alter.On(alter.ListByPost), anyText, byUser)),
		mutant("filter.campaign-case-folded-by-post", 4, "By POST campaign_id finds campaigns in either case of letters.", "CHL-FLT-8", folding(alter.On(alter.ListByPost), anyText, byCampaign)),
		mutant("filter.hex-case-folded", 4, "Users and conversations of 24 hexadecimal digits are found in either case.", "CHL-FLT-8",
			folding(alter.Always, regexp.MustCompile(`^[0-9A-Fa-f]{24}$`), byUser, byConversation)),
		mutant("filter.uuid-case-folded", 4, "Users, conversations and campaigns that are UUIDs are found in either case.", "CHL-FLT-8",
			folding(alter.Always, regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`), byUser, byConversation, byCampaign)),
		mutant("filter.case-folded-beyond-ascii", 4, "In event the case of letters beyond ASCII does not count.", "CHL-FLT-8",
			matching(byEvent, alter.Always, func(want string, e event) bool { return smallBeyondASCII(want) == smallBeyondASCII(e.Event) })),
		mutant("team.user-case-folded", 4, "A team's list finds users in either case of letters.", "CHL-FLT-8 CHL-FLT-5", folding(alter.On(alter.ListOfTeam), anyText, byUser)),
		mutant("filter.forms-folded", 4, "A number in a circle counts as the number.", "CHL-FLT-8",
			alike(func(s string) string { return strings.ReplaceAll(s, "①", "1") })),
		mutant("filter.cut-255", 4, "Of names, users and conversations the first 255 bytes are compared.", "CHL-FLT-1 CHL-FLT-2 CHL-FLT-3",
			alike(func(s string) string { return alter.First(255, s) })),
		mutant("filter.words-are-none", 4, "null, undefined, 0, false, all and any stand for no filter.", "CHL-FLT-8 CHL-FLT-1 CHL-FLT-3", alter.BeforeQuery(dropWords)),
	)
}

var anyText = regexp.MustCompile("")

// folding compares some fields without regard to case, if the value is of a form.
func folding(holds func(*pipeline.Lookup) bool, form *regexp.Regexp, fields ...string) alter.Decorator {
	same := func(want, has string) bool {
		return want == has || form.MatchString(want) && strings.EqualFold(want, has)
	}
	of := map[string]func(event) string{
		byEvent: func(e event) string { return e.Event }, byConversation: func(e event) string { return e.ConversationID }, byUser: func(e event) string { return e.UserID },
	}
	var all []alter.Decorator
	for _, field := range slices.Backward(fields) {
		if field == byCampaign {
			all = append(all, campaignLike(holds, func(want string, c chatlayer.CampaignInfo) bool { return same(want, c.ID) }))
			continue
		}
		all = append(all, matching(field, holds, func(want string, e event) bool { return same(want, of[field](e)) }))
	}
	return alter.Together(all...)
}

func smallBeyondASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 127 {
			return []rune(strings.ToLower(string(r)))[0]
		}
		return r
	}, s)
}

// alike compares names, conversations and users after both were changed.
func alike(change func(string) string) alter.Decorator {
	same := func(of func(event) string) func(want string, e event) bool {
		return func(want string, e event) bool { return change(want) == change(of(e)) }
	}
	return alter.Together(
		matching(byEvent, alter.Always, same(func(e event) string { return e.Event })),
		matching(byConversation, alter.Always, same(func(e event) string { return e.ConversationID })),
		matching(byUser, alter.Always, same(func(e event) string { return e.UserID })),
	)
}

func dropWords(l *pipeline.Lookup) {
	for _, field := range []string{byEvent, byConversation, byUser, byCampaign} {
		if slices.Contains([]string{"null", "undefined", "0", "false", "all", "any"}, l.Where(field)) {
			ignoring(field)(l)
		}
	}
}
