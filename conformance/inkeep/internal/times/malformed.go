package times

import (
	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Malformed are the checks of a createdAt that is no time.
func Malformed() []conformance.Check {
	return []conformance.Check{timeWithoutZone, timeNumber, noTime}
}

var timeWithoutZone = conformance.Check{
	ID:          "inkeep.time.no-zone",
	Level:       conformance.Should,
	Requirement: "INK-TIME-4",
	Also:        []string{"INK-TIME-1"},
	Title:       "A createdAt without a zone is refused.",
	Floor:       map[string]int{"refusals": 3},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		return a.SetInTurn("createdAt", "2026-01-14T09:26:53", "2026-01-14T09:26:53.589", "2026-01-14T09:26:53")
	})),
}

var timeNumber = conformance.Check{
	ID:          "inkeep.time.number",
	Level:       conformance.Should,
	Requirement: "INK-TIME-5",
	Also:        []string{"INK-TIME-1"},
	Title:       "A createdAt that is a number is refused.",
	Floor:       map[string]int{"refusals": 3},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		return a.SetInTurn("createdAt", 1768382813589, 1768382813, 1768382813589)
	})),
}

var noTime = conformance.Check{
	ID:          "inkeep.time.no-time",
	Level:       conformance.Should,
	Requirement: "INK-TIME-1",
	Title:       "A createdAt that is no time is refused.",
	Floor:       map[string]int{"refusals": 7},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		return a.SetInTurn("createdAt", "yesterday", "2026-13-40T09:26:53Z", "2026-01-14T25:61:00Z", map[string]any{}, "",
			"2026-02-30T09:26:53Z", "1768382813589")
	})),
}
