package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func teamChecks() []conformance.Check {
	needs := []conformance.Capability{conformance.Team}
	own := []conformance.Capability{conformance.Team, conformance.Writes}
	others := []conformance.Capability{conformance.Team, conformance.OtherTeam}
	operation := []string{team}
	return []conformance.Check{
		{
			ID: "chatlayer.team.complete", Title: "A team's list that shows live events of a bot shows all of them, each once.",
			Level: conformance.Should, Requirement: "CHL-TEAM-9", Also: []string{"CHL-PAGE-32"}, Operations: operation, Needs: needs,
			Floor: map[string]int{"events": 1}, Run: with(teamComplete),
		},
		{
			ID: "chatlayer.team.same-events", Title: "What a team's list shows of an event is what the bot's list shows.", Level: conformance.Must,
			Requirement: "CHL-LAW-5", Also: []string{"CHL-SCH-5"}, Operations: []string{get, team}, Needs: needs, Floor: map[string]int{"events": 1},
			Run: with(teamShape),
		},
		{
			ID: "chatlayer.team.user-on-pages", Title: "user_id holds on every page of a team's list.", Level: conformance.Should,
			Requirement: "CHL-FLT-5", Also: []string{"CHL-PAGE-32"}, Operations: operation, Needs: own,
			Floor: map[string]int{"events": 10, "later pages": 2}, Run: with(teamUserOnPages),
		},
		{
			ID: "chatlayer.team.strangers", Title: "A team's list shows nothing to another team.", Level: conformance.Must,
			Requirement: "CHL-AUTH-5", Also: []string{"CHL-AUTH-4"}, Operations: operation, Needs: others, Floor: map[string]int{"requests": 1},
			Run: with(teamAsStranger),
		},
		{
			ID: "chatlayer.team.foreign-events", Title: "A team's list shows no event of another team's bot.", Level: conformance.Must,
			Requirement: "CHL-AUTH-5", Operations: []string{team, "TrackEvent"}, Needs: append(others, conformance.Writes),
			Phase: conformance.Writing, Floor: map[string]int{"foreign events": 1}, Run: with(teamForeign),
		},
		{
			ID: "chatlayer.team.unknown", Title: "The list of a team that does not exist is refused or shows none of our events.",
			Level: conformance.Should, Requirement: "CHL-TEAM-8", Also: []string{"CHL-TEAM-2"}, Operations: operation, Needs: needs,
			Floor: map[string]int{"requests": 2}, Run: with(teamUnknown),
		},
		{
			ID: "chatlayer.team.versions", Title: "Whether a team's list holds both versions.", Level: conformance.Info,
			Requirement: "CHL-TEAM-6", Operations: operation, Needs: needs, Unproved: "records only", Run: with(teamVersions),
		},
		{
			ID: "chatlayer.team.bots", Title: "Whether a team's list holds the events of two bots, and whether the second --bot can be used.",
			Level: conformance.Info, Requirement: "CHL-TEAM-6", Operations: operation, Needs: []conformance.Capability{conformance.SecondBot},
			Unproved: "records only", Run: with(teamBots),
		},
	}
}
