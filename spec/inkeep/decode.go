package inkeep

import (
	stdjson "encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// wireEvent holds the members of all three variants; nil is absent or null.
type wireEvent struct {
	ID             *string        `json:"id"`
	Type           *string        `json:"type"`
	MessageID      *string        `json:"messageId"`
	ConversationID *string        `json:"conversationId"`
	SearchQuery    *string        `json:"searchQuery"`
	CreatedAt      *string        `json:"createdAt"`
	ProjectID      *string        `json:"projectId"`
	IntegrationID  *string        `json:"integrationId"`
	Properties     jsontext.Value `json:"properties"`
	UserProperties jsontext.Value `json:"userProperties"`
	EntityType     *EntityType    `json:"entityType"`
}

// UnmarshalJSON reads the wire form of any of the three variants. Names are case-sensitive; an unknown or repeated name,
// a reference of another kind of event and a missing id, type, reference, createdAt or entityType are errors, and all
// that are found are reported together. Absent and null are the same for the other members. createdAt needs a zone.
// Properties and UserProperties are kept as they stand in data, in memory of their own. On an error e stays as it was.
func (e *Event) UnmarshalJSON(data []byte) error {
	if !utf8.Valid(data) {
		return errors.New("decode event: the text is not UTF-8")
	}
	var wire wireEvent
	// The bytes are UTF-8 as just seen. What the option lets pass is an escaped lone surrogate, which JSON allows.
	if err := json.Unmarshal(data, &wire, json.RejectUnknownMembers(true), jsontext.AllowInvalidUTF8(true)); err != nil {
		return fmt.Errorf("decode event: %w", err)
	}
	event, err := wire.event()
	if err != nil {
		return fmt.Errorf("decode event: %w", err)
	}
	*e = event
	return nil
}

// event checks what the types cannot say and flattens.
func (w wireEvent) event() (Event, error) {
	var errs []error
	text := func(name string, value *string) string {
		if value == nil {
			errs = append(errs, fmt.Errorf("%s is missing, expected a string", name))
			return ""
		}
		return *value
	}
	event := Event{ID: text("id", w.ID), Type: text("type", w.Type), ProjectID: w.ProjectID, IntegrationID: w.IntegrationID}
	var err error
	if event.CreatedAt, err = parseTime(text("createdAt", w.CreatedAt)); err != nil && w.CreatedAt != nil {
		errs = append(errs, err)
	}
	if event.EntityType, event.Reference, err = w.reference(); err != nil {
		errs = append(errs, err)
	}
	if event.Properties, err = object("properties", w.Properties); err != nil {
		errs = append(errs, err)
	}
	if event.UserProperties, err = object("userProperties", w.UserProperties); err != nil {
		errs = append(errs, err)
	}
	return event, errors.Join(errs...)
}

// reference finds the kind of the event and the one reference that this kind has.
func (w wireEvent) reference() (EntityType, string, error) {
	if w.EntityType == nil || w.EntityType.ReferenceName() == "" {
		return "", "", errors.New("entityType is missing or unknown, expected message, conversation or search")
	}
	kind, value := *w.EntityType, ""
	var errs []error
	for _, candidate := range []struct {
		kind  EntityType
		value *string
	}{{EntityMessage, w.MessageID}, {EntityConversation, w.ConversationID}, {EntitySearch, w.SearchQuery}} {
		switch {
		case candidate.kind == kind && candidate.value == nil:
			errs = append(errs, fmt.Errorf("%s is missing, expected a string", kind.ReferenceName()))
		case candidate.kind == kind:
			value = *candidate.value
		case candidate.value != nil:
			errs = append(errs, fmt.Errorf("%s does not belong to a %s event, remove it", candidate.kind.ReferenceName(), kind))
		}
	}
	return kind, value, errors.Join(errs...)
}

// parseTime reads RFC 3339 with a zone, in either case of its letters.
func parseTime(text string) (time.Time, error) {
	var at time.Time
	if err := at.UnmarshalText([]byte(strings.ToUpper(text))); err != nil {
		return time.Time{}, fmt.Errorf("createdAt %q is no instant, expected RFC 3339 with a zone such as 2026-01-14T09:26:53.589Z", text)
	}
	at = at.UTC()
	if year := at.Year(); year < 0 || year > 9999 {
		return time.Time{}, fmt.Errorf("createdAt %q is in the year %d of UTC, expected 0 to 9999", text, year)
	}
	return at, nil
}

func object(name string, value jsontext.Value) (stdjson.RawMessage, error) {
	switch value.Kind() {
	case '{':
		return stdjson.RawMessage(value), nil
	case jsontext.KindInvalid, 'n':
		return nil, nil
	default:
		return nil, fmt.Errorf("%s is not an object, expected an object or null", name)
	}
}
