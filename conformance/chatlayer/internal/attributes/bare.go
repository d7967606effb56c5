package attributes

import (
	"context"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// bareEvents are an event without attributes and one that has some, in a conversation of their own, and the list of it. Two checks
// look at them.
type bareEvents struct {
	bare, coloured *kit.RunEvent
	q              kit.Query
}

func trackBareEvents(ctx context.Context, p *kit.Probe) bareEvents {
	if !p.TellsUntagged() {
		p.NotApplicable("no list shows a user_id or an id, by which an event without attributes could be told from others")
	}
	return *kit.SharedBy[bareEvents](p).Get(func() *bareEvents {
		at, event, talk := p.Base.Add(32*time.Minute), p.Names.Of("bare"), p.Names.Of("bare_talk")
		bare, _ := p.TrackUntagged(ctx, kit.Sent{Version: "LIVE", Event: event, User: p.Names.Of("bare_none"), Conversation: talk, At: at})
		coloured, _ := p.Track(ctx, kit.Sent{
			Version: "LIVE", Event: event, User: p.Names.Of("bare_red"), Conversation: talk,
			Attributes: map[string]string{"colour": "red"}, At: at.Add(time.Second),
		})
		if bare == nil || coloured == nil {
			p.NotApplicable("the target took no event without attributes")
		}
		if lost := p.SettleOwn(ctx, bare, coloured); len(lost) > 0 {
			p.Inconclusive("%d of 2 events did not become visible", len(lost))
		}
		from, to := p.EventWindow([]*kit.RunEvent{bare, coloured})
		return &bareEvents{bare, coloured, kit.Query{
			Op: kit.Post, Conversation: talk, Start: kit.Bound(from), End: kit.Bound(to),
			Size: 100,
		}}
	})
}

var bare = conformance.Check{
	ID:          "chatlayer.attributes.bare",
	Level:       conformance.Must,
	Requirement: "CHL-OPS-2",
	Title:       "A list with attribute filters is answered, or refused, although some events have no attributes.",
	Operations:  []string{"TrackEvent", kit.Post},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"answers": 2},
	Run:         attributed(bareAnswered),
}

// bareAnswered wants a list with an attribute filter to be answered where there are events without attributes. It may be refused.
func bareAnswered(ctx context.Context, p *kit.Probe, word string) {
	q := trackBareEvents(ctx, p).q
	for _, key := range []string{"colour", "no-such-key"} {
		if w, refused := orRefused(ctx, p, q, kit.OneValue(key, word, "red")); refused {
			p.Record("the attribute filter is refused with status %d", w.Last().X.Status)
		} else {
			p.Sound(ctx, w, "an attribute filter beside events without attributes")
		}
		p.Saw("answers", 1)
	}
}

var bareNoMatch = conformance.Check{
	ID:          "chatlayer.attributes.bare-no-match",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Title:       "Whether an event without attributes equals no value.",
	Operations:  []string{"TrackEvent", kit.Post},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"matching": 1, "others": 1},
	NoMutant:    records,
	Run:         attributed(runBareNoMatch),
}

// runBareNoMatch wants events without attributes to meet no filter of equality.
func runBareNoMatch(ctx context.Context, p *kit.Probe, word string) {
	own := trackBareEvents(ctx, p)
	bare, coloured, q := own.bare, own.coloured, own.q
	red := kit.OneValue("colour", word, "red")
	w, refused := orRefused(ctx, p, q, red)
	if refused {
		p.NotApplicable("an attribute filter beside conversation_id is refused with status %d", w.Last().X.Status)
	}
	holdAttributes(ctx, p, w, []*kit.RunEvent{bare, coloured}, "red events beside one without attributes", []kit.Filter{red})
	empty := "meets none for an empty value"
	if w, refused := orRefused(ctx, p, q, kit.OneValue("colour", word, "")); refused {
		empty = fmt.Sprintf("one for an empty value is refused with status %d", w.Last().X.Status)
	} else if p.Seen(w)[bare] {
		empty = "meets one for an empty value"
	}
	p.Record("an event without attributes does not meet a filter for a value, and %s", empty)
}
