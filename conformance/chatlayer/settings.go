package chatlayer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/spec"
)

// Settings are what the suite takes as Target.Settings. Basic and Bot are required.
type Settings struct {
	Basic string // the target's own access token, as ID:SECRET
	Bot   string // id of the bot where the checks may write and read; the team of the token must own it
	// SecondBot is the id of another bot of the same team, for what must not pass from bot to bot and for lists over several bots. The
	// checks write there too. Empty: they ask for a bot that nobody made.
	SecondBot  string
	Team       string // id of the bot's team; empty skips the checks of the team's list
	OtherBasic string // an access token of another team; empty skips the checks that need one
	OtherBot   string // id of a bot of that other team
}

// settingsOf are the settings of a target; those of another type are refused before a check can run.
func settingsOf(t conformance.Target) Settings {
	s, _ := t.Settings.(Settings)
	return s
}

func flags() []conformance.Flag {
	return []conformance.Flag{
		{Name: "basic", Value: "ID:SECRET", Help: "credentials, as ID:SECRET", Required: true, Secret: true},
		{
			Name: "bot", Value: "ID", Required: true, Repeatable: true,
			Help: "the bot where the checks may write and read; given twice, another bot of its team beside it",
		},
		{Name: "team", Value: "ID", Help: "the team that owns the bot"},
		{Name: "other-basic", Value: "ID:SECRET", Help: "credentials of another team, as ID:SECRET", Secret: true},
		{Name: "other-bot", Value: "ID", Help: "a bot of that other team"},
	}
}

// given are the settings that the flags say. It refuses what nothing would be done with.
func given(g conformance.Given) (any, error) {
	bots := append(slices.Clone(g["bot"]), "", "")
	s := Settings{
		Basic: g.First("basic"), Bot: bots[0], SecondBot: bots[1], Team: g.First("team"),
		OtherBasic: g.First("other-basic"), OtherBot: g.First("other-bot"),
	}
	var errBots, errOther error
	switch n := len(g["bot"]); {
	case n > 2:
		errBots = fmt.Errorf("--bot is given %d times, and the checks use two bots at most; leave out the others", n)
	case n == 2 && slices.Contains(g["bot"], ""):
		errBots = errors.New("one --bot of two is empty; give the id of another bot of the team, or leave it out")
	}
	if (s.OtherBasic == "") != (s.OtherBot == "") {
		errOther = errors.New("--other-basic and --other-bot belong together: give both or none")
	}
	return s, errors.Join(errBots, errOther)
}

// authorize makes the Authorization header of HTTP Basic.
func authorize(t conformance.Target) (conformance.Access, error) {
	s, ours := t.Settings.(Settings)
	if !ours && t.Settings != nil {
		return conformance.Access{}, fmt.Errorf("target: Settings is a %T; give chatlayer.Settings", t.Settings)
	}
	var errOther error
	header, errBasic := checked("--basic", s.Basic)
	other := ""
	if s.OtherBasic != "" {
		other, errOther = checked("--other-basic", s.OtherBasic)
	}
	secrets := []string{payload(header), payload(other)}
	for _, credentials := range []string{s.Basic, s.OtherBasic} {
		_, secret, _ := strings.Cut(credentials, ":")
		secrets = append(secrets, secret, credentials)
	}
	if s.OtherBasic == s.Basic && errBasic == nil {
		errOther = errors.New("--basic and --other-basic are the same; the second is an access token of another team")
	}
	return conformance.Access{
		Header: header, Secrets: secrets, Names: []string{s.Bot, s.SecondBot, s.Team, s.OtherBot}, Offers: s.offers(),
		Credentials: []exchange.Credential{
			{Variable: "UNDERSTUDY_BASIC", Value: s.Basic}, {Variable: "UNDERSTUDY_OTHER_BASIC", Value: s.OtherBasic},
		},
	}, errors.Join(errBasic, errOther, s.bots(), clean("--bot", "id", s.Bot), clean("--bot", "id", s.SecondBot),
		clean("--team", "id", s.Team), clean("--other-bot", "id", s.OtherBot))
}

// offers says what is missing of what checks can need.
func (s Settings) offers() map[conformance.Capability]string {
	missing := map[conformance.Capability]string{kit.NamedTeam: "", kit.NamedSecondBot: "", kit.NamedOtherTeam: ""}
	if s.Team == "" {
		missing[kit.NamedTeam] = "no team is named; give --team"
	}
	if s.SecondBot == "" {
		missing[kit.NamedSecondBot] = "no second bot of the team is named; give --bot twice"
	}
	switch {
	case s.OtherBasic == "" && s.OtherBot == "":
		missing[kit.NamedOtherTeam] = "no other team is named; give --other-basic and --other-bot"
	case s.OtherBasic == "":
		missing[kit.NamedOtherTeam] = "--other-bot is given without the credentials of its team; give --other-basic"
	case s.OtherBot == "":
		missing[kit.NamedOtherTeam] = "--other-basic is given without a bot of that team; give --other-bot"
	}
	return missing
}

// bots refuses bots of which one is missing, or cannot be told from another.
func (s Settings) bots() error {
	switch {
	case s.Bot == "":
		return kit.ErrNoBot
	case strings.EqualFold(s.Bot, s.OtherBot): // nobody says whether case counts
		return fmt.Errorf("--bot and --other-bot both name %s, but for the case of letters at most; --other-bot is a bot of another team",
			kit.Quoted(s.OtherBot))
	case s.SecondBot == "":
		return nil
	case strings.EqualFold(s.Bot, s.SecondBot):
		return fmt.Errorf("--bot names %s twice, but for the case of letters at most; the second is another bot of the same team",
			kit.Quoted(s.Bot))
	case strings.EqualFold(s.SecondBot, s.OtherBot):
		return fmt.Errorf("--bot and --other-bot both name %s; the second --bot is of the same team as the first, --other-bot of another",
			kit.Quoted(s.OtherBot))
	default:
		return nil
	}
}

// clean refuses what a file or a slip has brought into an id or a secret. It does not repeat it.
func clean(flag, what, text string) error {
	if stray := spec.Stray(text); stray != "" {
		return fmt.Errorf("bad %s: the %s %s; take that out", flag, what, stray)
	}
	return nil
}

func payload(header string) string {
	_, encoded, _ := strings.Cut(header, " ")
	return encoded
}

// checked is the header for the credentials that a flag has, ID:SECRET.
func checked(flag, credentials string) (header string, err error) {
	id, secret, found := strings.Cut(credentials, ":")
	if !found || id == "" || secret == "" {
		return "", fmt.Errorf("give %s ID:SECRET: the id and the secret of an access token, joined by a colon", flag)
	}
	return kit.Basic(credentials), errors.Join(clean(flag, "id", id), clean(flag, "secret", secret))
}
