//go:build examination

package misbehave

import (
	"html"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
)

func examinedTrackFields() []Misbehaviour {
	return area("tracking",
		breaks("track.campaign-is-name", 3, "campaign_id matches the name of the campaign with which an event was tracked.", "CHL-FLT-10",
			alter.ChangeTracked(campaignIsName)),
		breaks("track.conversation-lost", 2, "The conversation of an event is not stored.", "CHL-TRK-6 CHL-LAW-2",
			alter.ChangeTracked(func(t *chatlayerworld.Track) { t.Event.ConversationID = "" })),
		breaks("track.conversation-lost-with-campaign", 4, "An event with a campaign loses its conversation.", "CHL-TRK-6 CHL-LAW-2",
			alter.ChangeTracked(func(t *chatlayerworld.Track) {
				if t.Event.Campaign != nil {
					t.Event.ConversationID = ""
				}
			})),
		breaks("track.attributes-lost-after-five", 3, "Of more than five attributes the rest is lost.", "CHL-TRK-4 CHL-LAW-2",
			onAttributes(keepFirst(5))),
		breaks("track.event-trimmed", 4, "Spaces around an event's name are lost.", "CHL-TRK-2 CHL-LAW-2",
			alter.ChangeTracked(func(t *chatlayerworld.Track) { t.Event.Event = strings.TrimSpace(t.Event.Event) })),
		breaks("track.user-plus-lost", 4, "A plus sign at the beginning of a user_id is lost.", "CHL-TRK-2 CHL-LAW-2",
			alter.ChangeTracked(func(t *chatlayerworld.Track) { t.Event.UserID = strings.TrimLeft(t.Event.UserID, "+") })),
		breaks("track.user-is-number", 4, "A user_id that looks like a number is stored in another spelling.", "CHL-TRK-2 CHL-LAW-2",
			alter.ChangeTracked(func(t *chatlayerworld.Track) {
				if number := asNumber(t.Event.UserID); number != "" {
					t.Event.UserID = number
				}
			})),
		breaks("track.attributes-trimmed", 3, "Spaces around the values of attributes are lost.", "CHL-TRK-4 CHL-LAW-2",
			eachValue(strings.TrimSpace)),
		breaks("track.attributes-wide-trimmed", 4, "Spaces beyond ASCII around the values of attributes are lost.", "CHL-TRK-4 CHL-LAW-2",
			eachValue(func(v string) string { return strings.Trim(v, "\u00a0\u2003") })),
		breaks("track.attributes-lower-case", 3, "The names of attributes are stored in lower case.", "CHL-TRK-4 CHL-LAW-2",
			onAttributes(lowerKeys)),
		breaks("track.values-escaped", 3, "The values of attributes are stored in the form in which HTML escapes them.",
			"CHL-TRK-4 CHL-LAW-2", eachValue(html.EscapeString)),
		breaks("track.line-breaks-changed", 4, "A carriage return with a line feed in an attribute becomes a line feed.",
			"CHL-TRK-4 CHL-LAW-2", eachValue(func(v string) string { return strings.ReplaceAll(v, "\r\n", "\n") })),
		breaks("track.numbers-rewritten", 4, "Attributes that look like numbers are stored in another spelling.", "CHL-TRK-4 CHL-LAW-2",
			eachValue(func(v string) string {
				if number := asNumber(v); number != "" {
					return number
				}
				return v
			})),
	)
}

func campaignIsName(t *chatlayerworld.Track) {
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

// keepFirst keeps so many attributes, by the order of their names.
func keepFirst(n int) func(map[string]string) {
	return func(attributes map[string]string) {
		for i, key := range sortedKeys(attributes) {
			if i >= n {
				delete(attributes, key)
			}
		}
	}
}
