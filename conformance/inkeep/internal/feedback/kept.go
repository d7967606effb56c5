package feedback

import (
	"context"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func kept() []conformance.Check {
	return []conformance.Check{membersKept, propertiesKept, ids}
}

// membersKept leaves out updatedAt, which many a server sets by itself.
var membersKept = conformance.Check{
	ID:          "inkeep.feedback.kept",
	Level:       conformance.Should,
	Requirement: "INK-FEED-15",
	Title:       "What feedback says comes back: its type, its message, reasons, details and sources, and when it was given.",
	Operations:  []string{opSubmit, opGet},
	Floor:       map[string]int{"feedback": 2},
	Run: with(func(ctx context.Context, t *critic) {
		for _, kind := range kinds() {
			t.everywhere(ctx, func() kit.Draft { return t.opinion(ctx, kind).And(t.optional()) }, func(got *kit.Answer) {
				name, wrong := otherwise(got.Draft, got.Event, "type", "messageId", "reasons", "details", "sources")
				if wrong != "" {
					sent, _ := got.Draft.Value(name)
					t.FailWith(got, "feedback does not come back as it was sent: "+wrong, kit.Brief(sent), kit.Brief(got.Event[name]),
						notKept(name))
				}
				if wrong, like, _ := kit.OtherInstant(got); wrong != "" {
					t.Fail(conformance.Failure{
						Message: wrong, Expected: got.Draft.Text("createdAt"), Got: kit.Brief(got.Event["createdAt"]), LooksLike: like,
						Symptoms: []conformance.Symptom{notKept("createdAt")}, Exchanges: got.Steps(),
					})
				}
			})
		}
	}),
}

// everywhere submits feedback and looks at it in the answer, and where it is shown if the target shows it.
func (t *critic) everywhere(ctx context.Context, next func() kit.Draft, look func(*kit.Answer)) {
	first := t.submitted(ctx, next)
	look(first)
	if t.offers.get != "" {
		return
	}
	got := t.shown(ctx, first.Member("id"))
	if !kit.IsThere(got) {
		t.NotApplicable("the feedback is not shown: %s; mend that first", got.Shown())
	}
	got.Draft, got.Before = first.Draft, first
	look(got)
}

var propertiesKept = conformance.Check{
	ID:          "inkeep.feedback.properties-kept",
	Level:       conformance.Should,
	Requirement: "INK-FEED-15",
	Title:       "Properties of feedback come back as they were sent, at any depth and with what is null in them.",
	Operations:  []string{opSubmit, opGet},
	Floor:       map[string]int{"feedback": 1},
	Run: with(func(ctx context.Context, t *critic) {
		t.everywhere(ctx, func() kit.Draft {
			return t.opinion(ctx, "negative").With("properties", kit.EveryForm()).With("userProperties", kit.EveryForm())
		}, func(got *kit.Answer) {
			sent, _ := got.Draft.Value("properties")
			for _, name := range []string{"properties", "userProperties"} {
				if wrong := strictly().Difference("/"+name, sent, got.Event[name]); wrong != "" {
					t.FailWith(got, "properties do not come back as they were sent: "+wrong, kit.Brief(sent), kit.Brief(got.Event[name]),
						notKept(name))
				}
			}
		})
	}),
}

var ids = conformance.Check{
	ID:          "inkeep.feedback.ids",
	Level:       conformance.Should,
	Requirement: "INK-FEED-16",
	Also:        []string{"INK-FEED-3"},
	Title:       "Feedback has an id of its own: the one that it brings, or else one that the server makes.",
	Operations:  []string{opSubmit},
	Floor:       map[string]int{"feedback": 4},
	Run: with(func(ctx context.Context, t *critic) {
		var seen []string
		for _, kind := range kinds() {
			for range 2 {
				got := t.submit(ctx, func() kit.Draft { return t.opinion(ctx, kind) })
				id := got.Member("id")
				switch {
				case !got.Good():
					t.Inconclusive("the feedback was refused, so nothing can be told of its id: %s", got.Shown())
				case id == "":
					t.FailWith(got, "feedback without an id gets none", "an id that is not empty", got.Shown())
				case slices.Contains(seen, id):
					t.FailWith(got, "an id was made twice", "an id of its own for each", "twice "+kit.Brief(id), another())
				}
				seen = append(seen, id)
				t.Saw("feedback", 1)
			}
		}
		got := t.submitted(ctx, func() kit.Draft { return t.opinion(ctx, "positive").With("id", t.newID()) })
		if got.Member("id") != got.Draft.Text("id") {
			t.FailWith(got, "the id that was given does not come back", got.Draft.Text("id"), got.Member("id"), notKept("id"))
		}
	}),
}
