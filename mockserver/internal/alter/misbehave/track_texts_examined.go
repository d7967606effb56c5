//go:build examination

package misbehave

import (
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// trackTexts change texts that most tests do not send.
func trackTexts() []Misbehaviour {
	return slices.Concat(
		area(
			"tracking",
			breaks(
				"track.attribute-wins",
				4,
				"An attribute called event or conversation_id replaces the member of that name.",
				"CHL-LAW-2 CHL-TRK-4", alter.ChangeTracked(attributeWins),
			),
			breaks("track.one-case-lost", 4, "Of two attributes whose names differ in case alone one is lost.", "CHL-LAW-2 CHL-TRK-4",
				onAttributes(func(attributes map[string]string) {
					for _, key := range sortedKeys(attributes) {
						lower := strings.ToLower(key)
						if _, twice := attributes[lower]; twice && lower != key {
							delete(attributes, key)
						}
					}
				})),
			breaks("track.attributes-lost-after-thirty", 4, "Of more than thirty attributes the rest is lost.", "CHL-LAW-2 CHL-TRK-4",
				onAttributes(keepFirst(30))),
			breaks("track.escaped-pairs-lost", 4, "An emoji that is escaped as two \\u sequences becomes two question marks.",
				"CHL-LAW-2 CHL-TRK-4", alter.ChangeSent(losePairs(alter.TrackEvent))),
			breaks("track.id-cut", 4, "An id is stored with its first 32 bytes.", "CHL-TRK-17",
				alter.ChangeTracked(func(t *chatlayerworld.Track) { t.Event.ID = alter.First(32, t.Event.ID) })),
			breaks("track.bare-hidden", 4, "Events without attributes are not listed.", "CHL-LAW-1", bareHidden),
		),
		area("input", breaks("echo.read-as-json", 4, "A message that is itself JSON, an object or null, is answered as such.", "CHL-ECHO-3",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				message := alter.Text(o, "message")
				if inner := alter.Tree([]byte(message)); inner != nil || message == "null" {
					o["message"] = inner
				}
			}, alter.Echo))),
	)
}

func attributeWins(t *chatlayerworld.Track) {
	for name, into := range map[string]*string{"event": &t.Event.Event, "conversation_id": &t.Event.ConversationID} {
		if value, there := t.Event.Attributes[name]; there {
			*into = value
		}
	}
}

// bareHidden joins events with their attributes as databases do: what has none is left out.
func bareHidden(p *pipeline.Pipeline) {
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		return alter.Recut(p, next, l, func(e event) bool { return len(e.Attributes) > 0 })
	})(p)
}
