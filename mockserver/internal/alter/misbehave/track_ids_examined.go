//go:build examination

package misbehave

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
)

func examinedTrackIDs() []Misbehaviour {
	uuid := regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	changing := func(change func(string) string) alter.Decorator {
		return alter.ChangeTracked(func(t *chatlayerworld.Track) { t.Event.ID = change(t.Event.ID) })
	}
	return area("tracking",
		breaks("id.uuid-lower-case", 4, "An id that is a UUID is stored in lower case.", "CHL-TRK-17",
			changing(func(id string) string {
				if uuid.MatchString(id) {
					return strings.ToLower(id)
				}
				return id
			})),
		breaks("id.zeros-cut", 4, "Zeros at the beginning of an id that is a numeral are cut.", "CHL-TRK-17 CHL-LAW-1",
			changing(func(id string) string {
				if strings.Trim(id, "0123456789") == "" {
					return strings.TrimLeft(id, "0")
				}
				return id
			})),
		breaks("id.listed-as-number", 4, "An id that is a numeral is listed as a number.", "CHL-SCH-2 CHL-TRK-17",
			alter.OnEventTrees(func(e map[string]any) {
				if id := alter.Text(e, "id"); id != "" && strings.Trim(id, "0123456789") == "" {
					e["id"] = json.Number(strings.TrimLeft(id, "0"))
				}
			})),
		breaks("id.trimmed", 4, "Spaces around an id are cut.", "CHL-TRK-17", changing(strings.TrimSpace)),
		breaks("id.inherited-taken", 4,
			"Ids that every object of JavaScript has, such as constructor, are taken for ones that the bot has.",
			"CHL-TRK-17 CHL-LAW-1", dropWhen(func(_ int64, t chatlayerworld.Track) bool {
				return slices.Contains([]string{"constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"}, t.Event.ID)
			})),
	)
}

func examinedTrackCharacters() []Misbehaviour {
	const broken = "CHL-LAW-2 CHL-TRK-2"
	decimal := regexp.MustCompile(`^\d+\.\d+$`)
	losingFromNames := func(lost string) alter.Decorator {
		without := func(s string) string { return strings.ReplaceAll(s, lost, "") }
		return alter.ChangeTracked(func(t *chatlayerworld.Track) {
			t.Event.Event, t.Event.UserID, t.Event.ConversationID = without(t.Event.Event), without(t.Event.UserID),
				without(t.Event.ConversationID)
		})
	}
	return area("tracking",
		breaks("track.tabs-lost-from-names", 4, "Tabs in names, users and conversations are lost.", broken, losingFromNames("\t")),
		breaks("track.zero-width-lost-from-names", 4, "Spaces without width in names, users and conversations are lost.", broken,
			losingFromNames("\u200b")),
		breaks("track.tabs-are-spaces", 4, "A tab in the value of an attribute becomes a space.", "CHL-LAW-2 CHL-TRK-4",
			eachValue(func(v string) string { return strings.ReplaceAll(v, "\t", " ") })),
		breaks("track.capital-booleans-lowered", 4, "The values True and False, as text, become true and false.", "CHL-LAW-2 CHL-TRK-4",
			eachValue(func(v string) string {
				if v == "True" || v == "False" {
					return strings.ToLower(v)
				}
				return v
			})),
		breaks("track.addresses-lowered", 4, "A user_id with an @ is stored in lower case.", broken,
			alter.ChangeTracked(func(t *chatlayerworld.Track) {
				if strings.Contains(t.Event.UserID, "@") {
					t.Event.UserID = strings.ToLower(t.Event.UserID)
				}
			})),
		breaks("track.hyphens-are-underscores", 4, "A hyphen in the name of an attribute becomes an underscore.", "CHL-LAW-2 CHL-TRK-4",
			onAttributes(func(attributes map[string]string) {
				for _, name := range sortedKeys(attributes) {
					value := attributes[name]
					delete(attributes, name)
					attributes[strings.ReplaceAll(name, "-", "_")] = value
				}
			})),
		breaks("track.decimals-shortened", 4, "Of a value that is a decimal fraction the zeros at the end are lost.", "CHL-LAW-2 CHL-TRK-4",
			eachValue(func(v string) string {
				if decimal.MatchString(v) {
					return strings.TrimRight(strings.TrimRight(v, "0"), ".")
				}
				return v
			})),
		breaks("track.numbered-attributes-are-a-list", 4, "Attributes whose names count up from 0 are listed as an array.",
			"CHL-LAW-2 CHL-SCH-3", alter.OnEventTrees(func(e map[string]any) {
				attributes, _ := e["attributes"].(map[string]any)
				list := []any{}
				for value, there := attributes["0"]; there; value, there = attributes[strconv.Itoa(len(list))] {
					list = append(list, value)
				}
				if len(list) > 0 && len(list) == len(attributes) {
					e["attributes"] = list
				}
			})),
	)
}
