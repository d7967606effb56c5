package conversations

import (
	"context"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func refused() []conformance.Check {
	return []conformance.Check{wrongRefused, tooLargeRefused}
}

// tooLargeRefused sends what is clearly above both readings of 2 MB.
var tooLargeRefused = conformance.Check{
	ID:          "inkeep.limits.conversation-too-large",
	Level:       conformance.Must,
	Requirement: "INK-LIM-5",
	Title:       "A conversation of 2.3 MB is refused.",
	Operations:  []string{opLog},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"refusals": 1},
	Run: with(func(ctx context.Context, t *talk) {
		t.taken(ctx)
		const piece = 900
		messages := make([]object, kit.AboveLimit/piece)
		for i := range messages {
			messages[i] = said("user", strings.Repeat("0", piece))
		}
		got := t.Oversized(ctx, kit.Post{Path: kit.ConversationsPath, Event: t.openai(messages...)})
		t.keep(got)
		if got.Good() {
			t.FailWith(got, "a conversation of 2.3 MB is accepted", "a refusal, best with 413", got.Outcome())
		}
		t.Saw("refusals", 1)
	}),
}

var wrongRefused = conformance.Check{
	ID:          "inkeep.conversations.wrong-refused",
	Level:       conformance.Should,
	Requirement: "INK-CONV-17",
	Also:        []string{"INK-CONV-3", "INK-CONV-4", "INK-CONV-6"},
	Title:       "What is no conversation is refused.",
	Operations:  []string{opLog},
	Floor:       map[string]int{"refusals": 9},
	Run: with(func(ctx context.Context, t *talk) {
		t.taken(ctx)
		one := said("user", "hello "+t.Mark())
		for what, wrong := range map[string]kit.Draft{
			"it has no type":                               t.openai().Without("type"),
			"its type is none of the three":                t.openai().With("type", "chat"),
			"it has no messages":                           t.openai().Without("messages"),
			"it is of openai and its messages are none":    t.openai([]object{}...),
			"its messages are no list":                     t.openai().With("messages", one),
			"a message has no role":                        t.openai(object{"content": "hello " + t.Mark()}),
			"it is of openai and a role is unknown":        t.openai(said("agent", "hello "+t.Mark())),
			"it is of openai and a message has no content": t.openai(object{"role": "user"}),
			"its visibility is neither private nor public": t.openai().With("visibility", "secret"),
		} {
			t.refuse(ctx, what, wrong)
		}
	}),
}

// taken ends the check if the target takes no conversations at all: that it refuses some shows nothing then.
func (t *talk) taken(ctx context.Context) {
	if got := t.log(ctx, func() kit.Draft { return t.openai() }); !got.Good() {
		t.Inconclusive("the target does not accept a good conversation, so a refusal shows nothing: %s", got.Shown())
	}
}

// refuse wants a conversation refused, with any status. How that is written is for the checks of refusals.
func (t *talk) refuse(ctx context.Context, what string, wrong kit.Draft) {
	if !t.BreaksAt(kit.ConversationsPath, wrong) {
		t.Inconclusive("the contract has nothing against this conversation, so nobody may insist on a refusal: %s", what)
	}
	got := t.post(ctx, kit.Post{Event: wrong, Hostile: true, Meta: kit.Refusal{}})
	if got.Good() {
		t.FailWith(got, "a conversation is accepted although "+what, "a refusal, 400 or 422", got.Shown())
	}
	t.Saw("refusals", 1)
}
