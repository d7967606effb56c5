package feedback

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func changed() []conformance.Check { return []conformance.Check{updated} }

// updated takes the id from the answer, so that a server that makes all ids has no excuse.
var updated = conformance.Check{
	ID:          "inkeep.feedback.updated",
	Level:       conformance.Must,
	Requirement: "INK-FEED-7",
	Title:       "Feedback that is submitted again with its id is changed: its type, reasons and details are the new ones.",
	Operations:  []string{opSubmit, opGet},
	Floor:       map[string]int{"feedback": 2},
	Run: with(func(ctx context.Context, t *critic) {
		first := t.submitted(ctx, func() kit.Draft { return t.opinion(ctx, "positive").With("details", "well said "+t.Mark()) })
		again := t.again(ctx, first, "negative")
		if !again.Good() {
			t.FailWith(again, "feedback that is submitted again is refused", "200", again.Shown())
		}
		if again.Member("id") != first.Member("id") {
			t.FailWith(again, "feedback that is submitted again gets another id", first.Member("id"), again.Shown(), another(),
				notKept("id"))
		}
		t.Saw("feedback", 1)
		t.becomes(again, again)
		if t.offers.get != "" {
			t.NotApplicable("whether feedback was changed cannot be told by the answer to that alone: %s", t.offers.get)
		}
		var got *kit.Answer
		t.Await(ctx, func() bool {
			got = t.Look(ctx, path(first.Member("id")), "")
			_, wrong := otherwise(again.Draft, got.Event, changing()...)
			return got.Good() && wrong == ""
		})
		got.Before = again
		if !got.Good() {
			t.FailWith(got, "feedback that was submitted again is not found", "200", got.Shown(), notFound())
		}
		t.becomes(again, got)
	}),
}

// changing are the members that are sent anew.
func changing() []string { return []string{"type", "messageId", "details", "reasons"} }

// again submits feedback with its id and another opinion.
func (t *critic) again(ctx context.Context, first *kit.Answer, kind string) *kit.Answer {
	reasons := []object{{"label": "outdated", "details": "since " + t.Mark()}}
	again := t.submit(ctx, func() kit.Draft {
		return first.Draft.With("id", first.Member("id")).With("type", kind).With("reasons", reasons).
			With("details", "not any more "+t.Mark())
	})
	again.Before = first
	return again
}

// becomes wants an answer to have what was sent last.
func (t *critic) becomes(sent, got *kit.Answer) {
	name, wrong := otherwise(sent.Draft, got.Event, changing()...)
	if wrong == "" {
		return
	}
	like := ""
	if _, still := otherwise(sent.Before.Draft, got.Event, "type", "details"); still == "" {
		like = "feedback that is submitted again stays as it was"
	}
	value, _ := sent.Draft.Value(name)
	t.Fail(conformance.Failure{
		Message: "feedback that is submitted again is not what was sent last: " + wrong, Expected: kit.Brief(value),
		Got: kit.Brief(got.Event[name]), LooksLike: like, Symptoms: []conformance.Symptom{notKept(name)}, Exchanges: got.Steps(),
	})
}
