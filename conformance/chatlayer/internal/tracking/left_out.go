package tracking

import (
	"context"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// trackLeaving tracks events that leave a member out, each behind one that has it, and returns all of them when they had the time to be
// listed.
func trackLeaving(ctx context.Context, p *kit.Probe, left ...func(*kit.Sent)) []*kit.RunEvent {
	full := p.OwnEvent("full", 0)
	full.Campaign, full.Attributes = p.Names.Of("inherited"), map[string]string{"colour": "red", "inherited": "yes"}
	var all []*kit.RunEvent
	for i, leave := range left {
		full.At = p.Slot().Add(time.Duration(i*2) * time.Second)
		all = append(all, p.MustTrack(ctx, full))
		e := full
		e.At = full.At.Add(time.Second)
		leave(&e)
		by := p.Track
		if e.Attributes == nil && !p.TellsUntagged() {
			continue
		}
		if e.Attributes == nil {
			e.User, by = p.Names.Of("bare"), p.TrackUntagged // its user tells which one it is
		}
		if k, _ := by(ctx, e); k != nil { // one that is refused inherits nothing
			all = append(all, k)
			p.Saw("events", 1)
		}
	}
	p.SettleOwn(ctx, all...)
	return all
}

var notInherited = conformance.Check{
	ID:          "chatlayer.tracking.not-inherited",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-8",
	Title:       "Attributes that an event leaves out are not filled with another event's.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"events": 1},
	Run:         kit.WithPlanted(trackNotInherited),
}

// trackNotInherited looks whether an event without attributes has those of the one before it.
func trackNotInherited(ctx context.Context, p *kit.Probe) {
	all := trackLeaving(ctx, p,
		func(e *kit.Sent) { e.Campaign, e.Attributes = "", nil },
		func(e *kit.Sent) { e.Campaign, e.Attributes = "", map[string]string{"colour": "blue"} })
	for _, k := range all {
		for _, name := range []string{"inherited", kit.TagKey} {
			got := k.Listed.Attributes[name]
			if _, sent := k.Attributes[name]; !sent && (got == "yes" || strings.HasPrefix(got, p.Run()+"_")) {
				p.Fail(conformance.Failure{
					Message:  "an event is listed with an attribute of another event",
					Expected: "no attribute " + name + ", which was not sent",
					Got:      name + " " + kit.Quoted(got), Exchanges: p.ExchangesOf(p.Exchanges(), k),
				})
			}
		}
	}
	p.MustAppear(ctx, all...)
}

var leftOut = conformance.Check{
	ID:          "chatlayer.tracking.left-out",
	Level:       conformance.Info,
	Requirement: "CHL-TRK-21",
	Title:       "What becomes of a user or a conversation that an event leaves out.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"events": 1},
	NoMutant:    "it only records",
	Run:         kit.WithPlanted(trackLeftOut),
}

// trackLeftOut records what is listed of events that have no user or no conversation: servers that keep sessions fill in either.
func trackLeftOut(ctx context.Context, p *kit.Probe) {
	var saw []string
	all := trackLeaving(ctx, p, func(e *kit.Sent) { e.User = "" }, func(e *kit.Sent) { e.Conversation = "" })
	p.MustAppear(ctx, all...)
	from, to := p.EventWindow(all)
	for _, op := range kit.BotLists() { // paging.filters-met looks whether one without a user comes with a user's
		p.Walk(ctx, kit.Query{Op: op, User: all[0].User, Start: kit.Bound(from), End: kit.Bound(to), Size: 100})
	}
	for _, k := range all {
		for _, m := range []struct{ name, sent, shown string }{
			{"user_id", k.User, k.Listed.UserID},
			{"conversation_id", k.Conversation, k.Listed.ConversationID},
		} {
			switch {
			case m.sent != "":
			case m.shown == "":
				saw = append(saw, "without "+m.name)
			case p.Names.IsOwn(m.shown):
				saw = append(saw, "with the "+m.name+" of the event before it")
			default:
				saw = append(saw, "with a "+m.name+" of the server's")
			}
		}
	}
	p.Record("events that leave a member out are listed %s", kit.Joined(saw))
}
