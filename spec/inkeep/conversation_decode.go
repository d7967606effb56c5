package inkeep

import (
	stdjson "encoding/json"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/understudy-mock/understudy/spec"
)

// wireConversation is the wire form of a conversation, without the messages that repeat the others.
type wireConversation struct {
	ID             string           `json:"id"`
	Type           ConversationType `json:"type"`
	ExternalID     *string          `json:"externalId"`
	ExternalURL    *string          `json:"externalUrl"`
	TicketID       *string          `json:"supportTicketConversationId"`
	CreatedAt      wireTime         `json:"createdAt"`
	UpdatedAt      wireTime         `json:"updatedAt"`
	ProjectID      *string          `json:"projectId"`
	IntegrationID  *string          `json:"integrationId"`
	Properties     jsontext.Value   `json:"properties"`
	UserProperties jsontext.Value   `json:"userProperties"`
	Tags           []string         `json:"tags"`
	Visibility     *string          `json:"visibility"`
	Messages       []wireMessage    `json:"messages"`
}

type wireMessage struct {
	ID             string         `json:"id"`
	ExternalID     *string        `json:"externalId"`
	ExternalURL    *string        `json:"externalUrl"`
	CreatedAt      wireTime       `json:"createdAt"`
	UpdatedAt      wireTime       `json:"updatedAt"`
	Role           string         `json:"role"`
	Content        jsontext.Value `json:"content"`
	Name           *string        `json:"name"`
	Links          jsontext.Value `json:"links"`
	Properties     jsontext.Value `json:"properties"`
	UserProperties jsontext.Value `json:"userProperties"`
	ToolCalls      jsontext.Value `json:"tool_calls"`
}

// UnmarshalJSON reads what AppendJSON writes, and what a client may send. Members that it does not know are passed over; those that are
// absent or null have the zero value. It does not judge what is there. On an error c stays as it was.
func (c *Conversation) UnmarshalJSON(data []byte) error {
	var wire wireConversation
	if err := json.Unmarshal(data, &wire, jsontext.AllowInvalidUTF8(true)); err != nil {
		return fmt.Errorf("decode conversation: %w", err)
	}
	*c = Conversation{
		Type: wire.Type, ID: wire.ID, ExternalID: wire.ExternalID, ExternalURL: wire.ExternalURL, TicketID: wire.TicketID,
		CreatedAt: wire.CreatedAt.Time, UpdatedAt: wire.UpdatedAt.Time, ProjectID: wire.ProjectID, IntegrationID: wire.IntegrationID,
		Properties: given(wire.Properties), UserProperties: given(wire.UserProperties), Tags: wire.Tags, Visibility: wire.Visibility,
		Messages: make([]Message, len(wire.Messages)),
	}
	for i, m := range wire.Messages {
		c.Messages[i] = Message{
			ID: m.ID, ExternalID: m.ExternalID, ExternalURL: m.ExternalURL, CreatedAt: m.CreatedAt.Time, UpdatedAt: m.UpdatedAt.Time,
			Role: m.Role, Content: given(m.Content), Name: m.Name, Links: given(m.Links), Properties: given(m.Properties),
			UserProperties: given(m.UserProperties), ToolCalls: given(m.ToolCalls),
		}
	}
	return nil
}

// wireTime is a time in any form that the contract takes; null and absent are the zero time.
type wireTime struct{ time.Time }

func (t *wireTime) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil || text == nil {
		return err
	}
	at, err := spec.ParseDateTime(*text)
	t.Time = at.UTC()
	return err
}

// given is a value that is there and not null, or nil.
func given(value jsontext.Value) stdjson.RawMessage {
	if k := value.Kind(); k == jsontext.KindInvalid || k == 'n' {
		return nil
	}
	return stdjson.RawMessage(value)
}
