package feedback

import (
	"context"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func refused() []conformance.Check {
	return []conformance.Check{wrongRefused, tooLargeRefused, choices}
}

var wrongRefused = conformance.Check{
	ID:          "inkeep.feedback.wrong-refused",
	Level:       conformance.Should,
	Requirement: "INK-FEED-14",
	Also:        []string{"INK-FEED-2", "INK-FEED-3"},
	Title:       "What is no feedback is refused.",
	Operations:  []string{opSubmit},
	Floor:       map[string]int{"refusals": 6},
	Run: with(func(ctx context.Context, t *critic) {
		t.taken(ctx)
		good := t.opinion(ctx, "positive")
		for what, wrong := range map[string]kit.Draft{
			"it has no type":                      good.Without("type"),
			"its type is neither of the two":      good.With("type", "neutral"),
			"it has no messageId":                 good.Without("messageId"),
			"its reasons are no list":             good.With("reasons", "outdated"),
			"a reason has no label":               good.With("reasons", []object{{"details": "the button has another name"}}),
			"a source has a type that is unknown": good.With("sources", []object{{"type": "old", "url": "https://example.com/"}}),
		} {
			t.refuse(ctx, what, wrong)
		}
	}),
}

// taken ends the check if the target takes no feedback at all: that it refuses some shows nothing then.
func (t *critic) taken(ctx context.Context) {
	if got := t.submit(ctx, func() kit.Draft { return t.opinion(ctx, "positive") }); !got.Good() {
		t.Inconclusive("the target does not accept good feedback, so a refusal shows nothing: %s", got.Shown())
	}
}

// refuse wants feedback refused, with any status. How that is written is for the checks of refusals.
func (t *critic) refuse(ctx context.Context, what string, wrong kit.Draft) {
	if !t.BreaksAt(kit.FeedbackPath, wrong) {
		t.Inconclusive("the contract has nothing against this feedback, so nobody may insist on a refusal: %s", what)
	}
	got := t.post(ctx, func() kit.Post { return kit.Post{Event: wrong, Hostile: true, Meta: kit.Refusal{}} })
	if got.Good() {
		t.FailWith(got, "feedback is accepted although "+what, "a refusal, 400 or 422", got.Shown())
	}
	t.Saw("refusals", 1)
}

// tooLargeRefused sends what is clearly above both readings of 2 MB.
var tooLargeRefused = conformance.Check{
	ID:          "inkeep.limits.feedback-too-large",
	Level:       conformance.Must,
	Requirement: "INK-LIM-5",
	Title:       "Feedback of 2.3 MB is refused.",
	Operations:  []string{opSubmit},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"refusals": 1},
	Run: with(func(ctx context.Context, t *critic) {
		t.taken(ctx)
		large := t.opinion(ctx, "negative").With("details", strings.Repeat("0", kit.AboveLimit))
		got := t.Oversized(ctx, kit.Post{Path: kit.FeedbackPath, Event: large})
		t.keep(got)
		if got.Good() {
			t.FailWith(got, "feedback of 2.3 MB is accepted", "a refusal, best with 413", got.Outcome())
		}
		t.Saw("refusals", 1)
	}),
}

var choices = conformance.Check{
	ID:          "inkeep.feedback.choices",
	Level:       conformance.Info,
	Requirement: "INK-FEED-8",
	Also:        []string{"INK-FEED-10", "INK-FEED-11", "INK-FEED-13"},
	Title: "What feedback gets whose reason has no details, that is about no message, that is the second about one, and that is deleted " +
		"again.",
	Operations: []string{opSubmit, opDelete},
	NoMutant:   kit.RecordsOnly,
	Run: with(func(ctx context.Context, t *critic) {
		status := func(d kit.Draft) string {
			return t.post(ctx, func() kit.Post { return kit.Post{Event: d, Hostile: true} }).StatusText()
		}
		first := t.submitted(ctx, func() kit.Draft { return t.opinion(ctx, "negative") })
		bare := status(t.opinion(ctx, "negative").With("reasons", []object{{"label": "outdated"}}))
		nowhere, second := status(first.Draft.With("messageId", t.ULID())), status(first.Draft)
		gone := t.Send(ctx, kit.Deletion(path(first.Member("id")), "")).StatusText()
		again := t.Send(ctx, kit.Deletion(path(first.Member("id")), "")).StatusText()
		t.Record("a reason without details: %s, no such message: %s, the second about a message: %s, deleted: %s, deleted again: %s",
			bare, nowhere, second, gone, again)
	}),
}
