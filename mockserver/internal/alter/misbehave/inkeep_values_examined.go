//go:build examination

package misbehave

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedInkeepValues() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.keys-lost", 4, "Properties with a dot in their name do not come back.", "INK-SCH-15 INK-PROP-1",
			onLogAnswer(func(o map[string]any) {
				inside(o["properties"], func(inner map[string]any) {
					maps.DeleteFunc(inner, func(key string, _ any) bool { return strings.Contains(key, ".") })
				})
			})),
		breaks("inkeep.rest-lost-after-fifty", 4, "Of more than fifty properties the rest does not come back.", "INK-SCH-15 INK-PROP-1",
			onLogAnswer(func(o map[string]any) {
				properties, _ := o["properties"].(map[string]any)
				for i, key := range slices.Sorted(maps.Keys(properties)) {
					if i >= 50 {
						delete(properties, key)
					}
				}
			})),
		breaks("inkeep.user-values-cut", 4, "Texts in userProperties come back with their first 255 bytes.", "INK-SCH-16",
			onLogAnswer(func(o map[string]any) {
				user, _ := o["userProperties"].(map[string]any)
				for key, value := range user {
					if long, isText := value.(string); isText {
						user[key] = strings.ToValidUTF8(alter.First(255, long), "")
					}
				}
			})),
		breaks("inkeep.digits-shortened", 4, "References of digits alone come back without the zeros in front.", "INK-SCH-14",
			onLogAnswer(func(o map[string]any) {
				for _, name := range references() {
					digits := alter.Text(o, name)
					if _, err := json.Number(digits).Int64(); err == nil {
						o[name] = strings.TrimLeft(digits, "0")
					}
				}
			})),
	)
}

func examinedInkeepCrossed() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.properties-win", 4, "A property called type or id replaces the member of that name.", "INK-SCH-13 INK-ID-1",
			onLogAnswer(func(o map[string]any) {
				properties, _ := o["properties"].(map[string]any)
				for _, name := range []string{"type", "id"} {
					if value := alter.Text(properties, name); value != "" {
						o[name] = value
					}
				}
			})),
		breaks("inkeep.id-dashes-lost", 4, "A given id comes back without its dashes.", "INK-ID-3",
			onLogAnswer(func(o map[string]any) {
				o["id"] = strings.ReplaceAll(alter.Text(o, "id"), "-", "")
			})),
	)
}
