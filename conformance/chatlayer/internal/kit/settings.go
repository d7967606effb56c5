package kit

import "github.com/understudy-mock/understudy/conformance"

// Settings are those of the suite, which says what they mean.
type Settings struct{ Basic, Bot, SecondBot, Team, OtherBasic, OtherBot string }

// What checks need that Settings may not name.
const (
	NamedTeam      conformance.Capability = "team"
	NamedSecondBot conformance.Capability = "second-bot"
	NamedOtherTeam conformance.Capability = "other-team" // its credentials and one of its bots
)
