package misbehave

import (
	"html"
	"net/url"
	"regexp"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

const (
	byEvent        = world.FieldEvent
	byConversation = world.FieldConversation
	byUser         = world.FieldUser
	byCampaign     = world.FieldCampaign
	byVersion      = world.FieldVersion
)

func filters() []Mutant {
	return area("filters",
		mutant("filter.event-ignored", 1, "event is ignored.", "CHL-FLT-1", alter.BeforeQuery(ignoring(byEvent))),
		mutant("filter.user-ignored", 1, "user_id is ignored.", "CHL-FLT-3 CHL-FLT-5", alter.BeforeQuery(ignoring(byUser))),
		mutant("filter.conversation-ignored", 1, "conversation_id is ignored.", "CHL-FLT-2", alter.BeforeQuery(ignoring(byConversation))),
		mutant("filter.campaign-ignored", 1, "campaign_id is ignored.", "CHL-FLT-4", alter.BeforeQuery(ignoring(byCampaign))),
		mutant("filter.version-ignored", 2, "version is ignored.", "CHL-FLT-7", alter.BeforeQuery(ignoring(byVersion))),
		mutant("filter.event-or-user", 2, "event and user_id together list what meets either.", "CHL-FLT-6", eitherOf(byEvent, byUser)),
		mutant("filter.conversation-or-campaign", 3, "conversation_id and campaign_id together list what meets either.", "CHL-FLT-6", eitherOf(byConversation, byCampaign)),
		mutant("filter.last-only", 2, "Of several filters in the query only the last is used.", "CHL-FLT-6 CHL-HTTP-9", alter.BeforeQuery(lastOnly)),
		mutant("filter.third-ignored", 4, "Of more than two filters only the first two are used.", "CHL-FLT-6", alter.BeforeQuery(firstTwo)),
		mutant("filter.campaign-ignored-with-user", 4, "campaign_id is ignored when user_id is given.", "CHL-FLT-4 CHL-FLT-6",
			alter.BeforeQuery(alter.When(alter.Asking(byUser, ""), ignoring(byCampaign)))),
		mutant("filter.no-match-gives-all", 2, "What no event matches is answered as if unfiltered.", "CHL-FLT-1 CHL-FLT-3", noMatchGivesAll),
		mutant("filter.after-limit", 3, "Filters are applied after the page was cut: pages are short and the walk ends with the first.", "CHL-PAGE-10", afterLimit),
		mutant("filter.first-page-only", 4, "Filters are applied on the first page only.", "CHL-FLT-1 CHL-FLT-3", alter.BeforeQuery(alter.When(alter.Later, unfiltered))),
		mutant("filter.version-forgotten-later", 4, "From page two on, version is ignored.", "CHL-FLT-7", alter.BeforeQuery(alter.When(alter.Later, ignoring(byVersion)))),
		mutant("filter.draft-with-live", 2, "DRAFT lists LIVE events too.", "CHL-FLT-7", alter.BeforeQuery(alter.When(alter.Asking(byVersion, "DRAFT"), ignoring(byVersion)))),
		mutant("filter.user-ignored-by-post", 3, "POST ignores user_id.", "CHL-FLT-3", alter.BeforeQuery(alter.When(alter.On(alter.ListByPost), ignoring(byUser)))),
		mutant("filter.campaign-ignored-by-post", 3, "POST ignores campaign_id.", "CHL-FLT-4", alter.BeforeQuery(alter.When(alter.On(alter.ListByPost), ignoring(byCampaign)))),
		mutant("filter.conversation-ignored-by-get", 3, "GET ignores conversation_id.", "CHL-FLT-2", alter.BeforeQuery(alter.When(alter.On(alter.ListByGet), ignoring(byConversation)))),
		mutant("filter.user-ignored-in-draft", 4, "For DRAFT user_id is ignored.", "CHL-FLT-3", alter.BeforeQuery(alter.When(alter.Asking(byVersion, "DRAFT"), ignoring(byUser)))),
		mutant("filter.first-place-ignored", 4, "A filter that stands first in the query is ignored.", "CHL-HTTP-9 CHL-FLT-6", alter.BeforeQuery(func(l *pipeline.Lookup) {
			first, _, _ := strings.Cut(l.Call.RawQuery, "=")
			if first != byVersion {
				ignoring(first)(l)
			}
		})),
	)
}

func filterMatches() []Mutant {
	return area("filters",
		mutant("filter.event-prefix", 2, "event matches names that begin with it.", "CHL-FLT-1 CHL-FLT-8",
			matching(byEvent, alter.Always, func(want string, e event) bool { return strings.HasPrefix(e.Event, want) })),
		mutant("filter.event-like", 3, "event is a pattern in which % and _ stand for anything.", "CHL-FLT-8", matching(byEvent, alter.Always, like)),
		mutant("filter.event-star", 3, "A * in event stands for anything.", "CHL-FLT-8",
			matching(byEvent, alter.Always, func(want string, e event) bool { return wild(want, e.Event, "*", "?") })),
		mutant("filter.event-star-alone", 4, "event=* lists every event.", "CHL-FLT-1",
			matching(byEvent, alter.Always, func(want string, e event) bool { return want == "*" || want == e.Event })),
		mutant("filter.user-null", 4, "user_id=null lists every event.", "CHL-FLT-3",
			matching(byUser, alter.Always, func(want string, e event) bool { return want == "null" || want == e.UserID })),
		mutant("filter.conversation-prefix", 3, "conversation_id matches ids that begin with it.", "CHL-FLT-2 CHL-FLT-8",
			matching(byConversation, alter.Always, func(want string, e event) bool { return strings.HasPrefix(e.ConversationID, want) })),
		mutant("filter.conversation-or-user", 3, "conversation_id matches the user's id too.", "CHL-FLT-2",
			matching(byConversation, alter.Always, func(want string, e event) bool { return e.ConversationID == want || e.UserID == want })),
		mutant("filter.no-conversation-matches", 3, "Events without a conversation match every conversation_id.", "CHL-FLT-2",
			matching(byConversation, alter.Always, func(want string, e event) bool { return e.ConversationID == want || e.ConversationID == "" })),
		mutant("filter.no-user-matches", 4, "Events without a user match every user_id.", "CHL-FLT-3",
			matching(byUser, alter.Always, func(want string, e event) bool { return e.UserID == want || e.UserID == "" })),
		mutant("filter.user-as-number", 4, "User ids that look like numbers are compared as numbers.", "CHL-FLT-8", matching(byUser, alter.Always, func(want string, e event) bool { return alter.SameNumber(want, e.UserID) })),
		mutant("filter.user-cut", 4, "Of user_id the first 24 characters are compared.", "CHL-FLT-3 CHL-FLT-8",
			matching(byUser, alter.Always, func(want string, e event) bool { return alter.First(24, want) == alter.First(24, e.UserID) })),
		mutant("filter.ascii-only", 4, "In event all characters beyond ASCII count as the same.", "CHL-FLT-8",
			matching(byEvent, alter.Always, func(want string, e event) bool { return ascii(want) == ascii(e.Event) })),
		mutant("filter.trimmed", 4, "Spaces around a filter's value are ignored.", "CHL-FLT-8",
			matching(byEvent, alter.Always, func(want string, e event) bool { return strings.TrimSpace(want) == strings.TrimSpace(e.Event) })),
		mutant("filter.plus-is-space", 3, "A + in a filter is read as a space, however it was sent.", "CHL-FLT-8 CHL-HTTP-10",
			alter.BeforeQuery(seeking("", func(v string) string { return strings.ReplaceAll(v, "+", " ") }))),
		mutant("filter.decoded-twice", 4, "The query is percent-decoded twice.", "CHL-FLT-8 CHL-HTTP-10", alter.BeforeQuery(alter.When(alter.On(alter.ListByGet, alter.ListOfTeam), seeking("", decodeAgain)))),
		mutant("filter.html-escaped", 4, "Filters are compared in the form in which HTML escapes them.", "CHL-FLT-8",
			alter.BeforeQuery(seeking("", html.EscapeString))),
	)
}

// eitherOf joins two filters by or where both are given.
func eitherOf(one, two string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
			if l.Where(one) == "" || l.Where(two) == "" {
				return next(l)
			}
			return united(p, next, with(l, ignoring(two)), with(l, ignoring(one)))
		})(p)
	}
}

// lastOnly goes by the order in which the query has them.
func lastOnly(l *pipeline.Lookup) {
	last := ""
	for pair := range strings.SplitSeq(l.Call.RawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if name != byVersion && l.Where(name) != "" {
			last = name
		}
	}
	for _, field := range []string{byEvent, byConversation, byUser, byCampaign} {
		if last != "" && field != last {
			ignoring(field)(l)
		}
	}
}

func firstTwo(l *pipeline.Lookup) {
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
	alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		page, err := next(l)
		if err == nil && len(page.Events) == 0 && l.First() {
			return next(with(l, unfiltered))
		}
		return page, err
	})(p)
}

func afterLimit(p *pipeline.Pipeline) {
	alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		filtered := len(l.Query.Where) > 1 || len(l.Query.Labels) > 0
		if !filtered {
			return next(l)
		}
		page, err := next(with(l, unfiltered))
		if err != nil {
			return page, err
		}
		matches, err := next.All(l)
		wanted := map[eventstore.Position]bool{}
		for _, e := range matches {
			wanted[pipeline.PositionOf(e)] = true
		}
		kept := pipeline.Page{Events: []event{}}
		for _, e := range page.Events {
			if wanted[pipeline.PositionOf(e)] {
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

func decodeAgain(v string) string {
	if decoded, err := url.QueryUnescape(v); err == nil {
		return decoded
	}
	return v
}
