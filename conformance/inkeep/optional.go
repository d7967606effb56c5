package inkeep

import "github.com/understudy-mock/understudy/conformance"

func optional() []conformance.Check {
	return []conformance.Check{
		{
			ID: "inkeep.events.id-empty", Title: "An empty id is refused.", Level: conformance.Must,
			Requirement: "INK-EVT-9", Floor: map[string]int{"refusals": 3}, Run: with(refused(idEmpty)),
		},
		{
			ID: "inkeep.events.optional-no-text", Title: "An id, a project or an integration that is a list or an object is refused.",
			Level:       conformance.Should,
			Requirement: "INK-EVT-20", Also: []string{"INK-EVT-8", "INK-EVT-11", "INK-EVT-12"},
			Floor: map[string]int{"refusals": 6}, Run: with(refused(optionalNoText)),
		},
		{
			ID: "inkeep.events.properties-no-object", Title: "Properties that are a list or a scalar are refused.",
			Level:       conformance.Should,
			Requirement: "INK-PROP-10", Also: []string{"INK-EVT-13"},
			Floor: map[string]int{"refusals": 6}, Run: with(refused(propertiesNoObject)),
		},
		{
			ID: "inkeep.events.user-properties-no-object", Title: "userProperties that are a list or a scalar are refused.",
			Level:       conformance.Should,
			Requirement: "INK-PROP-10", Also: []string{"INK-EVT-14"},
			Floor: map[string]int{"refusals": 6}, Run: with(refused(userPropertiesNoObject)),
		},
		{
			ID: "inkeep.time.no-zone", Title: "A createdAt without a zone is refused.", Level: conformance.Should,
			Requirement: "INK-TIME-4", Also: []string{"INK-TIME-1"},
			Floor: map[string]int{"refusals": 3}, Run: with(refused(timeWithoutZone)),
		},
		{
			ID: "inkeep.time.number", Title: "A createdAt that is a number is refused.", Level: conformance.Should,
			Requirement: "INK-TIME-5", Also: []string{"INK-TIME-1"},
			Floor: map[string]int{"refusals": 3}, Run: with(refused(timeNumber)),
		},
		{
			ID: "inkeep.time.no-time", Title: "A createdAt that is no time is refused.", Level: conformance.Should,
			Requirement: "INK-TIME-1", Floor: map[string]int{"refusals": 7}, Run: with(refused(noTime)),
		},
	}
}

func idEmpty(a *asker) []wrong {
	var list []wrong
	for _, kind := range kinds() {
		list = append(list, setTo(func() draft { return a.event(kind) }, "id", "")...)
	}
	return list
}

func optionalNoText(a *asker) []wrong {
	var list []wrong
	for _, name := range []string{"id", "projectId", "integrationId"} {
		list = append(list, setTo(a.message, name, []any{"x"}, map[string]any{"id": "x"})...)
	}
	return list
}

func propertiesNoObject(a *asker) []wrong {
	return a.setInTurn("properties", []any{}, `{"page":"/docs"}`, 5, []any{"a"}, "", false)
}

func userPropertiesNoObject(a *asker) []wrong {
	return a.setInTurn("userProperties", []any{}, "u-1", true, []any{"a"}, "", 0)
}

func timeWithoutZone(a *asker) []wrong {
	return a.setInTurn("createdAt", "2026-01-14T09:26:53", "2026-01-14T09:26:53.589", "2026-01-14T09:26:53")
}

func timeNumber(a *asker) []wrong {
	return a.setInTurn("createdAt", 1768382813589, 1768382813, 1768382813589)
}

func noTime(a *asker) []wrong {
	return a.setInTurn("createdAt", "yesterday", "2026-13-40T09:26:53Z", "2026-01-14T25:61:00Z", map[string]any{}, "", "2026-02-30T09:26:53Z", "1768382813589")
}
