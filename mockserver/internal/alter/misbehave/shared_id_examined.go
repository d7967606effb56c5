//go:build examination

package misbehave

import (
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
)

func examinedSharedIDs() []Misbehaviour {
	sameBot := func(a, b chatlayerworld.Track) bool { return a.Event.BotID == b.Event.BotID }
	otherTeam := func(a, b chatlayerworld.Track) bool { return a.Team != b.Team }
	const broken = "CHL-TRK-29 CHL-FLT-7"
	return area("isolation",
		breaks("id.one-for-other-teams", 4, "An id that a bot of another team has already is acknowledged and not stored.", broken,
			shared(otherTeam, idDropped)),
		breaks("id.moves-between-teams", 4,
			"An id that a bot of another team has already moves to the bot that gives it again.",
			"CHL-LAW-7 CHL-AUTH-5 CHL-TRK-29", shared(otherTeam, idMoved)),
		breaks("id.overwrites-between-teams", 4,
			"An id that a bot of another team has already changes the attributes of that bot's event.",
			"CHL-LAW-7 CHL-AUTH-5 CHL-TRK-29", shared(otherTeam, idOverwritten)),
		breaks("id.one-for-versions", 4, "An id that the bot's other version has already is acknowledged and not stored.", broken,
			shared(sameBot, idDropped)),
		breaks("id.moves-between-versions", 4,
			"An id that the bot's other version has already moves to the version that gives it again.",
			"CHL-LAW-7 CHL-TRK-29", shared(sameBot, idMoved)),
		breaks("id.overwrites-between-versions", 4,
			"An id that the bot's other version has already changes the attributes of that version's event.",
			"CHL-LAW-7 CHL-TRK-29", shared(sameBot, idOverwritten)),
	)
}
