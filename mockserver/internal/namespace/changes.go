package namespace

import "github.com/understudy-mock/understudy/mockserver/internal/clock"

// Changes are the options that a namespace has in place of the server's. Those that are nil it has from the server.
type Changes struct {
	Seed           *uint64
	Scenario       *string
	EventsPerBot   *int
	Clock          clock.Clock
	Auth           *AuthMode
	RefuseAdvisory *bool
	Misbehave      *string
	Variants       *[]string
}

// with are the options with the changes in them.
func (o Options) with(c Changes) Options {
	change(&o.Seed, c.Seed)
	change(&o.Scenario, c.Scenario)
	change(&o.EventsPerBot, c.EventsPerBot)
	change(&o.Auth, c.Auth)
	change(&o.RefuseAdvisory, c.RefuseAdvisory)
	change(&o.Misbehave, c.Misbehave)
	change(&o.Variants, c.Variants)
	if c.Clock != nil {
		o.Clock = c.Clock
	}
	return o
}

func change[T any](option, to *T) {
	if to != nil {
		*option = *to
	}
}
