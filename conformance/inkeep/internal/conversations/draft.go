package conversations

import (
	"fmt"

	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// object is a JSON object.
type object = map[string]any

// said is a message of a conversation.
func said(role string, content any) object { return object{"role": role, "content": content} }

// chat are messages of a user and an assistant in turn, with texts of their own.
func (t *talk) chat(messages int) (all []object) {
	for i := range messages {
		all = append(all, said([]string{"user", "assistant"}[i%2], fmt.Sprintf("message %d %s", i+1, t.Mark())))
	}
	return all
}

// openai is a conversation with the fewest members: a question and its answer, unless it has other messages.
func (t *talk) openai(messages ...object) kit.Draft {
	if messages == nil {
		messages = t.chat(2)
	}
	return kit.Draft{{Name: "type", Value: "openai"}, {Name: "messages", Value: messages}}
}

// support is a conversation at a support desk.
func (t *talk) support(kind string) kit.Draft {
	messages := []object{said("End User", "a question "+t.Mark()), said("agent", nil), said("bot", "an answer "+t.Mark())}
	return kit.Draft{{Name: "type", Value: kind}, {Name: "messages", Value: messages}}
}

// messagesOf are the messages of a conversation.
func messagesOf(v any, there bool) (all []object) {
	list, _ := v.([]any)
	for _, m := range list {
		message, _ := m.(object)
		all = append(all, message)
	}
	if !there {
		return nil
	}
	return all
}

func sentMessages(d kit.Draft) []object { return messagesOf(d.Value("messages")) }

func cameMessages(conversation object) []object { return messagesOf(conversation["messages"], true) }

// otherwise says how the messages of a conversation came back otherwise than they were sent; it is empty if they did not.
func otherwise(sent kit.Draft, conversation object) string {
	want, came := sentMessages(sent), cameMessages(conversation)
	if len(want) != len(came) {
		return fmt.Sprintf("messages: sent %d, got %d", len(want), len(came))
	}
	for i, m := range want {
		for _, name := range []string{"role", "content"} {
			if wrong := strictly().Difference(fmt.Sprintf("/messages/%d/%s", i, name), m[name], came[i][name]); wrong != "" {
				return wrong
			}
		}
	}
	return ""
}

// strictly is how what a conversation said is compared.
func strictly() kit.Comparison {
	return kit.Comparison{Foreign: func(string) bool { return false }, Nulls: true}
}
