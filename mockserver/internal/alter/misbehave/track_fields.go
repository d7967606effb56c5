package misbehave

import (
	"html"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

func trackFields() []Mutant {
	return area("tracking",
		mutant("track.always-live", 2, "Every event is stored as LIVE.", "CHL-TRK-2 CHL-FLT-7 CHL-LAW-2", alter.ChangeTracked(func(t *world.Track) { t.Event.Version = "LIVE" })),
		mutant("track.campaign-lost", 2, "The campaign of an event is not stored.", "CHL-FLT-10 CHL-TRK-6", alter.ChangeTracked(func(t *world.Track) { t.Event.Campaign = nil })),
		mutant("track.campaign-is-name", 3, "campaign_id matches the name of the campaign with which an event was tracked.", "CHL-FLT-10", alter.ChangeTracked(campaignIsName)),
		mutant("track.conversation-lost", 2, "The conversation of an event is not stored.", "CHL-TRK-6 CHL-LAW-2", alter.ChangeTracked(func(t *world.Track) { t.Event.ConversationID = "" })),
		mutant("track.conversation-lost-with-campaign", 4, "An event with a campaign loses its conversation.", "CHL-TRK-6 CHL-LAW-2", alter.ChangeTracked(func(t *world.Track) {
			if t.Event.Campaign != nil {
				t.Event.ConversationID = ""
			}
		})),
		mutant("track.user-lower-case", 3, "user_id is stored in lower case.", "CHL-TRK-2 CHL-LAW-2", alter.ChangeTracked(func(t *world.Track) { t.Event.UserID = strings.ToLower(t.Event.UserID) })),
		mutant("track.event-trimmed", 4, "Spaces around an event's name are lost.", "CHL-TRK-2 CHL-LAW-2", alter.ChangeTracked(func(t *world.Track) { t.Event.Event = strings.TrimSpace(t.Event.Event) })),
		mutant("track.attributes-trimmed", 3, "Spaces around the values of attributes are lost.", "CHL-TRK-4 CHL-LAW-2", eachValue(strings.TrimSpace)),
		mutant("track.attributes-lower-case", 3, "The names of attributes are stored in lower case.", "CHL-TRK-4 CHL-LAW-2", onAttributes(lowerKeys)),
		mutant("track.attributes-lost-after-five", 3, "Of more than five attributes the rest is lost.", "CHL-TRK-4 CHL-LAW-2", onAttributes(func(attributes map[string]string) {
			for i, key := range sortedKeys(attributes) {
				if i >= 5 {
					delete(attributes, key)
				}
			}
		})),
		mutant("track.attributes-lost", 1, "Attributes are not stored.", "CHL-TRK-4 CHL-LAW-2", onAttributes(func(attributes map[string]string) { clear(attributes) })),
		mutant("track.values-cut", 3, "The values of attributes are cut after 255 bytes.", "CHL-TRK-4 CHL-LAW-2", eachValue(func(v string) string { return strings.ToValidUTF8(alter.First(255, v), "") })),
		mutant("track.values-escaped", 3, "The values of attributes are stored in the form in which HTML escapes them.", "CHL-TRK-4 CHL-LAW-2", eachValue(html.EscapeString)),
		mutant("track.emoji-lost", 3, "Characters beyond the first 65,536 become question marks.", "CHL-TRK-4 CHL-LAW-2", eachValue(basicPlane)),
		mutant("track.line-breaks-changed", 4, "A carriage return with a line feed in an attribute becomes a line feed.", "CHL-TRK-4 CHL-LAW-2",
			eachValue(func(v string) string { return strings.ReplaceAll(v, "\r\n", "\n") })),
		mutant("track.null-text-lost", 4, "An attribute with the value null, as text, is lost.", "CHL-TRK-4 CHL-LAW-2", onAttributes(func(attributes map[string]string) {
			for key, value := range attributes {
				if value == "null" {
					delete(attributes, key)
				}
			}
		})),
		mutant("track.numbers-rewritten", 4, "Attributes that look like numbers are stored in another spelling.", "CHL-TRK-4 CHL-LAW-2", eachValue(func(v string) string {
			if number := asNumber(v); number != "" {
				return number
			}
			return v
		})),
		mutant("track.offset-dropped", 3, "The offset of a timestamp is dropped.", "CHL-TRK-8", alter.AfterDecode(dropTimestampOffset)),
	)
}

func campaignIsName(t *world.Track) {
	if t.Event.Campaign != nil {
		campaign := *t.Event.Campaign
		campaign.ID = campaign.Name
		t.Event.Campaign = &campaign
	}
}

func lowerKeys(attributes map[string]string) {
	for _, key := range sortedKeys(attributes) {
		value := attributes[key]
		delete(attributes, key)
		attributes[strings.ToLower(key)] = value
	}
}

func basicPlane(v string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return '?'
		}
		return r
	}, v)
}

func dropTimestampOffset(c *pipeline.Call) error {
	if at := alter.Text(c.Body, "timestamp"); c.Is(alter.TrackEvent) && at != "" {
		c.Body["timestamp"] = zone.ReplaceAllString(at, "Z")
	}
	return nil
}
