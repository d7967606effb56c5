package teams

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var twoBots = conformance.Check{
	ID:          "chatlayer.team.bots",
	Level:       conformance.Info,
	Requirement: "CHL-TEAM-6",
	Title:       "Whether a team's list holds the events of two bots, and whether the second --bot can be used.",
	Operations:  []string{kit.Team},
	Needs:       []conformance.Capability{kit.NamedSecondBot},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(bots),
}

// bots records whether the team's list holds events of both bots, and why the run does without the second if it does.
func bots(ctx context.Context, p *kit.Probe) {
	second := p.Second
	switch {
	case second.ID == "":
		p.Record("the run does without the bot %s: %s; a bot that nobody made stands for it; give --bot a bot of the same team",
			kit.Quoted(p.SecondBot), second.Refused)
	case p.Team == "":
		p.Record("no team is named; give --team")
	case p.Target().ReadOnly:
		here, there := 0, 0
		for _, e := range p.Walk(ctx, p.ListPlanted(kit.Team)).Events() {
			switch {
			case kit.SameBot(e.BotID, p.Bot):
				here++
			case kit.SameBot(e.BotID, second.ID):
				there++
			}
		}
		p.Record("%s of the bot by what they show, %d of the second bot", english.Count(here, "event"), there)
	default:
		seen := p.Seen(p.Walk(ctx, p.ListPlanted(kit.Team)))
		p.Record("%d of %s of the bot, %d of %d of the second bot, %s for which were refused",
			len(p.PlantedIn(seen)), p.PlantedEvents(len(p.Planted)), len(second.Planted)-len(kit.Unseen(seen, second.Planted)),
			len(second.Planted),
			english.Count(refusedTracks(p, second.ID), "event"))
	}
}

// refusedTracks counts the events that the target would not take for a bot.
func refusedTracks(p *kit.Probe, bot string) int {
	refused := 0
	for _, x := range kit.ValidTracks(p.Exchanges()) {
		if sent := x.Request.Meta.(kit.Sent); sent.Bot == bot && x.Refused() {
			refused++
		}
	}
	return refused
}
