package chatlayer

import (
	"context"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// What nobody documents about filters. It is recorded.

var emptyValue = conformance.Check{
	ID:          "chatlayer.filters.empty-value",
	Level:       conformance.Info,
	Requirement: "CHL-FLT-9",
	Title:       "What an empty filter means.",
	Operations:  []string{get},
	Floor:       map[string]int{"answers": 1},
	Unproved:    "records only",
	Run:         with(emptyFilter),
}

// emptyFilter records what a filter without a value means.
func emptyFilter(ctx context.Context, p *probe) {
	var words []string
	for _, f := range shownFilters() {
		r := p.s.request(p.inSeed(get))
		r.RawQuery += "&" + f.name + "="
		r.Hostile = true
		_, answer := p.oddAnswer(ctx, r)
		words = append(words, f.name+": "+answer)
		p.Saw("answers", 1)
	}
	p.Record("an empty value: %s", strings.Join(words, "; "))
}

var filterGivenTwice = conformance.Check{
	ID:          "chatlayer.filters.repeated",
	Level:       conformance.Info,
	Requirement: "CHL-FLT-12",
	Title:       "What a filter does that is given twice.",
	Operations:  []string{get},
	Needs:       filterWrites(),
	Floor:       map[string]int{"answers": 1},
	Unproved:    "records only",
	Run:         with(filterRepeated),
}

// filterRepeated sends a filter twice with two values. The target may refuse that; if it answers, every event has one of them.
func filterRepeated(ctx context.Context, p *probe) {
	one, other := p.s.names.event(), p.s.names.plain()
	q := byEvent.with(p.inSeed(get), one)
	r := p.s.request(q)
	r.RawQuery += "&event=" + escape(other)
	r.Hostile = true
	page, answer := p.oddAnswer(ctx, r)
	for _, e := range page.Events {
		k := p.s.identify(e)
		name := e.Event
		if k != nil && k.Owned {
			name = k.Event
		}
		if (k != nil || e.has("event")) && !almost(one, name) && !almost(other, name) {
			p.differ("event given twice brings events of a third name", "a refusal, or events of the two names",
				"an event of the name "+quoted(name), Walk{Query: q, Pages: []Page{page}})
		}
	}
	p.Saw("answers", 1)
	p.Record("event given twice: %s", answer)
}

var unknownParameter = conformance.Check{
	ID:          "chatlayer.filters.unknown-parameter",
	Level:       conformance.Info,
	Requirement: "CHL-JSON-7",
	Title:       "What a parameter gives that there is not.",
	Operations:  []string{get},
	Floor:       map[string]int{"answers": 1},
	Unproved:    "records only",
	Run:         with(unknownFilter),
}

// unknownFilter records what a parameter gives that there is not.
func unknownFilter(ctx context.Context, p *probe) {
	r := p.s.request(p.inSeed(get))
	r.RawQuery += "&usr_id=" + escape(p.valueOf(byUser))
	r.Hostile = true
	_, answer := p.oddAnswer(ctx, r)
	p.Saw("answers", 1)
	p.Record("a misspelt parameter: %s", answer)
}
