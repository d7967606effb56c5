package chatlayer

import (
	"context"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// bareEvents are an event without attributes and one that has some, in a conversation of their own, and the list of it. Two checks
// look at them.
type bareEvents struct {
	bare, coloured *Known
	q              Query
}

func trackBareEvents(ctx context.Context, p *probe) bareEvents {
	if !p.s.tellsBare() {
		p.NotApplicable("no list shows a user_id or an id, by which an event without attributes could be told from others")
	}
	return *sharedBy[bareEvents](p.s).get(func() *bareEvents {
		at, event, talk := p.s.base.Add(32*time.Minute), p.s.names.of("bare"), p.s.names.of("bare_talk")
		bare, _ := p.TrackBare(ctx, Sent{Version: "LIVE", Event: event, User: p.s.names.of("bare_none"), Conversation: talk, At: at})
		coloured, _ := p.Track(ctx, Sent{
			Version: "LIVE", Event: event, User: p.s.names.of("bare_red"), Conversation: talk,
			Attributes: map[string]string{"colour": "red"}, At: at.Add(time.Second),
		})
		if bare == nil || coloured == nil {
			p.NotApplicable("the target took no event without attributes")
		}
		if lost := p.settleOwn(ctx, bare, coloured); len(lost) > 0 {
			p.Inconclusive("%d of 2 events did not become visible", len(lost))
		}
		from, to := p.s.span([]*Known{bare, coloured})
		return &bareEvents{bare, coloured, Query{Op: post, Conversation: talk, Start: bound(from), End: bound(to), Size: 100}}
	})
}

var attributeBare = conformance.Check{
	ID:          "chatlayer.attributes.bare",
	Level:       conformance.Must,
	Requirement: "CHL-OPS-2",
	Title:       "A list with attribute filters is answered, or refused, although some events have no attributes.",
	Operations:  []string{"TrackEvent", post},
	Needs:       filterWrites(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"answers": 2},
	Run:         attributed(bareAnswered),
}

// bareAnswered wants a list with an attribute filter to be answered where there are events without attributes. It may be refused.
func bareAnswered(ctx context.Context, p *probe, word string) {
	q := trackBareEvents(ctx, p).q
	for _, key := range []string{"colour", "no-such-key"} {
		if w, refused := orRefused(ctx, p, q, oneValue(key, word, "red")); refused {
			p.Record("the attribute filter is refused with status %d", w.Last().X.Status)
		} else {
			p.sound(ctx, w, "an attribute filter beside events without attributes")
		}
		p.Saw("answers", 1)
	}
}

var attributeBareNoMatch = conformance.Check{
	ID:          "chatlayer.attributes.bare-no-match",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Title:       "Whether an event without attributes equals no value.",
	Operations:  []string{"TrackEvent", post},
	Needs:       filterWrites(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"matching": 1, "others": 1},
	Unproved:    records,
	Run:         attributed(bareNoMatch),
}

// bareNoMatch wants events without attributes to meet no filter of equality.
func bareNoMatch(ctx context.Context, p *probe, word string) {
	own := trackBareEvents(ctx, p)
	bare, coloured, q := own.bare, own.coloured, own.q
	red := oneValue("colour", word, "red")
	w, refused := orRefused(ctx, p, q, red)
	if refused {
		p.NotApplicable("an attribute filter beside conversation_id is refused with status %d", w.Last().X.Status)
	}
	holdAttributes(ctx, p, w, []*Known{bare, coloured}, "red events beside one without attributes", []Filter{red})
	empty := "meets none for an empty value"
	if w, refused := orRefused(ctx, p, q, oneValue("colour", word, "")); refused {
		empty = fmt.Sprintf("one for an empty value is refused with status %d", w.Last().X.Status)
	} else if p.seen(w)[bare] {
		empty = "meets one for an empty value"
	}
	p.Record("an event without attributes does not meet a filter for a value, and %s", empty)
}
