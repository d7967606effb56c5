package kit

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
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

	Text   string // the event as it came, or the beginning of a very long one
	length int    // of all of it, in bytes
}

// slim returns a very long event, which is none of the run's own, with the beginnings of its documented members.
func (e Event) slim() Event {
	raw := map[string]json.RawMessage{}
	for _, name := range append(TextMembers(), "attributes") {
		if value := e.Raw[name]; value != nil {
			raw[name] = bytes.Clone(value[:min(len(value), longestMember)])
		}
	}
	e.Raw = raw
	for _, text := range []*string{
		&e.ID, &e.Event, &e.BotID, &e.Version, &e.UserID, &e.ChannelID, &e.ChannelType, &e.ConversationID,
		&e.Timestamp,
	} {
		*text = strings.Clone((*text)[:min(len(*text), longestMember)])
	}
	e.Attributes = nil
	return e
}

// longestMember is how much is kept of a member of a very long event, in bytes.
const longestMember = 1 << 10

// Has reports whether a member is there and not null.
func (e Event) Has(name string) bool {
	raw, there := e.Raw[name]
	return there && string(raw) != "null"
}

// readEvent reads one event. Names count letter for letter.
func readEvent(raw json.RawMessage) (Event, error) {
	var e Event
	members, err := ReadObject(raw)
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
	if values, err := ReadObject(members["attributes"]); err == nil {
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

// under returns the name of a member that is not documented and has a text; "" if there is none.
func (e Event) under(text string) string {
	for _, name := range slices.Sorted(maps.Keys(e.Raw)) {
		if value, _ := readText(e.Raw[name]); value == text && !slices.Contains(TextMembers(), name) {
			return name
		}
	}
	return ""
}

// FractionDigits counts the digits of the fraction of a printed timestamp.
func FractionDigits(stamp string) int {
	_, tail, found := strings.Cut(stamp, ".")
	if !found {
		return 0
	}
	return len(tail) - len(strings.TrimLeft(tail, "0123456789"))
}
