package misbehave

import (
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func trackFields() []Misbehaviour {
	return area("tracking",
		breaks("track.always-live", 2, "Every event is stored as LIVE, whatever its version.", "CHL-LAW-2 CHL-FLT-7 CHL-TRK-2",
			alter.ChangeTracked(func(t *chatlayerworld.Track) { t.Event.Version = "LIVE" })),
		breaks("track.campaign-lost", 2, "The campaign of an event is lost.", "CHL-FLT-10 CHL-TRK-6",
			alter.ChangeTracked(func(t *chatlayerworld.Track) { t.Event.Campaign = nil })),
		breaks("track.user-lower-case", 3, "A user_id is stored in lower case.", "CHL-LAW-2 CHL-TRK-2",
			alter.ChangeTracked(func(t *chatlayerworld.Track) { t.Event.UserID = strings.ToLower(t.Event.UserID) })),
		breaks("track.attributes-lost", 1, "The attributes of an event are lost.", "CHL-LAW-2 CHL-TRK-4",
			onAttributes(func(attributes map[string]string) { clear(attributes) })),
		breaks("track.values-cut", 3, "Attribute values are cut to 255 bytes.", "CHL-LAW-2 CHL-TRK-4",
			eachValue(func(v string) string { return strings.ToValidUTF8(alter.First(255, v), "") })),
		breaks("track.emoji-lost", 3, "An emoji becomes a question mark, as in a database with three bytes a character.",
			"CHL-LAW-2 CHL-TRK-4", eachValue(basicPlane)),
		breaks("track.null-text-lost", 4, "An attribute whose value is the text \"null\" is lost.", "CHL-LAW-2 CHL-TRK-4",
			onAttributes(func(attributes map[string]string) {
				for key, value := range attributes {
					if value == "null" {
						delete(attributes, key)
					}
				}
			})),
		breaks("track.offset-dropped", 3, "The offset of a timestamp is dropped: +02:00 is stored as Z.", "CHL-TRK-28 CHL-TRK-8",
			alter.AfterDecode(dropTimestampOffset)),
	)
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
	if at := c.Body.Text("timestamp"); c.Is(alter.TrackEvent) && at != "" {
		c.Body.Map()["timestamp"] = zone.ReplaceAllString(at, "Z")
	}
	return nil
}
