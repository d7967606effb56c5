package feedback

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func deleted() []conformance.Check { return []conformance.Check{gone, othersStay} }

var gone = conformance.Check{
	ID:          "inkeep.feedback.deleted",
	Level:       conformance.Must,
	Requirement: "INK-FEED-19",
	Also:        []string{"INK-FEED-6"},
	Title:       "Feedback that was deleted with success is shown no more.",
	Operations:  []string{opSubmit, opDelete, opGet},
	Floor:       map[string]int{"feedback": 1, "deletions": 1},
	Run: with(func(ctx context.Context, t *critic) {
		id := t.visible(ctx, func() kit.Draft { return t.opinion(ctx, "negative") })
		deletion := t.delete(ctx, id)
		var got *kit.Answer
		if !t.Await(ctx, func() bool {
			got = t.Look(ctx, path(id), "")
			return !isThere(got)
		}) {
			got.Before = deletion
			t.FailWith(got, "feedback that was deleted is still shown", "404", got.Shown(), stillThere())
		}
	}, shows),
}

// visible is the id of feedback that is submitted and shown: what was not there before cannot go.
func (t *critic) visible(ctx context.Context, next func() kit.Draft) string {
	id := t.submitted(ctx, next).Member("id")
	if got := t.shown(ctx, id); !isThere(got) {
		t.NotApplicable("feedback that was submitted is not shown: %s; mend that first", got.Shown())
	}
	return id
}

// delete deletes feedback and wants to be told so.
func (t *critic) delete(ctx context.Context, id string) *kit.Answer {
	got := t.Send(ctx, kit.Deletion(path(id), ""))
	if got.Repeated && got.Status == 404 { // the one whose answer was lost has deleted it
		t.Saw("deletions", 1)
		return got
	}
	if why := kit.Undeletable(got); why != "" {
		t.NotApplicable("%s", why)
	}
	if !got.Good() {
		t.FailWith(got, "feedback that is there is not deleted", "200", got.Shown())
	}
	if got.Event["success"] != true {
		t.FailWith(got, "the answer to a deletion does not say that it was one", "success true", got.Shown())
	}
	t.Saw("deletions", 1)
	return got
}

// othersStay deletes one of several about messages of one conversation, whose id is the beginning of the others.
var othersStay = conformance.Check{
	ID:          "inkeep.feedback.others-stay",
	Level:       conformance.Must,
	Requirement: "INK-FEED-19",
	Title:       "When feedback is deleted, other feedback about the same conversation stays.",
	Operations:  []string{opSubmit, opDelete, opGet},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"feedback": 3, "deletions": 1},
	Run: with(func(ctx context.Context, t *critic) {
		mark := t.Mark()
		var all []string
		for _, suffix := range []string{"", "-1", "-2"} {
			all = append(all, t.visible(ctx, func() kit.Draft { return t.opinion(ctx, "negative").With("id", mark+suffix) }))
		}
		deletion := t.delete(ctx, all[0])
		for _, other := range all[1:] {
			if got := t.shown(ctx, other); !isThere(got) {
				got.Before = deletion
				t.FailWith(got, "when feedback was deleted, other feedback went, too", "200", got.Shown(), notFound())
			}
		}
	}, shows),
}
