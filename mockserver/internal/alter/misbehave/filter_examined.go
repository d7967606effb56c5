//go:build examination

package misbehave

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedFilters() []Misbehaviour {
	return area("filters",
		breaks("filter.long-lost-later", 4, "From the second page on, filters with more than 64 characters are ignored.",
			"CHL-FLT-3 CHL-FLT-1 CHL-FLT-2", alter.BeforeQuery(alter.When(alter.Both(alter.Later, longFilter), unfiltered))),
		breaks("filter.event-or-user", 2, "event and user_id together list what meets either.", "CHL-FLT-6", eitherOf(byEvent, byUser)),
		breaks("filter.conversation-or-campaign", 3, "conversation_id and campaign_id together list what meets either.", "CHL-FLT-6",
			eitherOf(byConversation, byCampaign)),
		breaks("filter.last-only", 2, "Of several filters in the query only the last is used.", "CHL-FLT-6 CHL-HTTP-9",
			alter.BeforeQuery(lastOnly)),
		breaks("filter.campaign-ignored-with-user", 4, "campaign_id is ignored when user_id is given.", "CHL-FLT-4 CHL-FLT-6",
			alter.BeforeQuery(alter.When(alter.Asking(byUser, ""), ignoring(byCampaign)))),
		breaks("filter.draft-with-live", 2, "DRAFT lists LIVE events too.", "CHL-FLT-7",
			alter.BeforeQuery(alter.When(alter.Asking(byVersion, "DRAFT"), ignoring(byVersion)))),
		breaks("filter.campaign-ignored-by-post", 3, "POST ignores campaign_id.", "CHL-FLT-4",
			alter.BeforeQuery(alter.When(alter.On(alter.ListByPost), ignoring(byCampaign)))),
		breaks("filter.conversation-ignored-by-get", 3, "GET ignores conversation_id.", "CHL-FLT-2",
			alter.BeforeQuery(alter.When(alter.On(alter.ListByGet), ignoring(byConversation)))),
	)
}

func examinedFilterMatches() []Misbehaviour {
	return area("filters",
		breaks("filter.event-star-alone", 4, "event=* lists every event.", "CHL-FLT-1",
			matching(byEvent, alter.Always, func(want string, e event) bool { return want == "*" || want == e.Event })),
		breaks("filter.conversation-prefix", 3, "conversation_id matches ids that begin with it.", "CHL-FLT-2 CHL-FLT-8",
			matching(byConversation, alter.Always, func(want string, e event) bool { return strings.HasPrefix(e.ConversationID, want) })),
		breaks("filter.conversation-else-user", 4, "conversation_id finds the user of events without a conversation.", "CHL-FLT-2",
			matching(byConversation, alter.Always, func(want string, e event) bool { return cmp.Or(e.ConversationID, e.UserID) == want })),
		breaks("filter.event-regex", 3, "event is a regular expression that names match as a whole.", "CHL-FLT-8",
			matching(byEvent, alter.Always, func(want string, e event) bool {
				matched, err := regexp.MatchString("^(?:"+want+")$", e.Event)
				return err == nil && matched
			})),
		breaks("filter.first-word-only", 3, "Of event the first word alone counts.", "CHL-FLT-1 CHL-FLT-8",
			matching(byEvent, alter.Always, func(want string, e event) bool {
				first := func(text string) string { return append(strings.Fields(text), "")[0] }
				return first(want) == first(e.Event)
			})),
		breaks("filter.event-words", 3, "event finds names that have all its words, in any case.", "CHL-FLT-1 CHL-FLT-8",
			matching(byEvent, alter.Always, func(want string, e event) bool {
				has := inWords(e.Event)
				lacks := func(word string) bool { return !slices.Contains(has, word) }
				return want == e.Event || len(inWords(want)) > 0 && !slices.ContainsFunc(inWords(want), lacks)
			})),
		breaks("filter.user-or-attribute", 4, "user_id also finds events with an attribute user_id of that value.", "CHL-FLT-3",
			matching(byUser, alter.Always, func(want string, e event) bool { return e.UserID == want || e.Attributes["user_id"] == want })),
		breaks("filter.event-or-conversation", 4, "event also finds events of a conversation that is called so.", "CHL-FLT-1",
			matching(byEvent, alter.Always, func(want string, e event) bool { return e.Event == want || e.ConversationID == want })),
		breaks("filter.no-user-matches", 4, "Events without a user match every user_id.", "CHL-FLT-3",
			matching(byUser, alter.Always, func(want string, e event) bool { return e.UserID == want || e.UserID == "" })),
		breaks("filter.user-cut", 4, "Of user_id the first 24 characters are compared.", "CHL-FLT-3 CHL-FLT-8",
			matching(byUser, alter.Always, func(want string, e event) bool { return alter.First(24, want) == alter.First(24, e.UserID) })),
		breaks("filter.address-tags-ignored", 4, "In user_id what stands between a plus sign and the @ of an address is ignored.",
			"CHL-FLT-8", matching(byUser, alter.Always, func(want string, e event) bool { return untagged(want) == untagged(e.UserID) })),
		breaks("filter.ascii-only", 4, "In event all characters beyond ASCII count as the same.", "CHL-FLT-8",
			matching(byEvent, alter.Always, func(want string, e event) bool { return ascii(want) == ascii(e.Event) })),
		breaks("filter.decoded-twice", 4, "The query is percent-decoded twice.", "CHL-FLT-8 CHL-HTTP-10",
			alter.BeforeQuery(alter.When(alter.On(alter.ListByGet, alter.ListOfTeam), seeking("", decodeAgain)))),
	)
}

func inWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

var addressTag = regexp.MustCompile(`\+[^@]*@`)

func untagged(address string) string { return addressTag.ReplaceAllString(address, "@") }

// eitherOf joins two filters by or where both are given.
func eitherOf(one, two string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			if l.Where(one) == "" || l.Where(two) == "" {
				return next(l)
			}
			return united(p, next, changed(l, ignoring(two)), changed(l, ignoring(one)))
		})(p)
	}
}

// lastOnly goes by the order in which the query has them.
func lastOnly(l *chatlayersteps.Lookup) {
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

func decodeAgain(v string) string {
	if decoded, err := url.QueryUnescape(v); err == nil {
		return decoded
	}
	return v
}

// longFilter holds if a filter has a long value.
func longFilter(l *chatlayersteps.Lookup) bool {
	const long = 64
	return slices.ContainsFunc([]string{byEvent, byConversation, byUser}, func(field string) bool { return len(l.Where(field)) > long })
}
