package chatlayer

import (
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/spec"
)

// AppendTrackingEvent appends the JSON of an event to b: all ten members, none left out for being empty, in the order of
// the documentation, attributes in the order of their names. Invalid UTF-8 becomes the replacement character.
func AppendTrackingEvent(b []byte, e *TrackingEvent) []byte {
	var room [16]Attribute // what most events need
	return AppendWithAttributes(b, e, appendSorted(room[:0], e.Attributes))
}

// Attribute is one attribute of an event.
type Attribute = struct{ Name, Value string }

// SortedAttributes returns the attributes of an event in the order of their names.
func SortedAttributes(e *TrackingEvent) []Attribute {
	return appendSorted(make([]Attribute, 0, len(e.Attributes)), e.Attributes)
}

// AppendWithAttributes is AppendTrackingEvent where the event's SortedAttributes are at hand.
func AppendWithAttributes(b []byte, e *TrackingEvent, attributes []Attribute) []byte {
	b = appendMember(append(b, '{'), "id", e.ID)
	b = appendMember(append(b, ','), "event", e.Event)
	b = appendMember(append(b, ','), "bot_id", e.BotID)
	b = appendMember(append(b, ','), "version", e.Version)
	b = appendMember(append(b, ','), "user_id", e.UserID)
	b = appendMember(append(b, ','), "channel_id", e.ChannelID)
	b = appendMember(append(b, ','), "channel_type", e.ChannelType)
	b = appendMember(append(b, ','), "conversation_id", e.ConversationID)
	b = append(b, `,"attributes":`...)
	b = appendAttributes(b, attributes)
	b = append(b, `,"timestamp":"`...)
	b = spec.AppendTime(b, e.Timestamp)
	return append(b, `"}`...)
}

// AppendEvents appends the JSON of a page: {"events":[…],"next_page_token":"…"}, both members always there.
func AppendEvents(b []byte, events []TrackingEvent, nextPageToken string) []byte {
	around, at := AroundEvents(nextPageToken)
	b = append(b, around[:at]...)
	for i := range events {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendTrackingEvent(b, &events[i])
	}
	return append(b, around[at:]...)
}

// AroundEvents returns a page without its events, and where in it they are.
func AroundEvents(nextPageToken string) (around string, at int) {
	const before = `{"events":[`
	var room [512]byte // for most
	b := append(append(room[:0], before...), "],"...)
	return string(append(appendMember(b, "next_page_token", nextPageToken), '}')), len(before)
}

// AppendCampaignInfo appends the JSON of a campaign: the members that it has, in the order of the documentation.
func AppendCampaignInfo(b []byte, c *CampaignInfo) []byte {
	members := [...]struct{ name, value string }{
		{"id", c.ID}, {"source", c.Source}, {"medium", c.Medium}, {"name", c.Name}, {"content", c.Content}, {"term", c.Term},
	}
	b = append(b, '{')
	begin := len(b)
	for _, m := range members {
		if m.value == "" {
			continue
		}
		if len(b) > begin {
			b = append(b, ',')
		}
		b = appendMember(b, m.name, m.value)
	}
	return append(b, '}')
}

// AppendTrackEventResponse appends the JSON of the answer to a tracked event.
func AppendTrackEventResponse(b []byte, r TrackEventResponse) []byte {
	return append(appendMember(append(b, '{'), "event_id", r.EventID), '}')
}

// TextBytes is how many bytes of text the event holds.
func (e *TrackingEvent) TextBytes() int {
	size := len(e.ID) + len(e.Event) + len(e.BotID) + len(e.Version) + len(e.UserID) + len(e.ChannelID) + len(e.ChannelType) +
		len(e.ConversationID)
	for name, value := range e.Attributes {
		size += len(name) + len(value)
	}
	return size
}

func appendMember(b []byte, name, value string) []byte {
	b = append(b, '"')
	b = append(b, name...)
	return appendText(append(b, '"', ':'), value)
}

func appendText(b []byte, s string) []byte {
	b, _ = spec.AppendQuoted(b, s) // its error only tells of the replacement characters
	return b
}

func appendSorted(to []Attribute, from map[string]string) []Attribute {
	for name, value := range from {
		to = append(to, Attribute{name, value})
	}
	slices.SortFunc(to, func(x, y Attribute) int { return strings.Compare(x.Name, y.Name) })
	return to
}

func appendAttributes(b []byte, attributes []Attribute) []byte {
	b = append(b, '{')
	for i := range attributes {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(append(appendText(b, attributes[i].Name), ':'), attributes[i].Value)
	}
	return append(b, '}')
}
