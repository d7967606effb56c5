package events

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// References are the checks of events with more than the one reference of their kind.
func References() []conformance.Check {
	return []conformance.Check{bothReferences}
}

// bothReferences names all three references, so that a server that looks for one after the other goes wrong for two kinds.
var bothReferences = conformance.Check{
	ID:          "inkeep.events.both-references",
	Level:       conformance.Should,
	Requirement: "INK-BODY-11",
	Also:        []string{"INK-BODY-5"},
	Title:       "With two references, entityType says which one counts.",
	Floor:       map[string]int{"events": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, kind := range kit.Kinds() {
			got := a.Accept(ctx, "an event with all three references",
				func() kit.Draft { return allReferences(a).With("entityType", string(kind)) })
			if got.Event["entityType"] != string(kind) {
				a.FailChanged(got, "the event is taken for one of another kind", "entityType "+kit.Brief(string(kind)),
					"entityType "+kit.Brief(got.Event["entityType"]))
			}
			if sent := got.Draft.Text(kind.ReferenceName()); got.Event[kind.ReferenceName()] != sent {
				a.FailChanged(got, "another reference than that of its kind counts", kind.ReferenceName()+" "+kit.Brief(sent),
					kit.Brief(got.Event[kind.ReferenceName()]))
			}
		}
	}),
}
