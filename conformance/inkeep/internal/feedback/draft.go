package feedback

import (
	"context"
	"fmt"

	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// object is a JSON object.
type object = map[string]any

// message is what an assistant has said, which feedback may be about.
type message struct {
	id      string
	content any // as it came
}

// answersPerTalk is how many answers a conversation has: feedback of one check is seldom about more. Whether there may be two about one
// message nobody says.
const answersPerTalk = 6

// converse logs a conversation of questions and answers in turn.
func (t *critic) converse(ctx context.Context) *kit.Answer {
	return t.log(ctx, func() kit.Draft {
		var messages []object
		for i := range answersPerTalk {
			messages = append(messages,
				object{"role": "user", "content": fmt.Sprintf("question %d %s", i+1, t.Mark())},
				object{"role": "assistant", "content": fmt.Sprintf("answer %d %s", i+1, t.Mark())})
		}
		return kit.Draft{{Name: "type", Value: "openai"}, {Name: "messages", Value: messages}}
	})
}

// log logs a conversation, and takes any answer.
func (t *critic) log(ctx context.Context, next func() kit.Draft) *kit.Answer {
	got := t.Insist(ctx, func() *kit.Answer {
		return t.Answered(ctx, func() kit.Post { return kit.Post{Path: kit.ConversationsPath, Event: next()} })
	})
	if id := got.Member("id"); got.Good() && id != "" {
		t.talks = append(t.talks, id)
	}
	return got
}

// answersOf are the messages of the assistant in a conversation that have an id.
func answersOf(conversation *kit.Answer) (all []message) {
	for _, m := range messagesOf(conversation.Event) {
		id, _ := m["id"].(string)
		if conversation.Good() && m["role"] == "assistant" && id != "" {
			all = append(all, message{id, m["content"]})
		}
	}
	return all
}

// messagesOf are the messages of a conversation.
func messagesOf(conversation object) (all []object) {
	list, _ := conversation["messages"].([]any)
	for _, m := range list {
		o, _ := m.(object)
		all = append(all, o)
	}
	return all
}

// saying is content as one text, if it is a text or parts that are texts. Otherwise it is the content.
func saying(content any) any {
	parts, isList := content.([]any)
	if !isList {
		return content
	}
	whole := ""
	for _, p := range parts {
		part, _ := p.(object)
		text, isText := part["text"].(string)
		if !isText {
			return content
		}
		whole += text
	}
	return whole
}

// subject is the id of a message about which nothing was said yet.
func (t *critic) subject(ctx context.Context) string {
	if t.offers.talk != "" {
		return t.ULID()
	}
	if len(t.free) == 0 {
		talk := t.converse(ctx)
		if t.free = answersOf(talk); len(t.free) == 0 {
			t.Inconclusive("there is no message that feedback could be about: %s", talk.Shown())
		}
	}
	next := t.free[0]
	t.free = t.free[1:]
	return next.id
}

// opinion is feedback with the fewest members, about a message of its own.
func (t *critic) opinion(ctx context.Context, kind string) kit.Draft {
	return kit.Draft{{Name: "type", Value: kind}, {Name: "messageId", Value: t.subject(ctx)}}
}

// optional are the members that feedback may have, with texts that careless handling changes.
func (t *critic) optional() kit.Draft {
	return kit.Draft{
		{Name: "id", Value: t.newID()},
		{Name: "createdAt", Value: "2026-01-14T09:26:53.589Z"},
		{Name: "updatedAt", Value: "2026-01-14T10:26:53.589Z"},
		{Name: "reasons", Value: []object{
			{"label": "outdated_" + t.Mark(), "details": " MiXed CaSe, \"quoted\"\n- and a list "}, {"label": "other", "details": ""},
		}},
		{Name: "details", Value: " Café 日本語 🎈 <b>&amp;</b>\n\tcafe\u0301 " + t.Mark() + " "},
		{Name: "properties", Value: object{"source": "docs", "page": t.Mark(), "count": 3}},
		{Name: "userProperties", Value: object{"userId": t.Mark(), "url": "https://example.com/" + t.Mark()}},
		{Name: "sources", Value: []object{
			{"type": "positive", "title": "A page " + t.Mark(), "url": "https://example.com/a"},
			{"type": "negative", "title": "Another", "url": "https://example.com/b"},
			{"type": "new", "url": "https://example.com/c"},
			{"type": nil, "title": "Not judged"},
		}},
	}
}

// strictly is how what feedback said is compared, nulls too.
func strictly() kit.Comparison { return kit.Comparison{Foreign: nobody, Nulls: true} }

func nobody(string) bool { return false }

// otherwise says in which of some members feedback came back otherwise than it was sent; both are empty if in none.
func otherwise(sent kit.Draft, came object, names ...string) (name, wrong string) {
	for _, name := range names {
		if value, there := sent.Value(name); there {
			if wrong := (kit.Comparison{Foreign: nobody}).Difference("/"+name, value, came[name]); wrong != "" {
				return name, wrong
			}
		}
	}
	return "", ""
}
