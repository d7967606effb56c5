package conversations

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func accepted() []conformance.Check {
	return []conformance.Check{openaiAccepted, supportAccepted, optionalAccepted, moreAccepted, answers}
}

var openaiAccepted = conformance.Check{
	ID:          "inkeep.conversations.openai-accepted",
	Level:       conformance.Must,
	Requirement: "INK-CONV-4",
	Also:        []string{"INK-CONV-1", "INK-CONV-3"},
	Title:       "A conversation with an assistant is accepted, with content as text or as parts.",
	Operations:  []string{opLog},
	Floor:       map[string]int{"conversations": 3},
	Run: with(func(ctx context.Context, t *talk) {
		t.accept(ctx, "a conversation of one message", func() kit.Draft { return t.openai(said("user", "hello "+t.Mark())) })
		t.accept(ctx, "a conversation with all three roles", func() kit.Draft {
			return t.openai(append([]object{said("system", "be kind "+t.Mark())}, t.chat(3)...)...)
		})
		t.accept(ctx, "a message whose content is a list of parts", func() kit.Draft { return t.openai(t.parts()) })
	}),
}

// parts is a message of a text and a picture.
func (t *talk) parts() object {
	return said("user", []object{
		{"type": "text", "text": "what is this? " + t.Mark()},
		{"type": "image_url", "image_url": object{"url": "https://example.com/" + t.Mark() + ".png"}},
	})
}

var supportAccepted = conformance.Check{
	ID:          "inkeep.conversations.support-accepted",
	Level:       conformance.Must,
	Requirement: "INK-CONV-5",
	Also:        []string{"INK-CONV-1", "INK-CONV-3"},
	Title:       "Conversations at a support desk are accepted, with any role and with content that is null.",
	Operations:  []string{opLog},
	Floor:       map[string]int{"conversations": 2},
	Run: with(func(ctx context.Context, t *talk) {
		for _, kind := range []string{"support_ticket", "support_copilot"} {
			t.accept(ctx, "a conversation of the type "+kind, func() kit.Draft { return t.support(kind) })
		}
	}),
}

var optionalAccepted = conformance.Check{
	ID:          "inkeep.conversations.optional-accepted",
	Level:       conformance.Must,
	Requirement: "INK-CONV-6",
	Also:        []string{"INK-CLI-7"},
	Title:       "A conversation may have each of the optional members.",
	Operations:  []string{opLog},
	Floor:       map[string]int{"conversations": 10},
	Run: with(func(ctx context.Context, t *talk) {
		for _, m := range t.optional() {
			t.accept(ctx, "a conversation with "+m.Name, func() kit.Draft { return t.openai().With(m.Name, m.Value) })
		}
	}),
}

// optional are the members that a conversation may have, but for the project and the integration, which may have to be the key's.
func (t *talk) optional() kit.Draft {
	return kit.Draft{
		{Name: "id", Value: t.newID()},
		{Name: "externalId", Value: "thread-" + t.Mark()},
		{Name: "externalUrl", Value: "https://example.com/threads/" + t.Mark()},
		{Name: "supportTicketConversationId", Value: "ticket-" + t.Mark()},
		{Name: "createdAt", Value: "2026-01-14T09:26:53.589Z"},
		{Name: "updatedAt", Value: "2026-01-14T10:26:53.589Z"},
		{Name: "properties", Value: object{"source": "docs", "tool": t.Mark(), "count": 3}},
		{Name: "userProperties", Value: object{"userId": t.Mark(), "plan": "pro"}},
		{Name: "tags", Value: []string{"one " + t.Mark(), "two"}},
		{Name: "visibility", Value: "private"},
	}
}

var moreAccepted = conformance.Check{
	ID:          "inkeep.conversations.more-members",
	Level:       conformance.Should,
	Requirement: "INK-CLI-8",
	Title:       "Members that no document names do not keep a conversation from being accepted.",
	Operations:  []string{opLog},
	Floor:       map[string]int{"conversations": 2},
	Run: with(func(ctx context.Context, t *talk) {
		sources := []object{{"url": "https://example.com/" + t.Mark(), "title": "a page"}}
		t.accept(ctx, "a conversation with sources", func() kit.Draft { return t.openai().With("sources", sources) })
		m := said("user", "hello "+t.Mark())
		m["links"], m["sources"] = []object{{"url": "https://example.com/" + t.Mark(), "title": "a page", "type": "documentation"}}, sources
		t.accept(ctx, "a message with links and sources", func() kit.Draft { return t.openai(m) })
	}),
}

// accept logs a conversation that every server must accept.
func (t *talk) accept(ctx context.Context, what string, next func() kit.Draft) *kit.Answer {
	got := t.log(ctx, next)
	if !got.Good() {
		t.FailWith(got, what+" is refused", "200", got.Shown())
	}
	t.Saw("conversations", 1)
	return got
}

// answers looks at each operation's answer about conversations of its own. Of a list those of others are left out: what they hold the run
// does not know.
var answers = conformance.Check{
	ID:          "inkeep.conversations.answers",
	Level:       conformance.Must,
	Requirement: "INK-CONV-7",
	Also:        []string{"INK-CONV-1", "INK-CONV-8", "INK-CONV-9", "INK-CONV-10", "INK-CONV-11"},
	Title:       "What an operation of conversations answers with success is what the contract says, with status 200.",
	Operations:  []string{opLog, opList, opGet, opGetByName, opDelete},
	Floor:       map[string]int{"answers": 3},
	Run: with(func(ctx context.Context, t *talk) {
		for _, next := range []func() kit.Draft{
			func() kit.Draft { return t.openai() },
			func() kit.Draft { return t.openai(t.parts()).And(t.optional()) },
			func() kit.Draft { return t.support("support_ticket") },
			func() kit.Draft { return t.support("support_copilot").And(t.optional()) },
		} {
			got := t.log(ctx, next)
			t.fits(got)
			if t.offers.get == "" && got.Member("id") != "" {
				t.fits(t.Shown(ctx, path(got.Member("id"))))
			}
			if name := got.Draft.Text("externalId"); t.offers.getByName == "" && name != "" {
				t.fits(t.Shown(ctx, pathByName(name)))
			}
		}
		if t.offers.list == "" {
			t.fits(t.own(t.Look(ctx, kit.ConversationsPath, "limit=20&offset=0")))
		}
		if len(t.made) > 0 {
			t.fits(t.Send(ctx, deletion(t.made[0], "")))
		}
	}),
}

// fits fails unless an answer with success keeps to the contract.
func (t *talk) fits(got *kit.Answer) {
	if !got.Good() {
		return
	}
	t.OtherStatus(got, stored())
	if wrong := t.Violations(got); wrong != "" {
		t.FailWith(got, "an answer about a conversation breaks the contract: "+wrong, "", got.Shown(),
			conformance.Symptom{Text: "answers about conversations break the contract"})
	}
	t.Saw("answers", 1)
}

// own is a list without the conversations of others.
func (t *talk) own(got *kit.Answer) *kit.Answer {
	all, isList := got.Event["conversations"].([]any)
	if !got.Good() || !isList {
		return got
	}
	mine := []any{}
	for _, c := range all {
		if o, _ := c.(object); t.isMine(o) {
			mine = append(mine, c)
		}
	}
	only := *got
	only.Text = kit.Encode(kit.Draft{
		{Name: "conversations", Value: mine},
		{Name: "total", Value: got.Event["total"]},
		{Name: "pageSize", Value: got.Event["pageSize"]},
		{Name: "count", Value: got.Event["count"]},
	}.Object())
	return &only
}
