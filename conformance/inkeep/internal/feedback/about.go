package feedback

import (
	"context"
	"fmt"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func about() []conformance.Check { return []conformance.Check{ofItsMessage, asItIsNow} }

// ofItsMessage looks at messages that are neither the first nor the last of their conversation, in two conversations.
var ofItsMessage = conformance.Check{
	ID:          "inkeep.feedback.about",
	Level:       conformance.Must,
	Requirement: "INK-FEED-5",
	Also:        []string{"INK-CLI-5"},
	Title:       "Feedback is shown with the message that it is about, and with the conversation of that.",
	Operations:  []string{opSubmit, opGet},
	Floor:       map[string]int{"feedback": 2},
	Run: with(func(ctx context.Context, t *critic) {
		one, two := t.talked(ctx), t.talked(ctx)
		if answersOf(one)[1].id == answersOf(two)[1].id {
			t.NotApplicable("messages of two conversations have the id %s; mend that first", kit.Brief(answersOf(one)[1].id))
		}
		for _, talk := range []*kit.Answer{one, two} {
			m := answersOf(talk)[1]
			first := t.submitted(ctx, func() kit.Draft {
				return kit.Draft{{Name: "type", Value: "negative"}, {Name: "messageId", Value: m.id}}
			})
			got, wrong := t.tells(ctx, first, talk.Member("id"), m)
			if wrong != "" {
				got.Before = first
				t.FailWith(got, "feedback is shown "+wrong,
					"the conversation "+kit.Brief(talk.Member("id"))+" and the message "+kit.Brief(m.id), got.Shown(), aboutAnother())
			}
		}
	}, shows, talks),
}

// talked logs a conversation whose messages feedback can be about.
func (t *critic) talked(ctx context.Context) *kit.Answer {
	talk := t.converse(ctx)
	if len(answersOf(talk)) != answersPerTalk {
		t.Inconclusive("the conversation does not come back with all of its messages, so nothing can be told of feedback: %s", talk.Shown())
	}
	return talk
}

// tells waits until feedback is shown with a conversation and a message, and says what is wrong if it is not.
func (t *critic) tells(ctx context.Context, first *kit.Answer, conversation string, m message) (got *kit.Answer, wrong string) {
	t.Await(ctx, func() bool {
		got = t.Look(ctx, path(first.Member("id")), "")
		wrong = misplaced(got.Event, conversation, m)
		return kit.IsThere(got) && wrong == ""
	})
	if !kit.IsThere(got) {
		t.NotApplicable("the feedback is not shown: %s; mend that first", got.Shown())
	}
	return got, wrong
}

// misplaced says how feedback is shown with something else than what it is about; it is empty if it is not.
func misplaced(feedback object, conversation string, m message) string {
	of, isThere := feedback["conversation"].(object)
	said, isSaid := feedback["message"].(object)
	has := func(one object) bool { return one["id"] == m.id }
	switch {
	case !isThere:
		return "without its conversation"
	case !isSaid:
		return "without its message"
	case of["id"] != conversation:
		return "with another conversation"
	case said["id"] != m.id:
		return "with another message"
	case strictly().Difference("", saying(m.content), saying(said["content"])) != "":
		return "with a message that says something else"
	case !slices.ContainsFunc(messagesOf(of), has):
		return "with its conversation, in which its message is not"
	default:
		return ""
	}
}

// asItIsNow has the conversation go on after the feedback.
var asItIsNow = conformance.Check{
	ID:          "inkeep.feedback.about-now",
	Level:       conformance.Should,
	Requirement: "INK-FEED-17",
	Title:       "Feedback is shown with its conversation as that is now, also when it has gone on.",
	Operations:  []string{opSubmit, opGet},
	Floor:       map[string]int{"feedback": 1},
	Run: with(func(ctx context.Context, t *critic) {
		talk := t.talked(ctx)
		m := answersOf(talk)[0]
		first := t.submitted(ctx, func() kit.Draft {
			return kit.Draft{{Name: "type", Value: "negative"}, {Name: "messageId", Value: m.id}}
		})
		if _, wrong := t.tells(ctx, first, talk.Member("id"), m); wrong != "" {
			t.NotApplicable("feedback is shown %s; mend that first", wrong)
		}
		longer := t.goesOn(ctx, talk)
		var got *kit.Answer
		lasts := func() int {
			of, _ := got.Event["conversation"].(object)
			return len(messagesOf(of))
		}
		if !t.Await(ctx, func() bool {
			got = t.Look(ctx, path(first.Member("id")), "")
			return lasts() == longer
		}) {
			if now := t.Look(ctx, kit.Below(kit.ConversationsPath, talk.Member("id")), ""); !now.Good() {
				t.NotApplicable("the conversation is not shown any more: %s; mend that first", now.Shown())
			}
			got.Before = first
			t.FailWith(got, "feedback is shown with its conversation as it was before it went on", fmt.Sprintf("%d messages", longer),
				fmt.Sprintf("%d messages", lasts()), aboutAnother())
		}
	}, shows, talks),
}

// goesOn logs a conversation again with two messages more, waits until it is shown so, and tells how many there are.
func (t *critic) goesOn(ctx context.Context, talk *kit.Answer) int {
	var history []object
	for _, m := range messagesOf(talk.Event) {
		history = append(history, object{"id": m["id"], "role": m["role"], "content": m["content"]})
	}
	history = append(history,
		object{"role": "user", "content": "and then? " + t.Mark()}, object{"role": "assistant", "content": "that is all"})
	at := kit.Below(kit.ConversationsPath, talk.Member("id"))
	again := t.log(ctx, func() kit.Draft { return talk.Draft.With("id", talk.Member("id")).With("messages", history) })
	if !again.Good() || !t.Await(ctx, func() bool {
		now := t.Look(ctx, at, "")
		return now.Good() && len(messagesOf(now.Event)) == len(history)
	}) {
		t.NotApplicable("a conversation that goes on is not shown with its new messages; mend that first")
	}
	return len(history)
}
