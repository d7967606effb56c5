package conversations

import (
	"cmp"
	"context"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func kept() []conformance.Check {
	return []conformance.Check{messagesKept, partsKept, membersKept, propertiesKept, nullsKept, formatKept}
}

// messagesKept sends texts that careless handling changes.
var messagesKept = conformance.Check{
	ID:          "inkeep.conversations.messages-kept",
	Level:       conformance.Should,
	Requirement: "INK-CONV-18",
	Title:       "Messages come back in their order, with the roles and the texts that were sent.",
	Operations:  []string{opLog, opGet},
	Floor:       map[string]int{"conversations": 3},
	Run: with(func(ctx context.Context, t *talk) {
		odd := []object{}
		for i, text := range []string{
			" MiXed CaSe, leading and trailing ", "inner   spaces\n\n- a list\r\n\t\"quoted\" \\ and / ",
			"café cafe\u0301 日本語 🎈 <b>&amp;</b>", "null",
			"00042", `{"json":"text"}`,
		} {
			odd = append(odd, said([]string{"user", "assistant"}[i%2], text))
		}
		for _, next := range []func() kit.Draft{
			func() kit.Draft { return t.openai(append(t.chat(1), odd...)...) },
			func() kit.Draft { return t.support("support_ticket") },
			func() kit.Draft { return t.support("support_copilot") },
		} {
			t.everywhere(ctx, next, func(got *kit.Answer) {
				if wrong := otherwise(got.Draft, got.Event); wrong != "" {
					t.FailWith(got, "messages do not come back as they were sent: "+wrong, kit.Brief(sentMessages(got.Draft)),
						kit.Brief(got.Event["messages"]), otherHistory())
				}
			})
		}
	}),
}

// everywhere logs a conversation and looks at it in the answer, and where it is shown if the target shows it.
func (t *talk) everywhere(ctx context.Context, next func() kit.Draft, look func(*kit.Answer)) {
	logged := t.logged(ctx, next)
	look(logged)
	if t.offers.get != "" {
		return
	}
	got := t.Shown(ctx, path(logged.Member("id")))
	if !kit.IsThere(got) {
		t.NotApplicable("the conversation is not shown: %s; mend that first", got.Shown())
	}
	got.Draft, got.Before = logged.Draft, logged
	look(got)
}

var partsKept = conformance.Check{
	ID:          "inkeep.conversations.parts-kept",
	Level:       conformance.Should,
	Requirement: "INK-CONV-18",
	Title:       "Content that was sent as a list of parts comes back as one.",
	Operations:  []string{opLog, opGet},
	Floor:       map[string]int{"conversations": 1},
	Run: with(func(ctx context.Context, t *talk) {
		t.everywhere(ctx, func() kit.Draft { return t.openai(t.parts(), said("assistant", "a cat "+t.Mark())) }, func(got *kit.Answer) {
			if wrong := otherwise(got.Draft, got.Event); wrong != "" {
				t.FailWith(got, "parts do not come back as they were sent: "+wrong, kit.Brief(sentMessages(got.Draft)),
					kit.Brief(got.Event["messages"]), otherHistory())
			}
		})
	}),
}

// membersKept leaves out updatedAt, which many a server sets by itself.
var membersKept = conformance.Check{
	ID:          "inkeep.conversations.members-kept",
	Level:       conformance.Should,
	Requirement: "INK-CONV-18",
	Title:       "What a conversation is called, filed under and shown to, and when it began, comes back.",
	Operations:  []string{opLog, opGet},
	Floor:       map[string]int{"conversations": 3},
	Run: with(func(ctx context.Context, t *talk) {
		for _, visibility := range []string{"private", "public"} {
			t.everywhere(ctx, func() kit.Draft { return t.openai().And(t.optional()).With("visibility", visibility) }, t.members)
		}
		t.everywhere(ctx, func() kit.Draft { return t.support("support_copilot").And(t.optional()) }, t.members)
	}),
}

// members fails if a member came back otherwise than it was sent. Tags may have another order.
func (t *talk) members(got *kit.Answer) {
	for _, name := range []string{"type", "externalId", "externalUrl", "supportTicketConversationId", "visibility", "tags"} {
		sent, _ := got.Draft.Value(name)
		came := got.Event[name]
		if name == "tags" {
			sent, came = ordered(sent), ordered(came)
		}
		if wrong := strictly().Difference("/"+name, sent, came); wrong != "" {
			t.FailWith(got, name+" does not come back as it was sent", kit.Brief(sent), kit.Brief(came), notKept(name))
		}
	}
	if wrong, like, _ := kit.OtherInstant(got); wrong != "" {
		t.Fail(conformance.Failure{
			Message: wrong, Expected: got.Draft.Text("createdAt"), Got: kit.Brief(got.Event["createdAt"]), LooksLike: like,
			Symptoms: []conformance.Symptom{notKept("createdAt")}, Exchanges: got.Steps(),
		})
	}
}

// ordered is a list of texts in the order of the alphabet.
func ordered(v any) any {
	all, isList := v.([]any)
	if !isList {
		return v
	}
	return slices.SortedFunc(slices.Values(all), func(a, b any) int { return cmp.Compare(kit.Brief(a), kit.Brief(b)) })
}

var propertiesKept = conformance.Check{
	ID:          "inkeep.conversations.properties-kept",
	Level:       conformance.Should,
	Requirement: "INK-CONV-18",
	Title:       "Properties of a conversation and of its messages come back as they were sent, at any depth.",
	Operations:  []string{opLog, opGet},
	Floor:       map[string]int{"conversations": 1},
	Run:         with(func(ctx context.Context, t *talk) { t.keeps(ctx, kit.EveryForm(), kit.Comparison{Foreign: nobody}) }),
}

var nullsKept = conformance.Check{
	ID:          "inkeep.conversations.nulls-kept",
	Level:       conformance.Should,
	Requirement: "INK-CONV-18",
	Title:       "Members of properties that are null come back as null.",
	Operations:  []string{opLog, opGet},
	Floor:       map[string]int{"conversations": 1},
	Run: with(func(ctx context.Context, t *talk) {
		t.keeps(ctx, object{"none": nil, "deep": object{"none": nil}, "list": []any{nil, "x"}}, strictly())
	}),
}

func nobody(string) bool { return false }

// keeps wants properties back, those of a message too.
func (t *talk) keeps(ctx context.Context, properties object, how kit.Comparison) {
	next := func() kit.Draft {
		m := said("user", "hello "+t.Mark())
		m["properties"], m["userProperties"] = properties, properties
		return t.openai(m).With("properties", properties).With("userProperties", properties)
	}
	t.everywhere(ctx, next, func(got *kit.Answer) {
		first := object{}
		if came := cameMessages(got.Event); len(came) > 0 {
			first = came[0]
		}
		sent, _ := got.Draft.Value("properties")
		for _, name := range []string{"properties", "userProperties"} {
			for at, came := range map[string]any{"/" + name: got.Event[name], "/messages/0/" + name: first[name]} {
				if wrong := how.Difference(at, sent, came); wrong != "" {
					t.FailWith(got, "properties do not come back as they were sent: "+wrong, kit.Brief(sent), kit.Brief(came),
						notKept(name))
				}
			}
		}
	})
}

var formatKept = conformance.Check{
	ID:          "inkeep.conversations.openai-format",
	Level:       conformance.Should,
	Requirement: "INK-CONV-18",
	Also:        []string{"INK-CONV-7"},
	Title:       "messagesOpenAIFormat holds the messages, in their order.",
	Operations:  []string{opLog, opGet},
	Floor:       map[string]int{"conversations": 1},
	Run: with(func(ctx context.Context, t *talk) {
		t.everywhere(ctx, func() kit.Draft {
			return t.openai(slices.Insert(t.chat(3), 0, said("system", "be brief"), t.parts())...)
		}, func(got *kit.Answer) {
			format := object{"messages": got.Event["messagesOpenAIFormat"]}
			if _, isList := format["messages"].([]any); !isList || otherwise(got.Draft, got.Event) != "" {
				t.NotApplicable("there is no messagesOpenAIFormat, or messages are wrong already; mend that first")
			}
			if wrong := otherwise(got.Draft, format); wrong != "" {
				t.FailWith(got, "messagesOpenAIFormat does not hold the messages: "+wrong, kit.Brief(sentMessages(got.Draft)),
					kit.Brief(format["messages"]), notKept("messagesOpenAIFormat"))
			}
		})
	}),
}
