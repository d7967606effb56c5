package events

import (
	"context"
	"maps"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// LeftOver are the checks of what an event says that another one does not.
func LeftOver() []conformance.Check {
	return []conformance.Check{nothingLeftOver}
}

// nothingLeftOver sends a full event, accepted or refused, and after it one without properties, or one with others and empty ones. No
// other check runs meanwhile.
var nothingLeftOver = conformance.Check{
	ID:          "inkeep.events.nothing-left-over",
	Level:       conformance.Should,
	Requirement: "INK-SCH-15",
	Also:        []string{"INK-SCH-16", "INK-ID-8"},
	Title:       "An event does not come back with what another one said, be it accepted or refused.",
	Phase:       conformance.Alone,
	Floor:       map[string]int{"events": 8},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.NeedControl()
		for i, before := range []func(kit.Draft) kit.Post{
			func(d kit.Draft) kit.Post { return kit.Post{Event: d, Hostile: true, Once: true} }, // a server may be choosy about ids
			func(d kit.Draft) kit.Post {
				return kit.Post{Event: d.Without("type"), Hostile: true, Meta: kit.Refusal{}}
			},
			func(d kit.Draft) kit.Post {
				return kit.Post{Event: d.With("createdAt", "soon"), Hostile: true, Meta: kit.Refusal{}}
			},
			func(d kit.Draft) kit.Post {
				return kit.Post{Event: d, NoAuth: true, Hostile: true, Meta: kit.Refusal{Stranger: true}}
			},
		} {
			kind, full := kit.Kinds()[i%3], kit.Draft(nil)
			for _, after := range []func(kit.Draft) kit.Draft{
				kit.Draft.Clone,
				func(d kit.Draft) kit.Draft {
					user, _ := full.Value("userProperties")
					return d.With("properties", map[string]any{"own": a.Mark()}).With("userProperties",
						map[string]any{"id": user.(map[string]any)["id"]})
				},
			} {
				full = declared(a, a.Full(kind))
				first := a.Ask(ctx, func() kit.Post { return before(full) })
				next := full.Without("id", "createdAt", "properties", "userProperties") // of one type and about one thing
				got := a.Echoed(ctx, func() kit.Draft { return after(next) })
				got.Before = first
				leftOver(a, full, got)
			}
		}
	}),
}

// declared gives an event the members of userProperties that the documents name, which a server may keep apart from the others.
func declared(a *kit.Asker, full kit.Draft) kit.Draft {
	user, _ := full.Value("userProperties")
	own, _ := user.(map[string]any)
	own = maps.Clone(own)
	for _, name := range []string{"userId", "identificationType", "userType", "supportAgentName"} {
		own[name] = a.Mark()
	}
	own["supportAgentEmail"] = a.Mark() + "@example.com"
	return full.With("userProperties", own)
}

// leftOver fails if the answer to an event has something of the event before.
func leftOver(a *kit.Asker, before kit.Draft, got *kit.Answer) {
	foreign := a.Foreign(got.Draft.Body())
	for _, name := range []string{"properties", "userProperties"} {
		if wrong := a.Changed(got, name); wrong != "" {
			how := " do not come back as they were sent: "
			if foreign(string(kit.Encode(got.Event[name]))) {
				how = " come back with those of another event: "
			}
			a.FailEcho(got, name, name+how+wrong)
		}
	}
	if got.Event["id"] == before.Text("id") {
		a.FailWith(got, "an event without an id gets the one of the event before", "an id of its own", kit.Brief(got.Event["id"]),
			kit.IDOfAnother()...)
	}
	given, _ := kit.Instant(before.Text("createdAt"))
	if at, ok := kit.Instant(got.Member("createdAt")); ok && at.Equal(given) {
		a.FailWith(got, "an event without createdAt gets the one of the event before", "the time of its receipt", got.Member("createdAt"),
			kit.OtherTime()...)
	}
}
