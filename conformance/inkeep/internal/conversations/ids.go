package conversations

import (
	"context"
	"fmt"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func ids() []conformance.Check {
	return []conformance.Check{idsMade, idKept, messageIDsKept}
}

var idsMade = conformance.Check{
	ID:          "inkeep.conversations.ids-made",
	Level:       conformance.Should,
	Requirement: "INK-CONV-19",
	Also:        []string{"INK-CONV-7", "INK-CLI-5"},
	Title:       "Conversations and messages without an id get one of their own, and messages name their conversation.",
	Operations:  []string{opLog, opGet},
	Floor:       map[string]int{"conversations": 2},
	Run: with(func(ctx context.Context, t *talk) {
		var seen []string
		for range 2 {
			var before []string
			next := func() kit.Draft { return t.openai(t.chat(3)...).With("externalId", "thread-"+t.Mark()) }
			t.everywhere(ctx, next, func(got *kit.Answer) {
				made := t.identified(got)
				if before == nil {
					before, seen = made, append(seen, made...)
					t.noneTwice(got, seen)
				}
				slices.Sort(before)
				if slices.Sort(made); !slices.Equal(before, made) {
					t.FailWith(got, "the ids of messages are others than in the answer to what was logged", fmt.Sprint(before),
						fmt.Sprint(made))
				}
			})
		}
	}),
}

// noneTwice fails if an id is there twice.
func (t *talk) noneTwice(got *kit.Answer, ids []string) {
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			t.FailWith(got, "an id was made twice", "an id of its own for each conversation and each message", "twice "+kit.Brief(id))
		}
	}
}

// identified are the ids of a conversation and of its messages, each of which has to have one and to name its conversation.
func (t *talk) identified(got *kit.Answer) (all []string) {
	id := got.Member("id")
	all = append(all, id)
	for i, m := range cameMessages(got.Event) {
		own, _ := m["id"].(string)
		if own == "" {
			t.FailWith(got, "a message has no id", "an id for each message", kit.Brief(m))
		}
		if m["conversationId"] != id {
			t.FailWith(got, "a message names another conversation than its own",
				fmt.Sprintf("conversationId %s in message %d", kit.Brief(id), i), kit.Brief(m["conversationId"]))
		}
		all = append(all, own)
	}
	return all
}

var idKept = conformance.Check{
	ID:          "inkeep.conversations.id-kept",
	Level:       conformance.Should,
	Requirement: "INK-CONV-18",
	Also:        []string{"INK-CONV-6"},
	Title:       "An id that a conversation brings comes back.",
	Operations:  []string{opLog},
	Floor:       map[string]int{"conversations": 2},
	Run: with(func(ctx context.Context, t *talk) {
		for _, next := range []func() kit.Draft{
			func() kit.Draft { return t.openai().With("id", t.newID()) },
			func() kit.Draft { return t.support("support_ticket").With("id", t.newID()) },
		} {
			if got := t.logged(ctx, next); got.Member("id") != got.Draft.Text("id") {
				t.FailWith(got, "the id that was given does not come back", got.Draft.Text("id"), got.Member("id"), notKept("id"))
			}
		}
	}),
}

// messageIDsKept gives ids to messages, and gives them again when the conversation goes on: feedback names messages by them.
var messageIDsKept = conformance.Check{
	ID:          "inkeep.conversations.message-ids-kept",
	Level:       conformance.Should,
	Requirement: "INK-CONV-18",
	Also:        []string{"INK-CONV-2"},
	Title:       "Ids that messages bring come back, also when the conversation is sent again.",
	Operations:  []string{opLog, opGet},
	Floor:       map[string]int{"conversations": 2},
	Run: with(func(ctx context.Context, t *talk) {
		messages := t.chat(3)
		for i := range messages {
			messages[i]["id"], messages[i]["externalId"] = t.newID(), "message-"+t.Mark()
		}
		id := t.newID()
		t.everywhere(ctx, func() kit.Draft { return t.openai(messages[:2]...).With("id", id) }, t.sameMessageIDs)
		logged := t.logged(ctx, func() kit.Draft { return t.openai(messages...).With("id", id) })
		t.sameMessageIDs(logged)
	}),
}

func (t *talk) sameMessageIDs(got *kit.Answer) {
	for i, m := range sentMessages(got.Draft) {
		for _, came := range cameMessages(got.Event) {
			for _, name := range []string{"id", "externalId"} {
				if came["content"] == m["content"] && came[name] != m[name] {
					t.FailWith(got, fmt.Sprintf("the %s of message %d does not come back", name, i), kit.Brief(m[name]),
						kit.Brief(came[name]), notKept(name+" of messages"))
				}
			}
		}
	}
}
