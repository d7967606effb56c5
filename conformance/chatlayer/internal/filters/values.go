package filters

import (
	"context"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// oddValue asks for an odd value in every filter whose member is shown, by get and post, where there are values that a careless match
// takes for it. It ends the check if the target took no event of that value.
func oddValue(ctx context.Context, p *kit.Probe, value, what string, fields ...kit.PlainFilter) {
	odd, window := p.OddNames(ctx)
	taken := false
	for _, f := range fields {
		for _, window.Op = range []string{kit.Get, kit.Post} {
			q := f.AddTo(window, value)
			matching, others := p.Wanted(q, odd)
			if matching == 0 {
				continue
			}
			taken = true
			p.Hold(ctx, p.MustWalk(ctx, q), odd, what+" in "+f.Name+" ("+q.Op+")")
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
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 2, "others": 20},
	Run:         kit.WithPlanted(wholeValuesOnly),
}

// wholeValuesOnly asks for a value that is a part of others, and for some of those others.
func wholeValuesOnly(ctx context.Context, p *kit.Probe) {
	withoutSpaces(ctx, p, p.Names.Literal(), "a value that others hold as a part", kit.AllFilters()...)
	for i, miss := range p.Names.Misses() {
		if strings.TrimSpace(miss) == miss {
			withoutSpaces(ctx, p, miss, "a value that another is a part of", kit.ShownFilters()[i%3])
		}
	}
}

// withoutSpaces is oddValue but for events that differ from the value by white space alone: they are for another check.
func withoutSpaces(ctx context.Context, p *kit.Probe, value, what string, fields ...kit.PlainFilter) {
	for _, f := range fields {
		for _, op := range []string{kit.Get, kit.Post} {
			q := f.AddTo(p.ListPlanted(op), value)
			matching, others := p.Wanted(q, p.Planted)
			w := p.MustWalk(ctx, q)
			d := p.Judge(ctx, w, p.Planted, what+" in "+f.Name+" ("+op+")")
			keepExtra(&d, func(e kit.Event) bool {
				k := p.Identify(e)
				return k == nil || !k.Owned || !kit.AlmostEqual(value, strings.TrimSpace(f.Sent(k.Sent)))
			})
			if !d.None() {
				p.Fail(p.Proven(ctx, w, p.Planted, d, what+" in "+f.Name+" ("+op+")"))
			}
			p.Saw("matching", matching)
			p.Saw("others", others)
		}
	}
}

// keepExtra leaves only those of the extra events that are to be judged.
func keepExtra(d *kit.Difference, keep func(kit.Event) bool) {
	var extra []kit.Event
	var why []string
	for i, e := range d.Extra {
		if keep(e) {
			extra, why = append(extra, e), append(why, d.Why[i])
		}
	}
	d.Extra, d.Why = extra, why
}

var spaces = conformance.Check{
	ID:          "chatlayer.filters.spaces",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "Spaces at the ends of a value count.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 2, "others": 20},
	Run:         kit.WithPlanted(spacesCount),
}

// spacesCount asks for values that differ by a space at an end.
func spacesCount(ctx context.Context, p *kit.Probe) {
	n := p.Names
	oddValue(ctx, p, n.Literal(), "a value that others have with a space at an end", kit.ShownFilters()...)
	oddValue(ctx, p, n.Literal()+" ", "a value with a space at its end", kit.ByEvent, kit.ByConversation)
	oddValue(ctx, p, " "+n.Literal(), "a value with a space at its beginning", kit.ByEvent, kit.ByUser)
	odd, window := p.OddNames(ctx)
	w := p.MustWalk(ctx, kit.ByCampaign.AddTo(window, n.Literal()))
	d := p.Compare(w, odd)
	if d.Missing = nil; !d.None() {
		p.Fail(p.Proven(ctx, w, odd, d, "a campaign whose id others have with a space at an end"))
	}
}

var wildcards = conformance.Check{
	ID:          "chatlayer.filters.wildcards",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "Signs of pattern languages and of addresses stand for themselves.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 2, "others": 20},
	Run:         kit.WithPlanted(wildSigns),
}

// wildSigns asks for a value with signs that mean something else to pattern languages and databases, and for an address of which others
// hold one with a tag.
func wildSigns(ctx context.Context, p *kit.Probe) {
	oddValue(ctx, p, p.Names.Address(""), "an address of which others hold one with a tag", kit.ByUser)
	oddValue(ctx, p, p.Names.Wild(), "a value with the signs % _ * . [ ] ' \"", kit.ShownFilters()...)
}

var reserved = conformance.Check{
	ID:          "chatlayer.filters.reserved",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-2", "CHL-FLT-3"},
	Title:       "Characters that a URL escapes match when they are escaped.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 2, "others": 20},
	Run:         kit.WithPlanted(reservedSigns),
}

// reservedSigns asks for a value with characters that need an escape in a URL, and for its twin with a space for the plus sign.
func reservedSigns(ctx context.Context, p *kit.Probe) {
	n := p.Names
	oddValue(ctx, p, n.Reserved(), "a value with characters that a URL escapes", kit.ShownFilters()...)
	oddValue(ctx, p, strings.Replace(n.Reserved(), "#d+e", "#d e", 1), "a value with a space where another has a plus sign", kit.ByEvent)
}

var unicode = conformance.Check{
	ID:          "chatlayer.filters.unicode",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "Letters beyond ASCII match as they were sent.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 2, "others": 20},
	Run:         kit.WithPlanted(accentedValues),
}

// accentedValues asks for a value with letters beyond ASCII.
func accentedValues(ctx context.Context, p *kit.Probe) {
	oddValue(ctx, p, p.Names.Accented(), "a value with letters beyond ASCII", kit.ShownFilters()...)
}

var plainWords = conformance.Check{
	ID:          "chatlayer.filters.plain-words",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-3"},
	Title:       "Words such as null, 0 and all are values like others.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"words": 6, "others": 20},
	Run:         kit.WithPlanted(runPlainWords),
}

// runPlainWords asks for what stands for no value, or for any, in programs. In a filter each is a value like others.
func runPlainWords(ctx context.Context, p *kit.Probe) {
	for _, asked := range []struct {
		field    kit.PlainFilter
		word, op string
	}{
		{kit.ByUser, "0", kit.Get},
		{kit.ByUser, "null", kit.Get},
		{kit.ByConversation, "undefined", kit.Get},
		{kit.ByCampaign, "any", kit.Post},
		{kit.ByEvent, "all", kit.Get},
		{kit.ByEvent, "false", kit.Post},
	} {
		q := asked.field.AddTo(p.ListPlanted(asked.op), asked.word)
		p.Sound(ctx, p.MustWalk(ctx, q), asked.field.Name+" "+kit.Quoted(asked.word)+" ("+asked.op+")")
		_, others := p.Wanted(q, p.Planted)
		p.Saw("others", others)
		p.Saw("words", 1)
	}
}

var noConversation = conformance.Check{
	ID:          "chatlayer.filters.no-conversation",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-2",
	Title:       "Events without a conversation match no conversation_id.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"without a conversation": 2},
	Run:         kit.WithPlanted(runNoConversation),
}

// runNoConversation asks for conversations and wants none of the events that are shown without one.
func runNoConversation(ctx context.Context, p *kit.Probe) {
	without := 0
	for _, k := range p.Planted {
		if k.Version == "LIVE" && k.Conversation == "" && k.Listed.ConversationID == "" {
			without++
		}
	}
	if without == 0 {
		p.NotApplicable("every event is shown with a conversation")
	}
	n := p.Names
	for _, conversation := range []string{n.Conversation(), n.Of("talk-02")} {
		soundBoth(ctx, p, kit.ByConversation.AddTo(p.ListPlanted(kit.Get), conversation), "events of one conversation")
		p.Saw("without a conversation", without)
	}
	user := kit.ByUser.AddTo(p.ListPlanted(kit.Get), n.Of("user-02"))
	exactlyBoth(ctx, p, kit.ByConversation.AddTo(user, n.Of("talk-02")),
		"events of one conversation and of a user who also has events without one")
}

var ownMember = conformance.Check{
	ID:          "chatlayer.filters.own-member",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-2",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-3", "CHL-FLT-4"},
	Title:       "A filter looks at its own member only.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"matching": 2, "others": 20},
	Run:         kit.WithPlanted(fieldsApart),
}

// fieldsApart asks for one text as a user and as a conversation, and for values that all members of an event have but the one that is
// asked for: each filter looks at its own member only.
func fieldsApart(ctx context.Context, p *kit.Probe) {
	n := p.Names
	base := p.ListPlanted(kit.Get)
	exactlyBoth(ctx, p, kit.ByUser.AddTo(base, n.Both()), "a user whose id is also a conversation's")
	exactlyBoth(ctx, p, kit.ByConversation.AddTo(base, n.Both()), "a conversation whose id is also a user's")
	soundBoth(ctx, p, kit.ByEvent.AddTo(base, n.User()), "a user's id asked for as event")
	soundBoth(ctx, p, kit.ByCampaign.AddTo(base, n.User()), "a user's id asked for as campaign_id")
	besideOwn(ctx, p)
}

// besideOwn tracks an event for each filter, of which every member but the filter's own has a value, and asks for that. An event that is
// not taken, or not listed, proves nothing.
func besideOwn(ctx context.Context, p *kit.Probe) {
	var own []*kit.RunEvent
	for i, f := range kit.AllFilters() {
		if k, _ := p.Track(ctx, allBut(p, f, time.Duration(i)*time.Second)); k != nil {
			own = append(own, k)
		}
	}
	if len(own) == 0 || len(p.SettleOwn(ctx, own...)) == len(own) {
		return
	}
	for _, f := range kit.AllFilters() {
		q := f.AddTo(p.ListAround(own), p.Names.Of("only_"+f.Name))
		for _, q.Op = range []string{kit.Get, kit.Post} {
			p.Sound(ctx, p.MustWalk(ctx, q), "a value that other members have alone, asked for as "+f.Name+" ("+q.Op+")")
		}
	}
}

// allBut is an event that has a value in every member but that of a filter, which it lacks if it may.
func allBut(p *kit.Probe, f kit.PlainFilter, offset time.Duration) kit.Sent {
	value, own := p.Names.Of("only_"+f.Name), p.Names.Of("only_others")
	if f.Free {
		own = ""
	}
	e := kit.Sent{Version: "LIVE", Beside: value, Attributes: map[string]string{f.Name: value}, At: p.Slot().Add(offset)}
	for _, other := range kit.AllFilters() {
		other.Track(&e, value)
	}
	f.Track(&e, own)
	return e
}
