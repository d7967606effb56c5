package misbehave

import (
	"maps"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// trackAttributes lose or change attributes whose names or values mean something to programs.
func trackAttributes() []Mutant {
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
		mutant("track.drops-empty-attributes", 3, "Attributes that are empty texts are not kept.", broken, losing(valued(""))),
		mutant("track.empty-name-lost", 4, "An attribute whose name is the empty text is lost.", broken, losing(named(""))),
		mutant("track.proto-lost", 4, "An attribute called __proto__ is lost.", broken, losing(named("__proto__"))),
		mutant("track.inherited-names-lost", 4, "Attributes called constructor, toString or hasOwnProperty are lost.", broken, losing(named("constructor", "toString", "hasOwnProperty"))),
		mutant("track.undefined-lost", 4, "An attribute with the value undefined, as text, is lost.", broken, losing(valued("undefined"))),
		mutant("track.falsy-lost", 4, "An attribute with the value 0 or false, as text, is lost.", broken, losing(valued("0", "false"))),
		mutant("track.nan-is-zero", 4, "The value NaN, as text, becomes 0.", broken, become("NaN", "0")),
		mutant("track.null-text-emptied", 4, "The value null, as text, becomes the empty text.", broken, become("null", "")),
		mutant("track.space-emptied", 4, "A value of one space becomes the empty text.", broken, become(" ", "")),
		mutant("track.dots-nest", 4, "A dot in the name of an attribute becomes an underscore.", broken, onAttributes(func(attributes map[string]string) {
			for _, key := range sortedKeys(attributes) {
				value := attributes[key]
				delete(attributes, key)
				attributes[strings.ReplaceAll(key, ".", "_")] = value
			}
		})),
		mutant("track.attributes-of-before", 4, "An event without attributes gets those of the bot's event before it.", "CHL-LAW-8", attributesOfBefore),
	)
}

// losing loses the attributes for which lost holds.
func losing(lost func(key, value string) bool) alter.Decorator {
	return onAttributes(func(attributes map[string]string) { maps.DeleteFunc(attributes, lost) })
}

func attributesOfBefore(p *pipeline.Pipeline) {
	last := alter.NewMemory[map[string]string]()
	alter.ChangeTracked(func(t *world.Track) {
		if len(t.Event.Attributes) == 0 {
			before, _ := last.Get(t.Event.BotID)
			t.Event.Attributes = maps.Clone(before)
			return
		}
		last.Put(t.Event.BotID, t.Event.Attributes)
	})(p)
}
