package chatlayer

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

func isolationChecks() []conformance.Check { return slices.Concat(botIsolation(), teamIsolation()) }

// botIsolation are the checks that one bot's events are not another's.
func botIsolation() []conformance.Check {
	leak := map[string]int{"events that could leak": 1, "answers": 5}
	return []conformance.Check{
		{
			ID: "chatlayer.isolation.invented-bot", Title: "The lists of a second bot, or of one that nobody made, hold no event of the bot.",
			Level: conformance.Must, Requirement: "CHL-FLT-7", Operations: filterLists(), Floor: leak, Run: with(nothingElsewhere),
		},
		{
			ID: "chatlayer.isolation.similar-bots", Title: "Bots whose ids are parts of each other are kept apart.", Level: conformance.Must,
			Requirement: "CHL-FLT-7", Operations: filterLists(), Floor: leak, Run: with(similarBots),
		},
		{
			ID: "chatlayer.isolation.spelt-bots", Title: "Which odd spellings of a bot's id reach the bot.", Level: conformance.Info,
			Requirement: "CHL-TRN-9", Operations: []string{get}, Floor: map[string]int{"answers": 7}, Unproved: "records only",
			Run: with(spelledBots),
		},
		{
			ID: "chatlayer.isolation.bot-case", Title: "A bot's id in the other case of letters mixes no bots.", Level: conformance.Must,
			Requirement: "CHL-FLT-7", Operations: []string{get}, Floor: map[string]int{"events that could leak": 1, "answers": 1},
			Run: with(caseOfBot),
		},
		{
			ID: "chatlayer.isolation.body-bot", Title: "A bot_id beside the path leads to no other bot.", Level: conformance.Must,
			Requirement: "CHL-FLT-7", Also: []string{"CHL-OPS-8"}, Operations: filterLists(),
			Floor: map[string]int{"events that could leak": 1, "answers": 4}, Run: with(bodyBot),
		},
		{
			ID: "chatlayer.isolation.borrowed-token", Title: "What a page token of one bot gives under another of the team.",
			Level: conformance.Info, Requirement: "CHL-PAGE-19", Operations: filterLists(),
			Floor: map[string]int{"events that could leak": 1, "tokens": 1}, Unproved: "records only", Run: with(borrowedToken),
		},
		{
			ID: "chatlayer.isolation.tracked-body-bot", Title: "A bot_id in the body does not take a tracked event to another bot.",
			Level: conformance.Must, Requirement: "CHL-FLT-7", Also: []string{"CHL-OPS-8"}, Operations: filterTracks(), Needs: filterWrites(),
			Phase: conformance.Writing, Floor: map[string]int{"tracked": 2}, Run: with(trackedBodyBot),
		},
		{
			ID: "chatlayer.isolation.tracked-beside-reading", Title: "A tracked event goes to the bot in its path, whichever was read last.",
			Level: conformance.Must, Requirement: "CHL-FLT-7", Operations: filterTracks(), Needs: filterWrites(), Phase: conformance.Writing,
			Floor: map[string]int{"tracked": 3}, Run: with(trackedBesideReading),
		},
	}
}

// teamIsolation are the checks that one team's data are not another's.
func teamIsolation() []conformance.Check {
	other := []conformance.Capability{conformance.OtherTeam}
	writing := []conformance.Capability{conformance.OtherTeam, conformance.Writes}
	leak := map[string]int{"events that could leak": 1, "answers": 3}
	return []conformance.Check{
		{
			ID: "chatlayer.isolation.foreign-read", Title: "Another team's credentials do not read the bot.", Level: conformance.Must,
			Requirement: "CHL-AUTH-5", Also: []string{"CHL-AUTH-4"}, Operations: filterLists(), Needs: other, Floor: leak, Run: with(foreignRead),
		},
		{
			ID: "chatlayer.isolation.foreign-team", Title: "Another team's credentials do not read the team's list.", Level: conformance.Must,
			Requirement: "CHL-AUTH-5", Also: []string{"CHL-AUTH-4"}, Operations: []string{team},
			Needs: []conformance.Capability{conformance.Team, conformance.OtherTeam},
			Floor: map[string]int{"events that could leak": 1, "answers": 2}, Run: with(foreignTeam),
		},
		{
			ID: "chatlayer.isolation.other-bot", Title: "Another team's bot shows none of the bot's events.", Level: conformance.Must,
			Requirement: "CHL-AUTH-5", Also: []string{"CHL-FLT-7"}, Operations: filterLists(), Needs: other, Floor: leak, Run: with(otherBotApart),
		},
		{
			ID: "chatlayer.isolation.foreign-write", Title: "Another team's credentials do not write into the bot.", Level: conformance.Must,
			Requirement: "CHL-AUTH-4", Also: []string{"CHL-LAW-3"}, Operations: filterTracks(), Needs: writing, Phase: conformance.Writing,
			Floor: map[string]int{"tries": 3}, Run: with(foreignWrite),
		},
		{
			ID: "chatlayer.isolation.same-names", Title: "The same names in two teams' bots do not mix.", Level: conformance.Must,
			Requirement: "CHL-AUTH-5", Also: []string{"CHL-FLT-7"}, Operations: filterTracks(), Needs: writing, Phase: conformance.Writing,
			Floor: map[string]int{"own": 32}, Run: with(sameNames),
		},
		{
			ID: "chatlayer.isolation.alternate", Title: "Two teams that ask at the same time get their own answers.", Level: conformance.Must,
			Requirement: "CHL-AUTH-5", Operations: []string{get}, Needs: other, Floor: map[string]int{"own answers": 4, "other answers": 4},
			Run: with(alternate),
		},
		{
			ID: "chatlayer.isolation.same-refusal", Title: "Whether a bot of another team and one that nobody made are refused alike.",
			Level: conformance.Info, Requirement: "CHL-AUTH-6", Also: []string{"CHL-AUTH-7"}, Operations: []string{get}, Needs: other,
			Floor: map[string]int{"answers": 2}, Unproved: "records only", Run: with(sameRefusal),
		},
	}
}
