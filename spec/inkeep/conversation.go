package inkeep

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/spec"
)

// ConversationType says where a conversation took place, and with it what its messages may be.
// INK-CONV-3.
type ConversationType string

// The types of conversations. There are no others.
const (
	ConversationOpenAI         ConversationType = "openai"
	ConversationSupportTicket  ConversationType = "support_ticket"
	ConversationSupportCopilot ConversationType = "support_copilot"
)

// Conversation is a stored conversation of any type with its whole history. The zero value has no type and so no JSON form. It is a
// plain value; nothing that it points to is ever written to by this package.
// INK-CONV-1 to INK-CONV-7.
type Conversation struct {
	Type ConversationType
	ID   string
	// ExternalID is what the client calls the conversation. Nil is null, as with all texts that are pointers.
	ExternalID  *string
	ExternalURL *string
	// TicketID is the conversation of the support ticket that this one is about.
	TicketID *string
	// CreatedAt and UpdatedAt are in the years 0 to 9999 of UTC.
	CreatedAt     time.Time
	UpdatedAt     time.Time
	ProjectID     *string
	IntegrationID *string
	// Properties and UserProperties are JSON objects as they were sent. Nil is null.
	Properties     json.RawMessage
	UserProperties json.RawMessage
	// Tags is null if it is nil.
	Tags []string
	// Visibility is private or public.
	Visibility *string
	Messages   []Message
}

// Message is a message of a conversation, whose type is that of the conversation.
// INK-CONV-5 to INK-CONV-7.
type Message struct {
	ID          string
	ExternalID  *string
	ExternalURL *string
	CreatedAt   time.Time
	UpdatedAt   time.Time
	// Role is system, user or assistant in a conversation of the type openai, and any text in others.
	Role string
	// Content is a JSON string, a list of parts or null, as it was sent. Nil is null.
	Content json.RawMessage
	Name    *string
	// Links and ToolCalls are JSON lists as they were sent. Nil is null.
	Links          json.RawMessage
	Properties     json.RawMessage
	UserProperties json.RawMessage
	ToolCalls      json.RawMessage
}

// MarshalJSON is [Conversation.AppendJSON] for encoding/json.
func (c Conversation) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil) }

// AppendJSON appends the wire form of the conversation to dst: one line of JSON with the members of its variant. Raw members are written
// as they are, but for line breaks between tokens, and are taken to be valid JSON.
//
// An unknown type, a year outside 0 to 9999, text that is not UTF-8 and properties that are no object are errors; dst is then returned as
// it was.
// INK-CONV-6.
func (c Conversation) AppendJSON(dst []byte) ([]byte, error) {
	switch c.Type {
	case ConversationOpenAI, ConversationSupportTicket, ConversationSupportCopilot:
	default:
		return dst, fmt.Errorf("unknown type %q of a conversation, expected openai, support_ticket or support_copilot", c.Type)
	}
	w := writer{buf: dst}
	w.text(`{"id":`, c.ID)
	w.text(`,"type":`, string(c.Type))
	w.optional(`,"externalId":`, c.ExternalID)
	w.optional(`,"externalUrl":`, c.ExternalURL)
	w.optional(`,"supportTicketConversationId":`, c.TicketID)
	w.time(`,"createdAt":`, c.CreatedAt)
	w.time(`,"updatedAt":`, c.UpdatedAt)
	w.optional(`,"projectId":`, c.ProjectID)
	w.optional(`,"integrationId":`, c.IntegrationID)
	w.object(`,"properties":`, c.Properties)
	w.object(`,"userProperties":`, c.UserProperties)
	w.texts(`,"tags":`, c.Tags)
	w.optional(`,"visibility":`, c.Visibility)
	w.list(`,"messages":`, len(c.Messages), func(i int) { w.message(&c, &c.Messages[i]) })
	if c.Type == ConversationOpenAI {
		w.list(`,"messagesOpenAIFormat":`, len(c.Messages), func(i int) { w.completion(&c.Messages[i]) })
	}
	if w.err != nil {
		return dst, fmt.Errorf("encode conversation %q: %w", c.ID, w.err)
	}
	return append(w.buf, '}'), nil
}

func (w *writer) message(c *Conversation, m *Message) {
	w.text(`{"id":`, m.ID)
	w.text(`,"type":`, string(c.Type))
	w.text(`,"conversationId":`, c.ID)
	w.optional(`,"externalId":`, m.ExternalID)
	w.optional(`,"externalUrl":`, m.ExternalURL)
	w.time(`,"createdAt":`, m.CreatedAt)
	w.time(`,"updatedAt":`, m.UpdatedAt)
	w.text(`,"role":`, m.Role)
	w.raw(`,"content":`, m.Content)
	w.optional(`,"name":`, m.Name)
	w.raw(`,"links":`, m.Links)
	w.object(`,"properties":`, m.Properties)
	w.object(`,"userProperties":`, m.UserProperties)
	if c.Type == ConversationOpenAI {
		w.raw(`,"tool_calls":`, m.ToolCalls)
	}
	w.buf = append(w.buf, '}')
}

// completion is a message as OpenAI's chat completions have it: without what is null.
func (w *writer) completion(m *Message) {
	w.text(`{"role":`, m.Role)
	w.raw(`,"content":`, m.Content)
	if m.Name != nil {
		w.text(`,"name":`, *m.Name)
	}
	if m.ToolCalls != nil {
		w.raw(`,"tool_calls":`, m.ToolCalls)
	}
	w.buf = append(w.buf, '}')
}

// raw appends a member that is JSON already, or null.
func (w *writer) raw(prefix string, raw json.RawMessage) {
	w.buf = append(w.buf, prefix...)
	if raw == nil {
		raw = json.RawMessage("null")
	}
	w.oneLine(raw)
}

func (w *writer) texts(prefix string, texts []string) {
	if texts == nil {
		w.raw(prefix, nil)
		return
	}
	w.list(prefix, len(texts), func(i int) {
		quoted, err := spec.AppendQuoted(w.buf, texts[i])
		if err != nil {
			w.fail(fmt.Errorf("member %s %w", strings.TrimLeft(prefix, "{,"), err))
		}
		w.buf = quoted
	})
}

func (w *writer) list(prefix string, n int, item func(i int)) {
	w.buf = append(append(w.buf, prefix...), '[')
	for i := range n {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		item(i)
	}
	w.buf = append(w.buf, ']')
}
