package inkeep

import "github.com/understudy-mock/understudy/conformance"

func optional() []conformance.Check {
	return []conformance.Check{idEmpty, optionalNoText, propertiesNoObject, userPropertiesNoObject}
}

func malformedTimes() []conformance.Check {
	return []conformance.Check{timeWithoutZone, timeNumber, noTime}
}

var idEmpty = conformance.Check{
	ID:          "inkeep.events.id-empty",
	Level:       conformance.Must,
	Requirement: "INK-EVT-9",
	Title:       "An empty id is refused.",
	Floor:       map[string]int{"refusals": 3},
	Run: with(refused(func(a *asker) []wrong {
		var list []wrong
		for _, kind := range kinds() {
			list = append(list, setTo(func() draft { return a.event(kind) }, "id", "")...)
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
	Run: with(refused(func(a *asker) []wrong {
		var list []wrong
		for _, name := range []string{"id", "projectId", "integrationId"} {
			list = append(list, setTo(a.message, name, []any{"x"}, map[string]any{"id": "x"})...)
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
	Run: with(refused(func(a *asker) []wrong {
		return a.setInTurn("properties", []any{}, `{"page":"/docs"}`, 5, []any{"a"}, "", false)
	})),
}

var userPropertiesNoObject = conformance.Check{
	ID:          "inkeep.events.user-properties-no-object",
	Level:       conformance.Should,
	Requirement: "INK-PROP-10",
	Also:        []string{"INK-EVT-14"},
	Title:       "userProperties that are a list or a scalar are refused.",
	Floor:       map[string]int{"refusals": 6},
	Run: with(refused(func(a *asker) []wrong {
		return a.setInTurn("userProperties", []any{}, "u-1", true, []any{"a"}, "", 0)
	})),
}

var timeWithoutZone = conformance.Check{
	ID:          "inkeep.time.no-zone",
	Level:       conformance.Should,
	Requirement: "INK-TIME-4",
	Also:        []string{"INK-TIME-1"},
	Title:       "A createdAt without a zone is refused.",
	Floor:       map[string]int{"refusals": 3},
	Run: with(refused(func(a *asker) []wrong {
		return a.setInTurn("createdAt", "2026-01-14T09:26:53", "2026-01-14T09:26:53.589", "2026-01-14T09:26:53")
	})),
}

var timeNumber = conformance.Check{
	ID:          "inkeep.time.number",
	Level:       conformance.Should,
	Requirement: "INK-TIME-5",
	Also:        []string{"INK-TIME-1"},
	Title:       "A createdAt that is a number is refused.",
	Floor:       map[string]int{"refusals": 3},
	Run: with(refused(func(a *asker) []wrong {
		return a.setInTurn("createdAt", 1768382813589, 1768382813, 1768382813589)
	})),
}

var noTime = conformance.Check{
	ID:          "inkeep.time.no-time",
	Level:       conformance.Should,
	Requirement: "INK-TIME-1",
	Title:       "A createdAt that is no time is refused.",
	Floor:       map[string]int{"refusals": 7},
	Run: with(refused(func(a *asker) []wrong {
		return a.setInTurn("createdAt", "yesterday", "2026-13-40T09:26:53Z", "2026-01-14T25:61:00Z", map[string]any{}, "", "2026-02-30T09:26:53Z", "1768382813589")
	})),
}
