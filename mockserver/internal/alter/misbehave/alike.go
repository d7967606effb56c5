package misbehave

import (
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// alikes take texts that are much alike for the same.
func alikes() []Mutant {
	return slices.Concat(
		area("filters",
			mutant("filter.forms-folded", 4, "A number in a circle counts as the number.", "CHL-FLT-8",
				alike(func(s string) string { return strings.ReplaceAll(s, "①", "1") })),
			mutant("filter.cut-255", 4, "Of names, users and conversations the first 255 bytes are compared.", "CHL-FLT-1 CHL-FLT-2 CHL-FLT-3",
				alike(func(s string) string { return alter.First(255, s) })),
			mutant("filter.words-are-none", 4, "null, undefined, 0, false, all and any stand for no filter.", "CHL-FLT-8 CHL-FLT-1 CHL-FLT-3", alter.BeforeQuery(dropWords)),
		),
		area("attributes",
			mutant("attribute.end-inclusive", 4, "With attribute filters, end_time is inclusive.", "CHL-TIME-2 CHL-FLT-6", alter.BeforeQuery(alter.When(alter.ByAttributes, endLate))),
			mutant("attribute.start-exclusive", 4, "With attribute filters, start_time is exclusive.", "CHL-TIME-1 CHL-FLT-6", alter.BeforeQuery(alter.When(alter.ByAttributes, startLate))),
		),
		area("isolation", mutant("isolation.attributes-shared", 4, "With attribute filters, the events of all bots of the team are listed.", "CHL-FLT-7", botsOf(alter.ByAttributes, teamBots))),
	)
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
