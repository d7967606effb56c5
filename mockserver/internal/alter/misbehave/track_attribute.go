package misbehave

import (
	"maps"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// trackAttributes lose or change attributes whose names or values mean something to programs.
func trackAttributes() []Misbehaviour {
	const broken = "CHL-LAW-2 CHL-TRK-4"
	named := func(names ...string) func(key, value string) bool {
		return func(key, _ string) bool { return slices.Contains(names, key) }
	}
	valued := func(values ...string) func(key, value string) bool {
		return func(_, value string) bool { return slices.Contains(values, value) }
	}
	return area("tracking",
		breaks("track.drops-empty-attributes", 3, "An attribute whose value is the empty text is lost.", broken, losing(valued(""))),
		breaks("track.proto-lost", 4, "An attribute called __proto__ is lost.", broken, losing(named("__proto__"))),
		breaks("track.attributes-of-before", 4, "An event without attributes gets those of the event before it.", "CHL-LAW-8",
			attributesOfBefore),
	)
}

// losing loses the attributes for which lost holds.
func losing(lost func(key, value string) bool) alter.Decorator {
	return onAttributes(func(attributes map[string]string) { maps.DeleteFunc(attributes, lost) })
}

func attributesOfBefore(p *pipeline.Pipeline) {
	last := alter.NewMemory[map[string]string]()
	alter.ChangeTracked(func(t *chatlayerworld.Track) {
		if len(t.Event.Attributes) == 0 {
			before, _ := last.Get(t.Event.BotID)
			t.Event.Attributes = maps.Clone(before)
			return
		}
		last.Put(t.Event.BotID, t.Event.Attributes)
	})(p)
}
