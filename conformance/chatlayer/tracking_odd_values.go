package chatlayer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// oddEvents have odd attributes each, and the last have odd names: a letter and its accent in two pieces, a tab, a space without width,
// what looks like an address, and users that look like something else.
func oddEvents(p *probe) []Sent {
	var odd []Sent
	for i, attributes := range oddAttributes() {
		e := p.own("odd", time.Duration(i)*time.Second)
		e.Attributes = attributes
		odd = append(odd, e)
	}
	for _, end := range []string{"-cafe\u0301", "\ttab", "\u200bwidth", "@Example.ORG"} {
		e := p.own("odd", time.Duration(len(odd))*time.Second)
		e.Event, e.User, e.Conversation = e.Event+end, e.User+end, e.Conversation+end
		odd = append(odd, e)
	}
	for _, user := range p.s.names.lookalikes() {
		e := p.own("odd", time.Duration(len(odd))*time.Second)
		e.User, e.Conversation = user, user
		odd = append(odd, e)
	}
	return odd
}

var trackingOddValues = conformance.Check{
	ID:          "chatlayer.tracking.odd-values",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-2",
	Title:       "Attributes and names with unusual characters or sizes are kept whole or refused.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 1},
	Run:         with(trackOddValues),
}

// trackOddValues tracks odd events, attributes beyond ASCII once more in a body that has them escaped, as some clients write it, and
// looks at the events with odd names.
func trackOddValues(ctx context.Context, p *probe) {
	var known []*Known
	escaping := asker{s: p.s, do: func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		r.Body = inASCII(r.Body)
		return p.aside().do(ctx, r)
	}}
	for i, e := range oddEvents(p) {
		by := p.aside().asker
		if i == 0 {
			by = escaping
		}
		k, x := by.Track(ctx, e)
		switch {
		case k != nil:
			known = append(known, k)
		case !x.Refused():
			neither(p, "value", x)
		}
	}
	numbered := p.own("numbered", 0)
	numbered.Attributes = map[string]string{"0": "first", "1": "second"} // and no tag: some languages take it for a list
	if p.s.tellsBare() {
		if k, _ := p.aside().TrackBare(ctx, numbered); k != nil {
			known = append(known, k)
		}
	}
	if len(known) == 0 {
		p.NotApplicable("the target takes none of the unusual values")
	}
	p.aside().visible(ctx, known...)
	recomposed := 0
	for _, k := range slices.Concat(known, p.bringOddNames(ctx).known) {
		p.Saw("values", 1)
		if k.Listed.has("event") && k.Listed.Event != k.Event {
			recomposed++
		}
		if name, want, got := p.s.changed(k, k.Listed); name != "" {
			p.Fail(conformance.Failure{
				Message: "a value came back changed", Expected: name + " " + quoted(want), Got: name + " " + got, Symptoms: changedMember(name),
				LooksLike: lostValue(name, want, got), Exchanges: p.s.exchangesOf(p.Traffic(), k),
			})
		}
	}
	if recomposed > 0 {
		p.Record("%s with a letter and its accent in two pieces came back in another form", plural(recomposed, "name"))
	}
}

var trackingAlike = conformance.Check{
	ID:          "chatlayer.tracking.alike",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-1",
	Title:       "Events that differ in an attribute alone are different events.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"events": 4},
	Run:         with(trackAlike),
}

// trackAlike tracks events that are alike in everything but their attributes.
func trackAlike(ctx context.Context, p *probe) {
	e := p.own("alike", 0)
	var known []*Known
	for i := range 4 {
		e.Attributes = map[string]string{"turn": fmt.Sprint(i)}
		known = append(known, p.mustTrack(ctx, e))
	}
	p.visible(ctx, known...)
	p.Saw("events", len(known))
}
