package chatlayer

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/spec"
)

// Event is an event as a list shows it. Members that are absent, null or of another type than documented are left empty here;
// whether they may be is for the schema checks, which look at Raw.
type Event struct {
	ID, Event, BotID, Version, UserID, ChannelID, ChannelType, ConversationID string

	Attributes map[string]string
	Timestamp  string    // as printed
	At         time.Time // zero if Timestamp is no RFC 3339 instant
	Raw        map[string]json.RawMessage

	text string // the whole event, as it came
}

// has reports whether a member is there and not null.
func (e Event) has(name string) bool {
	raw, there := e.Raw[name]
	return there && string(raw) != "null"
}

// readEvent reads one event. Names count letter for letter.
func readEvent(raw json.RawMessage) (Event, error) {
	var e Event
	members, err := readObject(raw)
	if err != nil {
		return e, err
	}
	e.Raw = members
	for name, into := range map[string]*string{
		"id": &e.ID, "event": &e.Event, "bot_id": &e.BotID, "version": &e.Version, "user_id": &e.UserID, "channel_id": &e.ChannelID,
		"channel_type": &e.ChannelType, "conversation_id": &e.ConversationID, "timestamp": &e.Timestamp,
	} {
		*into, _ = readText(members[name]) // another type stays empty
	}
	if values, err := readObject(members["attributes"]); err == nil {
		e.Attributes = make(map[string]string, len(values))
		for key, value := range values {
			if text, ok := readText(value); ok {
				e.Attributes[key] = text
			}
		}
	}
	if at, err := spec.ParseDateTime(e.Timestamp); err == nil {
		e.At = at.UTC()
	}
	return e, nil
}

// fraction counts the digits of the fraction of a printed timestamp.
func fraction(stamp string) int {
	_, tail, found := strings.Cut(stamp, ".")
	if !found {
		return 0
	}
	return len(tail) - len(strings.TrimLeft(tail, "0123456789"))
}
