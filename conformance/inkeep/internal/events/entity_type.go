package events

import (
	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// EntityType are the checks of events whose kind is missing, unknown or misspelt.
func EntityType() []conformance.Check {
	return []conformance.Check{entityTypeMissing, entityTypeUnknown, entityTypeNoText, entityTypeMisspelt}
}

// entityTypeMissing leaves the kind to be guessed from the one reference that is there.
var entityTypeMissing = conformance.Check{
	ID:          "inkeep.events.entity-type-missing",
	Level:       conformance.Must,
	Requirement: "INK-BODY-7",
	Also:        []string{"INK-EVT-1", "INK-BODY-5"},
	Title:       "An event without entityType is refused.",
	Floor:       map[string]int{"refusals": 3},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		var list []kit.Wrong
		for _, kind := range kit.Kinds() {
			list = append(list, kit.Wrong{
				What:  "it has no entityType, only " + kind.ReferenceName(),
				Event: func() kit.Draft { return a.Event(kind).Without("entityType") },
			})
		}
		return list
	})),
}

// allReferences is an event that has whatever any kind needs.
func allReferences(a *kit.Asker) kit.Draft {
	return a.Message().With("conversationId", a.Mark()).With("searchQuery", a.Mark())
}

var entityTypeUnknown = conformance.Check{
	ID:          "inkeep.events.entity-type-unknown",
	Level:       conformance.Must,
	Requirement: "INK-BODY-7",
	Also:        []string{"INK-EVT-1", "INK-BODY-5"},
	Title:       "An event of an unknown kind is refused.",
	Floor:       map[string]int{"refusals": 4},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		return kit.SetTo(func() kit.Draft { return allReferences(a) }, "entityType", "feedback", "", "messages", "messageId")
	})),
}

var entityTypeNoText = conformance.Check{
	ID:          "inkeep.events.entity-type-no-text",
	Level:       conformance.Must,
	Requirement: "INK-BODY-7",
	Also:        []string{"INK-EVT-1"},
	Title:       "An entityType that is no text is refused.",
	Floor:       map[string]int{"refusals": 3},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		return kit.SetTo(func() kit.Draft { return allReferences(a) }, "entityType", nil, []any{"message"}, map[string]any{"message": true})
	})),
}

var entityTypeMisspelt = conformance.Check{
	ID:          "inkeep.events.entity-type-as-written",
	Level:       conformance.Should,
	Requirement: "INK-EVT-21",
	Also:        []string{"INK-EVT-1"},
	Title:       "An entityType in another letter case, with a space, or a number is refused.",
	Floor:       map[string]int{"refusals": 4},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		return kit.SetTo(func() kit.Draft { return allReferences(a) }, "entityType", "Message", "SEARCH", " message", 1)
	})),
}
