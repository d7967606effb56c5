package kit

// MustAnswerTeam ends the check if the team's list is refused.
func MustAnswerTeam(p *Probe) {
	if p.TeamRefused != 0 {
		p.Inconclusive("the target refuses the list of the team %s with status %d; give --team the team of the bot, or leave it out",
			Quoted(p.Team), p.TeamRefused)
	}
}

// MustHaveTeam ends the check if the team's list is refused, or shows no event of the run.
func (p *Probe) MustHaveTeam() {
	MustAnswerTeam(p)
	if !p.teamShows() {
		p.NotApplicable("the team's list shows none of the %s of the bot, and nobody says that it must", p.PlantedEvents(len(p.Planted)))
	}
}
