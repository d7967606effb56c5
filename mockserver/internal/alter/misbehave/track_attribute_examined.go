//go:build examination

package misbehave

import (
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedTrackAttributes() []Misbehaviour {
	const broken = "CHL-LAW-2 CHL-TRK-4"
	named := func(names ...string) func(key, value string) bool {
		return func(key, _ string) bool { return slices.Contains(names, key) }
	}
	valued := func(values ...string) func(key, value string) bool {
		return func(_, value string) bool { return slices.Contains(values, value) }
	}
	become := func(from, to string) alter.Decorator {
		return eachValue(func(v string) string {
			if v == from {
				return to
			}
			return v
		})
	}
	return area("tracking",
		breaks("track.empty-name-lost", 4, "An attribute whose name is the empty text is lost.", broken, losing(named(""))),
		breaks("track.inherited-names-lost", 4, "Attributes called constructor, toString or hasOwnProperty are lost.", broken,
			losing(named("constructor", "toString", "hasOwnProperty"))),
		breaks("track.undefined-lost", 4, "An attribute with the value undefined, as text, is lost.", broken, losing(valued("undefined"))),
		breaks("track.falsy-lost", 4, "An attribute with the value 0 or false, as text, is lost.", broken, losing(valued("0", "false"))),
		breaks("track.nan-is-zero", 4, "The value NaN, as text, becomes 0.", broken, become("NaN", "0")),
		breaks("track.space-emptied", 4, "A value of one space becomes the empty text.", broken, become(" ", "")),
		breaks("track.dots-nest", 4, "A dot in the name of an attribute becomes an underscore.", broken,
			onAttributes(func(attributes map[string]string) {
				for _, key := range sortedKeys(attributes) {
					value := attributes[key]
					delete(attributes, key)
					attributes[strings.ReplaceAll(key, ".", "_")] = value
				}
			})),
	)
}
