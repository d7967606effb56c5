package chatlayer

import (
	"github.com/understudy-mock/understudy/conformance"
)

var botAndVersion = conformance.Check{
	ID:          "chatlayer.schema.bot-and-version",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "Every listed event is of the bot in the path and of the version that was asked for.",
	Operations:  []string{get, post},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 1},
	Watch:       ofBotAndVersion(),
	Run:         bare(told),
}

// ofBotAndVersion holds every event to the bot and the version that were asked for.
func ofBotAndVersion() func() conformance.Watcher {
	from, to := ever()
	return everyEvent("an event is of another bot or version than was asked for",
		"events of the bot in the path and the version of the query", alike(func(a answer, e Event, _ saw) string {
			return a.s.forbidden(a.s.identify(e), e, Query{Op: a.q.Op, Bot: a.q.Bot, Version: a.q.Version}, from, to)
		}))
}
