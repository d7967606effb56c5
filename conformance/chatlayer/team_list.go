package chatlayer

// teamAnswers ends the check if the team's list is refused.
func teamAnswers(p *probe) {
	if p.s.teamless != 0 {
		p.Inconclusive("the target refuses the list of the team %s with status %d; give --team the team of the bot, or leave it out",
			quoted(p.Target().Team), p.s.teamless)
	}
}

// needTeam ends the check if the team's list is refused, or shows no known event.
func (p *probe) needTeam() {
	teamAnswers(p)
	if !p.s.teamShows() {
		p.NotApplicable("the team's list shows none of the %d known events of the bot, and nobody says that it must", len(p.s.seed))
	}
}
