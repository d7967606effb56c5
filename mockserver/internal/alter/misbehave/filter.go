package misbehave

import (
	"html"
	"regexp"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const (
	byEvent        = chatlayerworld.FieldEvent
	byConversation = chatlayerworld.FieldConversation
	byUser         = chatlayerworld.FieldUser
	byCampaign     = chatlayerworld.FieldCampaign
	byVersion      = chatlayerworld.FieldVersion
)

func filters() []Misbehaviour {
	return area("filters",
		breaks("filter.event-ignored", 1, "The filter event is ignored.", "CHL-FLT-1", alter.BeforeQuery(ignoring(byEvent))),
		breaks("filter.user-ignored", 1, "The filter user_id is ignored.", "CHL-FLT-3 CHL-FLT-5", alter.BeforeQuery(ignoring(byUser))),
		breaks("filter.conversation-ignored", 1, "The filter conversation_id is ignored.", "CHL-FLT-2",
			alter.BeforeQuery(ignoring(byConversation))),
		breaks("filter.campaign-ignored", 1, "The filter campaign_id is ignored.", "CHL-FLT-4", alter.BeforeQuery(ignoring(byCampaign))),
		breaks("filter.version-ignored", 2, "A list shows both versions, whatever version says.", "CHL-FLT-7",
			alter.BeforeQuery(ignoring(byVersion))),
		breaks("filter.third-ignored", 4, "With more than two filters, only the first two count.", "CHL-FLT-6",
			alter.BeforeQuery(firstTwo)),
		breaks("filter.no-match-gives-all", 2, "A filter that no event meets lists everything.", "CHL-FLT-1 CHL-FLT-3", noMatchGivesAll),
		breaks("filter.after-limit", 3,
			"Filters are applied to a page that was already cut: pages are short and the list ends after the first.",
			"CHL-PAGE-10", afterLimit),
		breaks("filter.first-page-only", 4, "Filters are applied to the first page only.", "CHL-FLT-1 CHL-FLT-3",
			alter.BeforeQuery(alter.When(alter.Later, unfiltered))),
		breaks("filter.version-forgotten-later", 4, "From the second page on, version is ignored.", "CHL-FLT-7",
			alter.BeforeQuery(alter.When(alter.Later, ignoring(byVersion)))),
		breaks("filter.user-ignored-by-post", 3, "By POST, user_id is ignored.", "CHL-FLT-3",
			alter.BeforeQuery(alter.When(alter.On(alter.ListByPost), ignoring(byUser)))),
		breaks("filter.user-ignored-in-draft", 4, "For version DRAFT, user_id is ignored.", "CHL-FLT-3",
			alter.BeforeQuery(alter.When(alter.Asking(byVersion, "DRAFT"), ignoring(byUser)))),
		breaks("filter.first-place-ignored", 4, "A filter that is the first parameter of the query is ignored.", "CHL-HTTP-9 CHL-FLT-6",
			alter.BeforeQuery(func(l *chatlayersteps.Lookup) {
				first, _, _ := strings.Cut(l.Call.RawQuery, "=")
				if first != byVersion {
					ignoring(first)(l)
				}
			})),
	)
}

func filterMatches() []Misbehaviour {
	return area("filters",
		breaks("filter.event-prefix", 2, "The filter event also finds names that only begin with it.", "CHL-FLT-1 CHL-FLT-8",
			matching(byEvent, alter.Always, func(want string, e event) bool { return strings.HasPrefix(e.Event, want) })),
		breaks("filter.event-like", 3, "In the filter event, % and _ are wildcards, as in SQL's LIKE.", "CHL-FLT-8",
			matching(byEvent, alter.Always, like)),
		breaks("filter.conversation-or-user", 3, "The filter conversation_id also finds events whose user_id it is.", "CHL-FLT-2",
			matching(byConversation, alter.Always,
				func(want string, e event) bool { return e.ConversationID == want || e.UserID == want })),
		breaks("filter.no-conversation-matches", 3, "Events without a conversation are found by every conversation_id.", "CHL-FLT-2",
			matching(byConversation, alter.Always,
				func(want string, e event) bool { return e.ConversationID == want || e.ConversationID == "" })),
		breaks("filter.user-as-number", 4, "User ids that look like numbers are compared as numbers: 007 finds 7.", "CHL-FLT-8",
			matching(byUser, alter.Always, func(want string, e event) bool { return alter.SameNumber(want, e.UserID) })),
		breaks("filter.trimmed", 4, "Spaces at the beginning and the end of a filter are ignored.", "CHL-FLT-8",
			matching(byEvent, alter.Always,
				func(want string, e event) bool { return strings.TrimSpace(want) == strings.TrimSpace(e.Event) })),
		breaks("filter.plus-is-space", 3, "A + in a filter means a space, even if it was sent as %2B.", "CHL-HTTP-10 CHL-FLT-8",
			alter.BeforeQuery(seeking("", func(v string) string { return strings.ReplaceAll(v, "+", " ") }))),
		breaks("filter.html-escaped", 4, "A filter with <, > or & finds nothing, because it is HTML-escaped first.", "CHL-FLT-8",
			alter.BeforeQuery(seeking("", html.EscapeString))),
	)
}

func firstTwo(l *chatlayersteps.Lookup) {
	var kept []eventstore.Equal
	filters := 0
	for _, w := range l.Query.Where {
		if w.Field != byVersion {
			filters++
		}
		if filters <= 2 {
			kept = append(kept, w)
		}
	}
	l.Query.Where = kept
}

func noMatchGivesAll(p *pipeline.Pipeline) {
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		page, err := next(l)
		if err == nil && len(page.Events) == 0 && l.First() {
			return next(changed(l, unfiltered))
		}
		return page, err
	})(p)
}

func afterLimit(p *pipeline.Pipeline) {
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		filtered := len(l.Query.Where) > 1 || len(l.Query.Labels) > 0
		if !filtered {
			return next(l)
		}
		page, err := next(changed(l, unfiltered))
		if err != nil {
			return page, err
		}
		matches, err := next.All(l)
		wanted := map[eventstore.Position]bool{}
		for _, e := range matches {
			wanted[chatlayersteps.PositionOf(e)] = true
		}
		kept := chatlayersteps.Page{Events: []event{}}
		for _, e := range page.Events {
			if wanted[chatlayersteps.PositionOf(e)] {
				kept.Events = append(kept.Events, e)
			}
		}
		return kept, err
	})(p)
}

func like(want string, e event) bool { return wild(want, e.Event, "%", "_") }

// wild matches a pattern with a sign for any text and a sign for any character.
func wild(pattern, text, anyText, anyCharacter string) bool {
	expression := regexp.QuoteMeta(pattern)
	expression = strings.ReplaceAll(expression, regexp.QuoteMeta(anyText), ".*")
	expression = strings.ReplaceAll(expression, regexp.QuoteMeta(anyCharacter), ".")
	matched, err := regexp.MatchString("(?s)^"+expression+"$", text)
	return err == nil && matched
}

func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 127 {
			return '?'
		}
		return r
	}, s)
}
