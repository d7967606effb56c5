package schema

import (
	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

var botAndVersion = conformance.Check{
	ID:          "chatlayer.schema.bot-and-version",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "Every listed event is of the bot in the path and of the version that was asked for.",
	Operations:  []string{kit.Get, kit.Post},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 1},
	Watch:       ofBotAndVersion(),
	Run:         kit.WithoutPlanted(kit.ReportWatch),
}

// ofBotAndVersion holds every event to the bot and the version that were asked for.
func ofBotAndVersion() func() conformance.Watcher {
	from, to := kit.AllTime()
	return kit.EveryEvent("an event is of another bot or version than was asked for",
		"events of the bot in the path and the version of the query", kit.Stateless(func(a kit.Answer, e kit.Event, _ kit.Count) string {
			return a.S.Forbidden(a.S.Identify(e), e, kit.Query{Op: a.Asked.Op, Bot: a.Asked.Bot, Version: a.Asked.Version}, from, to)
		}))
}
