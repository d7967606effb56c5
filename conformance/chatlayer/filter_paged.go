package chatlayer

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
)

var filterSparse = conformance.Check{
	ID:          "chatlayer.filters.sparse",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-FLT-1"},
	Title:       "Events that are rare among many others are all found.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 4, "others": 100},
	Run:         with(sparseEvents),
}

// sparseEvents wants the few events of a name that stand behind a hundred others.
func sparseEvents(ctx context.Context, p *probe) {
	for _, op := range []string{get, post} {
		q := byEvent.with(p.inSeed(op), p.s.names.sparse())
		q.Size = 10
		p.exactlyOnce(ctx, q, "rare events among many")
	}
}

var filtersOnPages = conformance.Check{
	ID:          "chatlayer.filters.paged",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-6"},
	Title:       "Filters hold on every page of a walk.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"later pages": 8, "matching": 40},
	Run:         with(filterPaged),
}

// filterPaged walks filtered lists in small pages: the filters have to hold on every page.
func filterPaged(ctx context.Context, p *probe) {
	n := p.s.names
	for _, c := range []struct {
		about string
		q     Query
	}{
		{"a user's events in small pages", Query{Op: get, User: n.user(), Size: 9}},
		{"a user's events in small pages", Query{Op: post, User: n.user(), Size: 20}},
		{"events of one name in small pages", Query{Op: get, Event: n.event(), Size: 15}},
		{"events of one name in small pages", Query{Op: post, Event: n.event(), Size: 7}},
		{"a conversation in small pages", Query{Op: get, Conversation: n.conversation(), Size: 8}},
		{"a conversation in small pages", Query{Op: post, Conversation: n.conversation(), Size: 9}},
		{"a campaign in small pages", Query{Op: get, Campaign: n.campaign(), Size: 8}},
		{"a campaign in small pages", Query{Op: post, Campaign: n.campaign(), Size: 9}},
		{"a user's events of one name in small pages", Query{Op: post, User: n.user(), Event: n.event(), Size: 5}},
	} {
		from, to := p.s.window()
		c.q.Start, c.q.End = bound(from), bound(to)
		matching, _ := p.wanted(c.q, p.s.seed)
		w := p.Exactly(ctx, c.q, c.about+" ("+c.q.Op+")")
		p.Saw("matching", matching)
		p.Saw("later pages", len(w.Pages)-1)
	}
}

var filterVersionPaged = conformance.Check{
	ID:          "chatlayer.filters.version-paged",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Also:        []string{"CHL-PAGE-10"},
	Title:       "The version holds on every page of a walk.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"later pages": 4},
	Run:         with(versionPaged),
}

// versionPaged walks the drafts in small pages: no page may fall back to live events.
func versionPaged(ctx context.Context, p *probe) {
	needDrafts(p)
	for _, op := range []string{get, post} {
		q := p.inSeed(op)
		q.Version, q.Size = "DRAFT", 7
		w := p.Exactly(ctx, q, "drafts in small pages ("+op+")")
		p.Saw("later pages", len(w.Pages)-1)
	}
}
