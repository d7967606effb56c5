package filters

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

var combined = conformance.Check{
	ID:          "chatlayer.filters.combined",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-6",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4", "CHL-FLT-16"},
	Title:       "Several filters list the events that meet all of them.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"combinations": 11, "matching": 10, "others": 200},
	Run:         kit.WithPlanted(allTogether),
}

// allTogether asks for every two and more of the filters at once, by get and post. The numbers of the planted events tell "and" from "or"
// and from each filter that is left out. With campaign_id only what may not come back is judged.
func allTogether(ctx context.Context, p *kit.Probe) {
	for i, fields := range kit.Subsets(kit.AllFilters()) {
		if len(fields) < 2 {
			continue
		}
		q, about := p.Filtered(p.ListPlanted(kit.Get), fields), "events by "+kit.FilterNames(fields)+" together"
		if q.Campaign == "" {
			exactlyBoth(ctx, p, q, about)
		} else {
			soundOnce(ctx, p, q, about, []string{kit.Get, kit.Post}[i%2])
		}
		p.Saw("combinations", 1)
	}
}

var anyFilterOrder = conformance.Check{
	ID:          "chatlayer.filters.order",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-6",
	Title:       "The order in which filters are sent does not matter.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 6, "others": 100},
	Run:         kit.WithPlanted(order),
}

// order sends the same filters in another order and wants the same events.
func order(ctx context.Context, p *kit.Probe) {
	for _, fields := range [][]kit.PlainFilter{
		{kit.ByEvent, kit.ByUser},
		{kit.ByConversation, kit.ByUser},
		{kit.ByEvent, kit.ByConversation, kit.ByUser},
	} {
		for _, op := range []string{kit.Get, kit.Post} {
			q := p.Filtered(p.ListPlanted(op), fields)
			matching, others := p.Wanted(q, p.Planted)
			w := p.WalkChanged(ctx, q, backwards)
			about := "events by " + kit.FilterNames(fields) + ", sent in the opposite order (" + op + ")"
			if d := p.Judge(ctx, w, p.Planted, about); !d.None() {
				f := p.Proven(ctx, w, p.Planted, d, about)
				if orderMatters(ctx, p, q, about) {
					f.LooksLike = protocol.OrderMatters
				}
				p.Fail(f)
			}
			p.Hold(ctx, w, p.Planted, about)
			p.Saw("matching", matching)
			p.Saw("others", others)
		}
	}
}

// orderMatters reports whether a list is right, and wrong in the opposite order, twice: where requests share a variable it is so by chance.
func orderMatters(ctx context.Context, p *kit.Probe, q kit.Query, about string) bool {
	for range 2 {
		if !p.Judge(ctx, p.MustWalk(ctx, q), p.Planted, about).None() ||
			p.Judge(ctx, p.WalkChanged(ctx, q, backwards), p.Planted, about).None() {
			return false
		}
	}
	return true
}

// backwards turns the order of the parameters round.
func backwards(r *exchange.Request) {
	pairs := strings.Split(r.RawQuery, "&")
	slices.Reverse(pairs)
	r.RawQuery = strings.Join(pairs, "&")
	if r.Body == nil {
		return
	}
	members, err := kit.ReadObject(r.Body)
	if err != nil {
		return
	}
	var order []string
	for name := range members {
		order = append(order, name)
	}
	slices.Sort(order) // as json.Marshal wrote them
	slices.Reverse(order)
	var parts []string
	for _, name := range order {
		key, _ := json.Marshal(name) // a string: it cannot fail
		parts = append(parts, string(key)+":"+string(members[name]))
	}
	r.Body = []byte("{" + strings.Join(parts, ",") + "}")
}
