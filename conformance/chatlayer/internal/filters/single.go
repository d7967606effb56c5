package filters

import (
	"context"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

var event = conformance.Check{
	ID:          "chatlayer.filters.event",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-13", "CHL-FLT-16"},
	Title:       "event lists no event of another name, and every event that a list has shown with it.",
	Operations:  kit.BotLists(),
	Floor:       map[string]int{"matching": 2, "others": 2},
	Run:         filteredBy(kit.ByEvent),
}

var conversation = conformance.Check{
	ID:          "chatlayer.filters.conversation",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-2",
	Also:        []string{"CHL-FLT-13", "CHL-FLT-16"},
	Title:       "conversation_id lists no event of another conversation, and every event that a list has shown with it.",
	Operations:  kit.BotLists(),
	Floor:       map[string]int{"matching": 2, "others": 2},
	Run:         filteredBy(kit.ByConversation),
}

var user = conformance.Check{
	ID:          "chatlayer.filters.user",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-3",
	Also:        []string{"CHL-FLT-13", "CHL-FLT-16"},
	Title:       "user_id lists no event of another user, and every event that a list has shown with it.",
	Operations:  kit.BotLists(),
	Floor:       map[string]int{"matching": 2, "others": 2},
	Run:         filteredBy(kit.ByUser),
}

// filteredBy asks for one value of one filter and wants exactly the events that have it.
func filteredBy(f kit.PlainFilter) func(context.Context, *conformance.T) {
	return kit.WithPlanted(func(ctx context.Context, p *kit.Probe) {
		value := p.ValueOf(f)
		if value == "" {
			p.NotApplicable("none of the events that were found has a %s", f.Name)
		}
		q := f.AddTo(p.ListPlanted(kit.Get), value)
		if matching, others := p.Wanted(q, p.Planted); p.Target().ReadOnly && (matching == 0 || others == 0) {
			p.NotApplicable("the events that were found do not differ in %s", f.Name)
		}
		exactlyBoth(ctx, p, q, "events with "+f.Name+" "+kit.Quoted(value))
	})
}

var campaign = conformance.Check{
	ID:          "chatlayer.filters.campaign",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-4",
	Also:        []string{"CHL-FLT-13"},
	Title:       "campaign_id lists no event of another campaign.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"others": 20},
	Run:         kit.WithPlanted(campaignOnly),
}

// campaignOnly wants no event of another campaign. Whether campaign_id means the id that a track gives is not asked here.
func campaignOnly(ctx context.Context, p *kit.Probe) {
	soundBoth(ctx, p, kit.ByCampaign.AddTo(p.ListPlanted(kit.Get), p.Names.Campaign()), "events of one campaign")
}

var campaignComplete = conformance.Check{
	ID:          "chatlayer.filters.campaign-complete",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-10",
	Title:       "campaign_id lists every event that was tracked with that campaign id.",
	Operations:  kit.TrackAndLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 10},
	Run:         kit.WithPlanted(runCampaignComplete),
}

// runCampaignComplete wants every event that was tracked with a campaign id under it, alone and beside the other filters.
func runCampaignComplete(ctx context.Context, p *kit.Probe) {
	for i, fields := range kit.Subsets(kit.ShownFilters()) {
		q := kit.ByCampaign.AddTo(p.Filtered(p.ListPlanted(kit.Get), fields), p.Names.Campaign())
		if i%2 == 1 {
			q.Op = kit.Post
		}
		p.ExactlyMatching(ctx, q, "events of one campaign by "+kit.FilterNames(append(fields, kit.ByCampaign)))
	}
	drafts := kit.ByCampaign.AddTo(p.ListPlanted(kit.Get), p.Names.Campaign())
	drafts.Version = "DRAFT"
	p.ExactlyMatching(ctx, drafts, "drafts of one campaign")
}

var partOfAll = conformance.Check{
	ID:          "chatlayer.filters.part-of-all",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-PAGE-10"},
	Title:       "What a filter lists is in the unfiltered list too.",
	Operations:  kit.BotLists(),
	Floor:       map[string]int{"filtered": 1, "unfiltered": 1},
	Run:         kit.WithPlanted(subsetOfAll),
}

// subsetOfAll wants every event of the run that a filtered list shows in the unfiltered one.
func subsetOfAll(ctx context.Context, p *kit.Probe) {
	for _, op := range []string{kit.Get, kit.Post} {
		open := p.ListSample()
		open.Op = op
		whole := p.MustWalk(ctx, open)
		all := p.Seen(whole)
		for _, f := range kit.ShownFilters() {
			value := p.ValueOf(f)
			if value == "" {
				continue
			}
			part := p.MustWalk(ctx, f.AddTo(open, value))
			some := p.Seen(part)
			for k := range some {
				if !all[k] {
					p.Differ("a filter by "+f.Name+" ("+op+") shows an event that the same list without a filter does not",
						"a part of the unfiltered list",
						k.Label()+" is in the filtered list alone", whole, part)
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
	Operations:  kit.BotLists(),
	Floor:       map[string]int{"names": 1, "events": 1},
	Run:         kit.WithPlanted(nameByName),
}

// nameByName asks for one event name after the other: each of the run's events has to come under its own and under no other.
func nameByName(ctx context.Context, p *kit.Probe) {
	under := map[*kit.RunEvent]string{}
	for i, name := range namesOfPlanted(p) {
		q := kit.ByEvent.AddTo(p.ListPlanted(kit.Get), name)
		if i%2 == 1 {
			q.Op = kit.Post
		}
		w := p.Exactly(ctx, q, "events with the name "+kit.Quoted(name))
		for k := range p.Seen(w) {
			if other := under[k]; other != "" && !kit.AlmostEqual(other, name) {
				p.Differ("one event is listed under two names", "each event under the name that it has",
					k.Label()+" under "+kit.Quoted(other)+" and "+kit.Quoted(name), w)
			}
			under[k] = name
			p.Saw("events", 1)
		}
		p.Saw("names", 1)
	}
}

// namesOfPlanted are the names of known live events, the frequent ones first.
func namesOfPlanted(p *kit.Probe) []string {
	times, found := map[string]int{}, []string{}
	for _, k := range p.Planted {
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

var nobody = conformance.Check{
	ID:          "chatlayer.filters.nobody",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4"},
	Title:       "A value that no event has brings none of the others, be it *, % or null.",
	Operations:  kit.BotLists(),
	Floor:       map[string]int{"values": 8, "others": 8},
	Run:         kit.WithPlanted(nobodysValue),
}

// nobodysValue asks for values that no event of the run has, and wants none of the events that are there.
func nobodysValue(ctx context.Context, p *kit.Probe) {
	for i, f := range kit.AllFilters() {
		for _, op := range []string{kit.Get, kit.Post} {
			nobodyBy(ctx, p, f, op, p.Names.Of("nobody"))
		}
		for j, value := range anyValue() {
			if i%2 == 1 && (i/2+j)%2 == 0 { // half of them for a conversation, the other half for a campaign
				continue
			}
			nobodyBy(ctx, p, f, []string{kit.Get, kit.Post}[(i+j)%2], value)
		}
	}
}

func nobodyBy(ctx context.Context, p *kit.Probe, f kit.PlainFilter, op, value string) {
	q := f.AddTo(p.ListPlanted(op), value)
	p.Sound(ctx, p.MustWalk(ctx, q), f.Name+" "+kit.Quoted(value)+", which no event has ("+op+")")
	_, others := p.Wanted(q, p.Planted)
	p.Saw("others", others)
	p.Saw("values", 1)
}

var nobodyEmpty = conformance.Check{
	ID:          "chatlayer.filters.nobody-empty",
	Level:       conformance.Info,
	Requirement: "CHL-FLT-14",
	Title:       "Whether a value that no event has is answered with a page without events.",
	Operations:  kit.BotLists(),
	Floor:       map[string]int{"values": 4},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(nobodysValueEmpty),
}

// nobodysValueEmpty records whether a value that nobody has is answered with a page or refused.
func nobodysValueEmpty(ctx context.Context, p *kit.Probe) {
	var words []string
	for i, f := range kit.AllFilters() {
		_, answer := p.OddAnswer(ctx, p.HostileRequest(f.AddTo(p.ListPlanted([]string{kit.Get, kit.Post}[i%2]), p.Names.Of("nobody"))))
		words = append(words, f.Name+": "+answer)
		p.Saw("values", 1)
	}
	p.Record("a value that no event has: %s", strings.Join(words, "; "))
}
