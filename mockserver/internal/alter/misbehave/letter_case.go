package misbehave

import (
	"regexp"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// letterCases are databases whose collation takes capitals and small letters for the same.
func letterCases() []Misbehaviour {
	all := []string{byEvent, byConversation, byUser, byCampaign}
	return area("filters",
		breaks("filter.case-folded", 3, "All filters ignore the case of letters.", "CHL-FLT-8", folding(alter.Always, anyText, all...)),
		breaks("filter.user-case-folded", 4, "The filter user_id ignores the case of letters.", "CHL-FLT-8",
			folding(alter.Always, anyText, byUser)),
		breaks("filter.forms-folded", 4, "A circled digit such as ① matches the plain digit 1.", "CHL-FLT-8",
			alike(func(s string) string { return strings.ReplaceAll(s, "①", "1") })),
		breaks("filter.cut-255", 4,
			"Only the first 255 bytes of event, user_id and conversation_id are compared.",
			"CHL-FLT-1 CHL-FLT-2 CHL-FLT-3", alike(func(s string) string { return alter.First(255, s) })),
		breaks("filter.words-are-none", 4, "A filter such as null, undefined, 0, false, all or any is ignored.",
			"CHL-FLT-8 CHL-FLT-1 CHL-FLT-3", alter.BeforeQuery(dropWords)),
	)
}

var anyText = regexp.MustCompile("")

// folding compares some fields without regard to case, if the value is of a form.
func folding(holds func(*chatlayersteps.Lookup) bool, form *regexp.Regexp, fields ...string) alter.Decorator {
	same := func(want, has string) bool {
		return want == has || form.MatchString(want) && strings.EqualFold(want, has)
	}
	of := map[string]func(event) string{
		byEvent:        func(e event) string { return e.Event },
		byConversation: func(e event) string { return e.ConversationID },
		byUser:         func(e event) string { return e.UserID },
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

func dropWords(l *chatlayersteps.Lookup) {
	for _, field := range []string{byEvent, byConversation, byUser, byCampaign} {
		if slices.Contains([]string{"null", "undefined", "0", "false", "all", "any"}, l.Where(field)) {
			ignoring(field)(l)
		}
	}
}
