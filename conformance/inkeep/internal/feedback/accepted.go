package feedback

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func accepted() []conformance.Check {
	return []conformance.Check{bothAccepted, optionalAccepted, answers}
}

var bothAccepted = conformance.Check{
	ID:          "inkeep.feedback.accepted",
	Level:       conformance.Must,
	Requirement: "INK-FEED-2",
	Also:        []string{"INK-FEED-1", "INK-CLI-5"},
	Title:       "Feedback with a type and the id of a message is accepted, positive or negative.",
	Operations:  []string{opSubmit},
	Floor:       map[string]int{"feedback": 2},
	Run: with(func(ctx context.Context, t *critic) {
		for _, kind := range kinds() {
			t.accept(ctx, kind+" feedback", func() kit.Draft { return t.opinion(ctx, kind) })
		}
	}),
}

var optionalAccepted = conformance.Check{
	ID:          "inkeep.feedback.optional-accepted",
	Level:       conformance.Must,
	Requirement: "INK-FEED-3",
	Also:        []string{"INK-CLI-6"},
	Title:       "Feedback may have each of the optional members.",
	Operations:  []string{opSubmit},
	Floor:       map[string]int{"feedback": 8},
	Run: with(func(ctx context.Context, t *critic) {
		created := t.optional()[1]
		for _, m := range t.optional() {
			t.accept(ctx, "feedback with "+m.Name, func() kit.Draft {
				d := t.opinion(ctx, "positive").With(m.Name, m.Value)
				if m.Name == "updatedAt" { // which makes sense after it was created only
					d = d.With(created.Name, created.Value)
				}
				return d
			})
		}
	}),
}

// accept submits feedback that every server must accept.
func (t *critic) accept(ctx context.Context, what string, next func() kit.Draft) {
	got := t.submit(ctx, next)
	if !got.Good() {
		t.FailWith(got, what+" is refused", "200", got.Shown())
	}
	t.Saw("feedback", 1)
}

// answers looks at each operation's answer about feedback of its own. Of a list that of others is left out: what it holds the run does
// not know.
var answers = conformance.Check{
	ID:          "inkeep.feedback.answers",
	Level:       conformance.Must,
	Requirement: "INK-FEED-1",
	Also:        []string{"INK-FEED-4", "INK-FEED-5", "INK-FEED-6"},
	Title:       "What an operation of feedback answers with success is what the contract says, with status 200.",
	Operations:  []string{opSubmit, opList, opGet, opDelete},
	Floor:       map[string]int{"answers": 2},
	Run: with(func(ctx context.Context, t *critic) {
		for _, next := range []func() kit.Draft{
			func() kit.Draft { return t.opinion(ctx, "positive") },
			func() kit.Draft { return t.opinion(ctx, "negative").And(t.optional()) },
		} {
			got := t.submit(ctx, next)
			t.fits(got)
			if t.offers.get == "" && got.Member("id") != "" {
				t.fits(t.shown(ctx, got.Member("id")))
			}
		}
		if t.offers.list == "" {
			t.fits(t.own(t.Look(ctx, kit.FeedbackPath, "limit=10&offset=0")))
		}
		if len(t.made) > 0 {
			t.fits(t.Send(ctx, kit.Deletion(path(t.made[0]), "")))
		}
	}),
}

// fits fails unless an answer with success keeps to the contract.
func (t *critic) fits(got *kit.Answer) {
	if !got.Good() {
		return
	}
	t.OtherStatus(got, stored())
	if wrong := t.Violations(got); wrong != "" {
		t.FailWith(got, "an answer about feedback breaks the contract: "+wrong, "", got.Shown(),
			conformance.Symptom{Text: "answers about feedback break the contract"})
	}
	t.Saw("answers", 1)
}

// own is a list without the feedback of others.
func (t *critic) own(got *kit.Answer) *kit.Answer {
	if !got.Good() {
		return got
	}
	var mine kit.Draft
	for _, kind := range kinds() {
		all, isList := got.Event[kind+"Feedback"].([]any)
		if !isList {
			return got
		}
		some := []any{}
		for _, f := range all {
			if o, _ := f.(object); t.isMine(o) {
				some = append(some, f)
			}
		}
		mine = mine.With(kind+"FeedbackCount", got.Event[kind+"FeedbackCount"]).With(kind+"Feedback", some)
	}
	only := *got
	only.Text = kit.Encode(mine.Object())
	return &only
}
