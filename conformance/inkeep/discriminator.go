package inkeep

import "github.com/understudy-mock/understudy/conformance"

func discriminator() []conformance.Check {
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
	Run: with(refused(func(a *asker) []wrong {
		var list []wrong
		for _, kind := range kinds() {
			list = append(list, wrong{
				"it has no entityType, only " + kind.ReferenceName(), func() draft { return a.event(kind).without("entityType") },
			})
		}
		return list
	})),
}

// allReferences is an event that has whatever any kind needs.
func (a *asker) allReferences() draft {
	return a.message().with("conversationId", a.mark()).with("searchQuery", a.mark())
}

var entityTypeUnknown = conformance.Check{
	ID:          "inkeep.events.entity-type-unknown",
	Level:       conformance.Must,
	Requirement: "INK-BODY-7",
	Also:        []string{"INK-EVT-1", "INK-BODY-5"},
	Title:       "An event of an unknown kind is refused.",
	Floor:       map[string]int{"refusals": 4},
	Run: with(refused(func(a *asker) []wrong {
		return setTo(a.allReferences, "entityType", "feedback", "", "messages", "messageId")
	})),
}

var entityTypeNoText = conformance.Check{
	ID:          "inkeep.events.entity-type-no-text",
	Level:       conformance.Must,
	Requirement: "INK-BODY-7",
	Also:        []string{"INK-EVT-1"},
	Title:       "An entityType that is no text is refused.",
	Floor:       map[string]int{"refusals": 3},
	Run: with(refused(func(a *asker) []wrong {
		return setTo(a.allReferences, "entityType", nil, []any{"message"}, map[string]any{"message": true})
	})),
}

var entityTypeMisspelt = conformance.Check{
	ID:          "inkeep.events.entity-type-as-written",
	Level:       conformance.Should,
	Requirement: "INK-EVT-21",
	Also:        []string{"INK-EVT-1"},
	Title:       "An entityType in another letter case, with a space, or a number is refused.",
	Floor:       map[string]int{"refusals": 4},
	Run: with(refused(func(a *asker) []wrong {
		return setTo(a.allReferences, "entityType", "Message", "SEARCH", " message", 1)
	})),
}
