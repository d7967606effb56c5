package input

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Extra are the checks of members that the contract does not declare.
func Extra() []conformance.Check {
	return []conformance.Check{extraAccepted, extraDropped}
}

func extras(a *kit.Asker) []func() kit.Draft {
	return []func() kit.Draft{
		func() kit.Draft { return a.Message().With("usSource", "docs").With("usLinks", []any{"/a", "/b"}) },
		func() kit.Draft {
			return kit.Draft{{Name: "usFirst", Value: map[string]any{"deep": a.Mark()}}, {Name: "tags", Value: []any{"x"}}}.And(a.Message())
		},
	}
}

var extraAccepted = conformance.Check{
	ID:          "inkeep.input.extra-accepted",
	Level:       conformance.Should,
	Requirement: "INK-BODY-10",
	Title:       "Undeclared members at the top level do no harm.",
	Floor:       map[string]int{"events": 2},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, next := range extras(a) {
			a.Accept(ctx, "an event with undeclared members", next)
		}
	}),
}

var extraDropped = conformance.Check{
	ID:          "inkeep.input.extra-dropped",
	Level:       conformance.Should,
	Requirement: "INK-BODY-10",
	Title:       "Undeclared members at the top level do not come back.",
	Floor:       map[string]int{"events": 2},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, next := range extras(a) {
			got := a.Log(ctx, next)
			if got.Refused() {
				a.NotApplicable("undeclared members are refused; see inkeep.input.extra-accepted")
			}
			for _, name := range []string{"usSource", "usLinks", "usFirst"} {
				if value, there := got.Event[name]; there {
					a.FailWith(got, "an undeclared member comes back", "no "+name, name+": "+kit.Brief(value))
				}
			}
			a.Saw("events", 1)
		}
	}),
}
