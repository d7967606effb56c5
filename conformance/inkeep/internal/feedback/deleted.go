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
		t.Gone(ctx, stored(), path(id), t.Delete(ctx, stored(), path(id)), stillThere())
	}, shows),
}

// visible is the id of feedback that is submitted and shown: what was not there before cannot go.
func (t *critic) visible(ctx context.Context, next func() kit.Draft) string {
	id := t.submitted(ctx, next).Member("id")
	if got := t.shown(ctx, id); !kit.IsThere(got) {
		t.NotApplicable("feedback that was submitted is not shown: %s; mend that first", got.Shown())
	}
	return id
}

// othersStay deletes one of several about messages of one conversation, whose id is the beginning of the others, and which may be about
// the very message that another is about: whether that other is kept beside it is open, but while it is there it stays.
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
		named := func(kind, suffix string) kit.Draft { return t.opinion(ctx, kind).With("id", mark+suffix) }
		choosy := t.post(ctx, func() kit.Post { return kit.Post{Event: named("negative", "-0"), Hostile: true} }).Refused()
		if choosy { // which form an id has is open
			named = func(kind, _ string) kit.Draft { return t.opinion(ctx, kind) }
		}
		var all []string
		for _, suffix := range []string{"", "-1", "-2"} {
			all = append(all, t.visible(ctx, func() kit.Draft { return named("negative", suffix) }))
		}
		first := t.shown(ctx, all[0])
		second := t.submit(ctx, func() kit.Draft {
			return named("positive", "-3").With("messageId", first.Member("messageId"))
		})
		if id := second.Member("id"); second.Good() && kit.IsThere(t.shown(ctx, id)) && kit.IsThere(t.shown(ctx, all[0])) {
			all = append(all, id)
		}
		deletion := t.Delete(ctx, stored(), path(all[0]))
		for _, other := range all[1:] {
			if got := t.shown(ctx, other); !kit.IsThere(got) {
				got.Before = deletion
				t.FailWith(got, "when feedback was deleted, other feedback went, too", "200", got.Shown(), notFound())
			}
		}
	}, shows),
}
