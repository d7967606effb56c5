package inkeep

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
)

func extraMembers() []conformance.Check {
	return []conformance.Check{extraAccepted, extraDropped}
}

func references() []conformance.Check {
	return []conformance.Check{bothReferences}
}

func (a *asker) extras() []func() draft {
	return []func() draft{
		func() draft { return a.message().with("usSource", "docs").with("usLinks", []any{"/a", "/b"}) },
		func() draft {
			return draft{{"usFirst", map[string]any{"deep": a.mark()}}, {"tags", []any{"x"}}}.and(a.message())
		},
	}
}

// and puts another draft's members behind its own.
func (d draft) and(other draft) draft { return append(d[:len(d):len(d)], other...) }

var extraAccepted = conformance.Check{
	ID:          "inkeep.input.extra-accepted",
	Level:       conformance.Should,
	Requirement: "INK-BODY-10",
	Title:       "Undeclared members at the top level do no harm.",
	Floor:       map[string]int{"events": 2},
	Run: with(func(ctx context.Context, a *asker) {
		for _, next := range a.extras() {
			a.accept(ctx, "an event with undeclared members", next)
		}
	}),
}

var extraDropped = conformance.Check{
	ID:          "inkeep.input.extra-dropped",
	Level:       conformance.Should,
	Requirement: "INK-BODY-10",
	Title:       "Undeclared members at the top level do not come back.",
	Floor:       map[string]int{"events": 2},
	Run: with(func(ctx context.Context, a *asker) {
		for _, next := range a.extras() {
			got := a.log(ctx, next)
			if got.Refused() {
				a.NotApplicable("undeclared members are refused, which another check tells")
			}
			for _, name := range []string{"usSource", "usLinks", "usFirst"} {
				if value, there := got.event[name]; there {
					a.fail(got, "an undeclared member comes back", "no "+name, name+": "+brief(value))
				}
			}
			a.Saw("events", 1)
		}
	}),
}

// bothReferences names all three references, so that a server that looks for one after the other goes wrong for two kinds.
var bothReferences = conformance.Check{
	ID:          "inkeep.events.both-references",
	Level:       conformance.Should,
	Requirement: "INK-BODY-11",
	Also:        []string{"INK-BODY-5"},
	Title:       "With two references, entityType says which one counts.",
	Floor:       map[string]int{"events": 3},
	Run: with(func(ctx context.Context, a *asker) {
		for _, kind := range kinds() {
			got := a.accept(ctx, "an event with all three references", func() draft { return a.allReferences().with("entityType", string(kind)) })
			if got.event["entityType"] != string(kind) {
				a.failChanged(got, "the event is taken for one of another kind", "entityType "+brief(string(kind)), "entityType "+brief(got.event["entityType"]))
			}
			if sent := got.sent.string(kind.ReferenceName()); got.event[kind.ReferenceName()] != sent {
				a.failChanged(got, "another reference than that of its kind counts", kind.ReferenceName()+" "+brief(sent), brief(got.event[kind.ReferenceName()]))
			}
		}
	}),
}
