package chatlayer

import (
	"context"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// near asks for an odd value in every filter whose member is shown, by get and post, where there are values that a careless match
// takes for it. It ends the check if the target took no event of that value.
func near(ctx context.Context, p *probe, value, what string, fields ...filter) {
	odd, window := p.oddNames(ctx)
	taken := false
	for _, f := range fields {
		for _, window.Op = range []string{get, post} {
			q := f.with(window, value)
			matching, others := p.wanted(q, odd)
			if matching == 0 {
				continue
			}
			taken = true
			p.Hold(ctx, p.WholeWalk(ctx, q), odd, what+" in "+f.name+" ("+q.Op+")")
			p.Saw("matching", matching)
			p.Saw("others", others)
		}
	}
	if !taken {
		p.NotApplicable("the target took no event with %s", what)
	}
}

var wholeValue = conformance.Check{
	ID:          "chatlayer.filters.whole-value",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-2", "CHL-FLT-3"},
	Title:       "A filter matches whole values, not their beginning, end or middle.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 2, "others": 20},
	Run:         with(wholeValuesOnly),
}

// wholeValuesOnly asks for a value that is a part of others, and for some of those others.
func wholeValuesOnly(ctx context.Context, p *probe) {
	withoutSpaces(ctx, p, p.s.names.literal(), "a value that others hold as a part", allFilters()...)
	for i, miss := range p.s.names.misses() {
		if strings.TrimSpace(miss) == miss {
			withoutSpaces(ctx, p, miss, "a value that another is a part of", shownFilters()[i%3])
		}
	}
}

// withoutSpaces is near but for events that differ from the value by white space alone: they are for another check.
func withoutSpaces(ctx context.Context, p *probe, value, what string, fields ...filter) {
	for _, f := range fields {
		for _, op := range []string{get, post} {
			q := f.with(p.inSeed(op), value)
			matching, others := p.wanted(q, p.s.seed)
			w := p.WholeWalk(ctx, q)
			d := p.judge(ctx, w, p.s.seed, what+" in "+f.name+" ("+op+")")
			keepExtra(&d, func(e Event) bool {
				k := p.s.identify(e)
				return k == nil || !k.Owned || !almost(value, strings.TrimSpace(f.sent(k.Sent)))
			})
			if !d.none() {
				p.Fail(p.proven(ctx, w, p.s.seed, d, what+" in "+f.name+" ("+op+")"))
			}
			p.Saw("matching", matching)
			p.Saw("others", others)
		}
	}
}

// keepExtra leaves only those of the extra events that are to be judged.
func keepExtra(d *difference, keep func(Event) bool) {
	var extra []Event
	var why []string
	for i, e := range d.extra {
		if keep(e) {
			extra, why = append(extra, e), append(why, d.why[i])
		}
	}
	d.extra, d.why = extra, why
}

var filterSpaces = conformance.Check{
	ID:          "chatlayer.filters.spaces",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "Spaces at the ends of a value count.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 2, "others": 20},
	Run:         with(spacesCount),
}

// spacesCount asks for values that differ by a space at an end.
func spacesCount(ctx context.Context, p *probe) {
	n := p.s.names
	near(ctx, p, n.literal(), "a value that others have with a space at an end", shownFilters()...)
	near(ctx, p, n.literal()+" ", "a value with a space at its end", byEvent, byConversation)
	near(ctx, p, " "+n.literal(), "a value with a space at its beginning", byEvent, byUser)
	odd, window := p.oddNames(ctx)
	w := p.WholeWalk(ctx, byCampaign.with(window, n.literal()))
	d := p.s.compare(w, odd)
	if d.missing = nil; !d.none() {
		p.Fail(p.proven(ctx, w, odd, d, "a campaign whose id others have with a space at an end"))
	}
}

var filterWildcards = conformance.Check{
	ID:          "chatlayer.filters.wildcards",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "Signs of pattern languages stand for themselves.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 2, "others": 20},
	Run:         with(wildSigns),
}

// wildSigns asks for a value with signs that mean something else to pattern languages and databases.
func wildSigns(ctx context.Context, p *probe) {
	near(ctx, p, p.s.names.wild(), "a value with the signs % _ * . [ ] ' \"", shownFilters()...)
}

var filterReserved = conformance.Check{
	ID:          "chatlayer.filters.reserved",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-2", "CHL-FLT-3"},
	Title:       "Characters that a URL escapes match when they are escaped.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 2, "others": 20},
	Run:         with(reservedSigns),
}

// reservedSigns asks for a value with characters that need an escape in a URL, and for its twin with a space for the plus sign.
func reservedSigns(ctx context.Context, p *probe) {
	n := p.s.names
	near(ctx, p, n.reserved(), "a value with characters that a URL escapes", shownFilters()...)
	near(ctx, p, strings.Replace(n.reserved(), "#d+e", "#d e", 1), "a value with a space where another has a plus sign", byEvent)
}

var filterUnicode = conformance.Check{
	ID:          "chatlayer.filters.unicode",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "Letters beyond ASCII match as they were sent.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 2, "others": 20},
	Run:         with(accentedValues),
}

// accentedValues asks for a value with letters beyond ASCII.
func accentedValues(ctx context.Context, p *probe) {
	near(ctx, p, p.s.names.accented(), "a value with letters beyond ASCII", shownFilters()...)
}

var filterPlainWords = conformance.Check{
	ID:          "chatlayer.filters.plain-words",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-3"},
	Title:       "Words such as null, 0 and all are values like others.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"words": 6, "others": 20},
	Run:         with(plainWords),
}

// plainWords asks for what stands for no value, or for any, in programs. In a filter each is a value like others.
func plainWords(ctx context.Context, p *probe) {
	for _, asked := range []struct {
		field    filter
		word, op string
	}{
		{byUser, "0", get},
		{byUser, "null", get},
		{byConversation, "undefined", get},
		{byCampaign, "any", post},
		{byEvent, "all", get},
		{byEvent, "false", post},
	} {
		q := asked.field.with(p.inSeed(asked.op), asked.word)
		p.sound(ctx, p.WholeWalk(ctx, q), asked.field.name+" "+quoted(asked.word)+" ("+asked.op+")")
		_, others := p.wanted(q, p.s.seed)
		p.Saw("others", others)
		p.Saw("words", 1)
	}
}

var filterNoConversation = conformance.Check{
	ID:          "chatlayer.filters.no-conversation",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-2",
	Title:       "Events without a conversation match no conversation_id.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"without a conversation": 2},
	Run:         with(noConversation),
}

// noConversation asks for conversations and wants none of the events that are shown without one.
func noConversation(ctx context.Context, p *probe) {
	without := 0
	for _, k := range p.s.seed {
		if k.Version == "LIVE" && k.Conversation == "" && k.Listed.ConversationID == "" {
			without++
		}
	}
	if without == 0 {
		p.NotApplicable("every event is shown with a conversation")
	}
	n := p.s.names
	for _, conversation := range []string{n.conversation(), n.of("talk-02")} {
		soundBoth(ctx, p, byConversation.with(p.inSeed(get), conversation), "events of one conversation")
		p.Saw("without a conversation", without)
	}
	user := byUser.with(p.inSeed(get), n.of("user-02"))
	exactlyBoth(ctx, p, byConversation.with(user, n.of("talk-02")), "events of one conversation and of a user who also has events without one")
}

var ownMember = conformance.Check{
	ID:          "chatlayer.filters.own-member",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-2",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-3", "CHL-FLT-4"},
	Title:       "A filter looks at its own member only.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 2, "others": 20},
	Run:         with(fieldsApart),
}

// fieldsApart asks for one text as a user and as a conversation: each filter looks at its own member only.
func fieldsApart(ctx context.Context, p *probe) {
	n := p.s.names
	base := p.inSeed(get)
	exactlyBoth(ctx, p, byUser.with(base, n.both()), "a user whose id is also a conversation's")
	exactlyBoth(ctx, p, byConversation.with(base, n.both()), "a conversation whose id is also a user's")
	soundBoth(ctx, p, byEvent.with(base, n.user()), "a user's id asked for as event")
	soundBoth(ctx, p, byCampaign.with(base, n.user()), "a user's id asked for as campaign_id")
}
