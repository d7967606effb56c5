package filters

import (
	"context"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// What nobody documents about filters. It is recorded.

var emptyValue = conformance.Check{
	ID:          "chatlayer.filters.empty-value",
	Level:       conformance.Info,
	Requirement: "CHL-FLT-9",
	Title:       "What an empty filter means.",
	Operations:  []string{kit.Get},
	Floor:       map[string]int{"answers": 1},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(emptyFilter),
}

// emptyFilter records what a filter without a value means.
func emptyFilter(ctx context.Context, p *kit.Probe) {
	var words []string
	for _, f := range kit.ShownFilters() {
		r := p.Request(p.ListPlanted(kit.Get))
		r.RawQuery += "&" + f.Name + "="
		r.Hostile = true
		_, answer := p.OddAnswer(ctx, r)
		words = append(words, f.Name+": "+answer)
		p.Saw("answers", 1)
	}
	p.Record("an empty value: %s", strings.Join(words, "; "))
}

var givenTwice = conformance.Check{
	ID:          "chatlayer.filters.repeated",
	Level:       conformance.Info,
	Requirement: "CHL-FLT-12",
	Title:       "What a filter does that is given twice.",
	Operations:  []string{kit.Get},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"answers": 1},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(repeated),
}

// repeated sends a filter twice with two values. The target may refuse that; if it answers, every event has one of them.
func repeated(ctx context.Context, p *kit.Probe) {
	one, other := p.Names.Event(), p.Names.Plain()
	q := kit.ByEvent.AddTo(p.ListPlanted(kit.Get), one)
	r := p.Request(q)
	r.RawQuery += "&event=" + kit.Escape(other)
	r.Hostile = true
	page, answer := p.OddAnswer(ctx, r)
	for _, e := range page.Events {
		k := p.Identify(e)
		name := e.Event
		if k != nil && k.Owned {
			name = k.Event
		}
		if (k != nil || e.Has("event")) && !kit.AlmostEqual(one, name) && !kit.AlmostEqual(other, name) {
			p.Differ("event given twice brings events of a third name", "a refusal, or events of the two names",
				"an event of the name "+kit.Quoted(name), kit.Walk{Query: q, Pages: []kit.Page{page}})
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
	Operations:  []string{kit.Get},
	Floor:       map[string]int{"answers": 1},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(unknownFilter),
}

// unknownFilter records what a parameter gives that there is not.
func unknownFilter(ctx context.Context, p *kit.Probe) {
	r := p.Request(p.ListPlanted(kit.Get))
	r.RawQuery += "&usr_id=" + kit.Escape(p.ValueOf(kit.ByUser))
	r.Hostile = true
	_, answer := p.OddAnswer(ctx, r)
	p.Saw("answers", 1)
	p.Record("a misspelt parameter: %s", answer)
}
