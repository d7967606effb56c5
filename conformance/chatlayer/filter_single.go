package chatlayer

import (
	"context"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

var filterEvent = conformance.Check{
	ID:          "chatlayer.filters.event",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-13", "CHL-FLT-16"},
	Title:       "event lists no event of another name, and every event that a list has shown with it.",
	Operations:  filterLists(),
	Floor:       map[string]int{"matching": 2, "others": 2},
	Run:         filteredBy(byEvent),
}

var filterConversation = conformance.Check{
	ID:          "chatlayer.filters.conversation",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-2",
	Also:        []string{"CHL-FLT-13", "CHL-FLT-16"},
	Title:       "conversation_id lists no event of another conversation, and every event that a list has shown with it.",
	Operations:  filterLists(),
	Floor:       map[string]int{"matching": 2, "others": 2},
	Run:         filteredBy(byConversation),
}

var filterUser = conformance.Check{
	ID:          "chatlayer.filters.user",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-3",
	Also:        []string{"CHL-FLT-13", "CHL-FLT-16"},
	Title:       "user_id lists no event of another user, and every event that a list has shown with it.",
	Operations:  filterLists(),
	Floor:       map[string]int{"matching": 2, "others": 2},
	Run:         filteredBy(byUser),
}

// filteredBy asks for one value of one filter and wants exactly the events that have it.
func filteredBy(f filter) func(context.Context, *conformance.T) {
	return with(func(ctx context.Context, p *probe) {
		value := p.valueOf(f)
		if value == "" {
			p.NotApplicable("none of the events that were found has a %s", f.name)
		}
		q := f.with(p.inSeed(get), value)
		if matching, others := p.wanted(q, p.s.seed); p.Target().ReadOnly && (matching == 0 || others == 0) {
			p.NotApplicable("the events that were found do not differ in %s", f.name)
		}
		exactlyBoth(ctx, p, q, "events with "+f.name+" "+quoted(value))
	})
}

var filterCampaign = conformance.Check{
	ID:          "chatlayer.filters.campaign",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-4",
	Also:        []string{"CHL-FLT-13"},
	Title:       "campaign_id lists no event of another campaign.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"others": 20},
	Run:         with(campaignOnly),
}

// campaignOnly wants no event of another campaign. Whether campaign_id means the id that a track gives is not asked here.
func campaignOnly(ctx context.Context, p *probe) {
	soundBoth(ctx, p, byCampaign.with(p.inSeed(get), p.s.names.campaign()), "events of one campaign")
}

var filterCampaignComplete = conformance.Check{
	ID:          "chatlayer.filters.campaign-complete",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-10",
	Title:       "campaign_id lists every event that was tracked with that campaign id.",
	Operations:  tracked(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 10},
	Run:         with(campaignComplete),
}

// campaignComplete wants every event that was tracked with a campaign id under it, alone and beside the other filters.
func campaignComplete(ctx context.Context, p *probe) {
	for i, fields := range subsets(shownFilters()) {
		q := byCampaign.with(p.filtered(p.inSeed(get), fields), p.s.names.campaign())
		if i%2 == 1 {
			q.Op = post
		}
		p.exactlyOnce(ctx, q, "events of one campaign by "+filterNames(append(fields, byCampaign)))
	}
	drafts := byCampaign.with(p.inSeed(get), p.s.names.campaign())
	drafts.Version = "DRAFT"
	p.exactlyOnce(ctx, drafts, "drafts of one campaign")
}

var partOfAll = conformance.Check{
	ID:          "chatlayer.filters.part-of-all",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-PAGE-10"},
	Title:       "What a filter lists is in the unfiltered list too.",
	Operations:  filterLists(),
	Floor:       map[string]int{"filtered": 1, "unfiltered": 1},
	Run:         with(subsetOfAll),
}

// subsetOfAll wants every known event of a filtered list in the unfiltered one.
func subsetOfAll(ctx context.Context, p *probe) {
	for _, op := range []string{get, post} {
		open := p.sample()
		open.Op = op
		whole := p.WholeWalk(ctx, open)
		all := p.seen(whole)
		for _, f := range shownFilters() {
			value := p.valueOf(f)
			if value == "" {
				continue
			}
			part := p.WholeWalk(ctx, f.with(open, value))
			some := p.seen(part)
			for k := range some {
				if !all[k] {
					p.differ("a filter by "+f.name+" ("+op+") shows an event that the same list without a filter does not",
						"a part of the unfiltered list",
						k.label()+" is in the filtered list alone", whole, part)
				}
			}
			p.Saw("filtered", len(some))
		}
		p.Saw("unfiltered", len(all))
	}
}

// mostNames is how many event names are asked for one by one.
const mostNames = 10

var eventNames = conformance.Check{
	ID:          "chatlayer.filters.event-names",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-PAGE-10"},
	Title:       "Each event is listed under its own name and under no other.",
	Operations:  filterLists(),
	Floor:       map[string]int{"names": 1, "events": 1},
	Run:         with(nameByName),
}

// nameByName asks for one event name after the other: each known event has to come under its own and under no other.
func nameByName(ctx context.Context, p *probe) {
	under := map[*Known]string{}
	for i, name := range namesOfSeed(p) {
		q := byEvent.with(p.inSeed(get), name)
		if i%2 == 1 {
			q.Op = post
		}
		w := p.Exactly(ctx, q, "events with the name "+quoted(name))
		for k := range p.seen(w) {
			if other := under[k]; other != "" && !almost(other, name) {
				p.differ("one event is listed under two names", "each event under the name that it has",
					k.label()+" under "+quoted(other)+" and "+quoted(name), w)
			}
			under[k] = name
			p.Saw("events", 1)
		}
		p.Saw("names", 1)
	}
}

// namesOfSeed are the names of known live events, the frequent ones first.
func namesOfSeed(p *probe) []string {
	times, found := map[string]int{}, []string{}
	for _, k := range p.s.seed {
		if k.Version != "LIVE" || k.Event == "" {
			continue
		}
		if times[k.Event]++; times[k.Event] == 1 {
			found = append(found, k.Event)
		}
	}
	slices.SortStableFunc(found, func(a, b string) int { return times[b] - times[a] })
	return found[:min(mostNames, len(found))]
}

// anyValue are texts that stand for any value, or for none, in patterns and programs. As a filter each is a value like others.
func anyValue() []string {
	return []string{"*", "%", "_", ".*", "?", "null", "undefined", "true", "0"}
}

var filterNobody = conformance.Check{
	ID:          "chatlayer.filters.nobody",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4"},
	Title:       "A value that no event has brings none of the others, be it *, % or null.",
	Operations:  filterLists(),
	Floor:       map[string]int{"values": 8, "others": 8},
	Run:         with(nobodysValue),
}

// nobodysValue asks for values that no event of the run has, and wants none of the events that are there.
func nobodysValue(ctx context.Context, p *probe) {
	for i, f := range allFilters() {
		for _, op := range []string{get, post} {
			nobodyBy(ctx, p, f, op, p.s.names.of("nobody"))
		}
		for j, value := range anyValue() {
			if i%2 == 1 && (i/2+j)%2 == 0 { // half of them for a conversation, the other half for a campaign
				continue
			}
			nobodyBy(ctx, p, f, []string{get, post}[(i+j)%2], value)
		}
	}
}

func nobodyBy(ctx context.Context, p *probe, f filter, op, value string) {
	q := f.with(p.inSeed(op), value)
	p.sound(ctx, p.WholeWalk(ctx, q), f.name+" "+quoted(value)+", which no event has ("+op+")")
	_, others := p.wanted(q, p.s.seed)
	p.Saw("others", others)
	p.Saw("values", 1)
}

var nobodyEmpty = conformance.Check{
	ID:          "chatlayer.filters.nobody-empty",
	Level:       conformance.Info,
	Requirement: "CHL-FLT-14",
	Title:       "Whether a value that no event has is answered with a page without events.",
	Operations:  filterLists(),
	Floor:       map[string]int{"values": 4},
	Unproved:    "records only",
	Run:         with(nobodysValueEmpty),
}

// nobodysValueEmpty records whether a value that nobody has is answered with a page or refused.
func nobodysValueEmpty(ctx context.Context, p *probe) {
	var words []string
	for i, f := range allFilters() {
		_, answer := p.oddAnswer(ctx, p.s.wrong(f.with(p.inSeed([]string{get, post}[i%2]), p.s.names.of("nobody"))))
		words = append(words, f.name+": "+answer)
		p.Saw("values", 1)
	}
	p.Record("a value that no event has: %s", strings.Join(words, "; "))
}
