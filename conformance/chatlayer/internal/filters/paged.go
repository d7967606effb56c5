package filters

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

var sparse = conformance.Check{
	ID:          "chatlayer.filters.sparse",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-FLT-1"},
	Title:       "Events that are rare among many others are all found.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 4, "others": 100},
	Run:         kit.WithPlanted(sparseEvents),
}

// sparseEvents wants the few events of a name that stand behind a hundred others.
func sparseEvents(ctx context.Context, p *kit.Probe) {
	for _, op := range []string{kit.Get, kit.Post} {
		q := kit.ByEvent.AddTo(p.ListPlanted(op), p.Names.Sparse())
		q.Size = 10
		p.ExactlyMatching(ctx, q, "rare events among many")
	}
}

var filtersOnPages = conformance.Check{
	ID:          "chatlayer.filters.paged",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-6"},
	Title:       "Filters hold on every page of a walk.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"later pages": 8, "matching": 40},
	Run:         kit.WithPlanted(paged),
}

// paged walks filtered lists in small pages: the filters have to hold on every page.
func paged(ctx context.Context, p *kit.Probe) {
	n := p.Names
	for _, c := range []struct {
		about string
		q     kit.Query
	}{
		{"a user's events in small pages", kit.Query{Op: kit.Get, User: n.User(), Size: 9}},
		{"a user's events in small pages", kit.Query{Op: kit.Post, User: n.User(), Size: 20}},
		{"events of one name in small pages", kit.Query{Op: kit.Get, Event: n.Event(), Size: 15}},
		{"events of one name in small pages", kit.Query{Op: kit.Post, Event: n.Event(), Size: 7}},
		{"a conversation in small pages", kit.Query{Op: kit.Get, Conversation: n.Conversation(), Size: 8}},
		{"a conversation in small pages", kit.Query{Op: kit.Post, Conversation: n.Conversation(), Size: 9}},
		{"a campaign in small pages", kit.Query{Op: kit.Get, Campaign: n.Campaign(), Size: 8}},
		{"a campaign in small pages", kit.Query{Op: kit.Post, Campaign: n.Campaign(), Size: 9}},
		{"a user's events of one name in small pages", kit.Query{Op: kit.Post, User: n.User(), Event: n.Event(), Size: 5}},
	} {
		from, to := p.PlantedWindow()
		c.q.Start, c.q.End = kit.Bound(from), kit.Bound(to)
		matching, _ := p.Wanted(c.q, p.Planted)
		w := p.Exactly(ctx, c.q, c.about+" ("+c.q.Op+")")
		p.Saw("matching", matching)
		p.Saw("later pages", len(w.Pages)-1)
	}
}

var versionPaged = conformance.Check{
	ID:          "chatlayer.filters.version-paged",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Also:        []string{"CHL-PAGE-10"},
	Title:       "The version holds on every page of a walk.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"later pages": 4},
	Run:         kit.WithPlanted(runVersionPaged),
}

// runVersionPaged walks the drafts in small pages: no page may fall back to live events.
func runVersionPaged(ctx context.Context, p *kit.Probe) {
	needDrafts(p)
	for _, op := range []string{kit.Get, kit.Post} {
		q := p.ListPlanted(op)
		q.Version, q.Size = "DRAFT", 7
		w := p.Exactly(ctx, q, "drafts in small pages ("+op+")")
		p.Saw("later pages", len(w.Pages)-1)
	}
}
