package events

import (
	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Optional are the checks of members that may be left out, with values that they must not have.
func Optional() []conformance.Check {
	return []conformance.Check{idEmpty, optionalNoText, propertiesNoObject, userPropertiesNoObject}
}

var idEmpty = conformance.Check{
	ID:          "inkeep.events.id-empty",
	Level:       conformance.Must,
	Requirement: "INK-EVT-9",
	Title:       "An empty id is refused.",
	Floor:       map[string]int{"refusals": 3},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		var list []kit.Wrong
		for _, kind := range kit.Kinds() {
			list = append(list, kit.SetTo(func() kit.Draft { return a.Event(kind) }, "id", "")...)
		}
		return list
	})),
}

var optionalNoText = conformance.Check{
	ID:          "inkeep.events.optional-no-text",
	Level:       conformance.Should,
	Requirement: "INK-EVT-20",
	Also:        []string{"INK-EVT-8", "INK-EVT-11", "INK-EVT-12"},
	Title:       "An id, a project or an integration that is a list or an object is refused.",
	Floor:       map[string]int{"refusals": 6},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		var list []kit.Wrong
		for _, name := range []string{"id", "projectId", "integrationId"} {
			list = append(list, kit.SetTo(a.Message, name, []any{"x"}, map[string]any{"id": "x"})...)
		}
		return list
	})),
}

var propertiesNoObject = conformance.Check{
	ID:          "inkeep.events.properties-no-object",
	Level:       conformance.Should,
	Requirement: "INK-PROP-10",
	Also:        []string{"INK-EVT-13"},
	Title:       "Properties that are a list or a scalar are refused.",
	Floor:       map[string]int{"refusals": 6},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		return a.SetInTurn("properties", []any{}, `{"page":"/docs"}`, 5, []any{"a"}, "", false)
	})),
}

var userPropertiesNoObject = conformance.Check{
	ID:          "inkeep.events.user-properties-no-object",
	Level:       conformance.Should,
	Requirement: "INK-PROP-10",
	Also:        []string{"INK-EVT-14"},
	Title:       "userProperties that are a list or a scalar are refused.",
	Floor:       map[string]int{"refusals": 6},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		return a.SetInTurn("userProperties", []any{}, "u-1", true, []any{"a"}, "", 0)
	})),
}
