package inkeep

import (
	"encoding/json"
	"time"
)

// EntityType says what an event is about and with it which reference the event carries.
// INK-SCH-3 to INK-SCH-6.
type EntityType string

// The kinds of event. There are no others.
const (
	EntityMessage      EntityType = "message"
	EntityConversation EntityType = "conversation"
	EntitySearch       EntityType = "search"
)

// ReferenceName is the name of the JSON member that holds the reference of such an event: messageId, conversationId or
// searchQuery. It is empty for an unknown kind.
func (t EntityType) ReferenceName() string {
	switch t {
	case EntityMessage:
		return "messageId"
	case EntityConversation:
		return "conversationId"
	case EntitySearch:
		return "searchQuery"
	default:
		return ""
	}
}

// Event is a stored event of any kind, the three variants of the response made one. The zero value has no kind and so no
// JSON form. An Event is a plain value; the byte slices in it are never written to by this package.
// INK-SCH-3 to INK-SCH-11.
type Event struct {
	// EntityType is the kind of the event.
	EntityType EntityType
	// ID is the id of the event.
	ID string
	// Type is the freely chosen name of the event, such as "conversation_shared".
	Type string
	// Reference is the message id, the conversation id or the search query, as EntityType says.
	Reference string
	// CreatedAt is when it happened, to the nanosecond. Its year in UTC is 0 to 9999.
	CreatedAt time.Time
	// ProjectID is the project. Nil is null.
	ProjectID *string
	// IntegrationID is the integration. Nil is null.
	IntegrationID *string
	// Properties is one JSON object as it was sent. Nil is null.
	Properties json.RawMessage
	// UserProperties is one JSON object as it was sent. Nil is null.
	UserProperties json.RawMessage
}
