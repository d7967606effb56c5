package chatlayer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/attributes"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/auth"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/concurrency"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/echo"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/filters"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/isolation"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/paging"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/schema"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/stories"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/teams"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/times"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/tracking"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// Suite returns the checks of the Chatlayer Analytics events API.
func Suite() conformance.Suite {
	return conformance.Suite{
		API:        "chatlayer",
		Contract:   chatlayer.Contract,
		Checks:     checks(),
		Flags:      flags(),
		Untestable: untestable(),
		Weaker:     weaker(),
		Quick:      strings.Fields(quick),
		Costs:      costs,
		Authorize:  authorize,
		Prepare:    kit.Prepare,
		Diagnose:   kit.Diagnose,
		Symptoms:   kit.Symptoms,
	}
}

func flags() []conformance.Flag {
	return []conformance.Flag{
		{Name: "basic", Value: "ID:SECRET", Help: "credentials, as ID:SECRET", Required: true},
		{
			Name: "bot", Value: "ID", Required: true,
			Help: "the bot where the checks may write and read; given twice, another bot of its team beside it",
		},
		{Name: "team", Value: "ID", Help: "the team that owns the bot"},
		{Name: "other-basic", Value: "ID:SECRET", Help: "credentials of another team, as ID:SECRET"},
		{Name: "other-bot", Value: "ID", Help: "a bot of that other team"},
	}
}

func checks() []conformance.Check {
	protocol := protocolChecks()
	for i := range protocol {
		protocol[i].Unplanted = true
	}
	return slices.Concat(
		protocol, echo.Checks(), auth.Checks(), schema.Checks(), times.Checks(), paging.Checks(), filters.Checks(), attributes.Checks(),
		tracking.Checks(), teams.Checks(), isolation.Checks(), concurrency.Checks(),
		tracking.AfterRefusal(), stories.Checks(), filters.AsTracked(), // these look at what all others did
	)
}

// authorize makes the Authorization header of HTTP Basic.
func authorize(t conformance.Target) (header string, secrets []string, err error) {
	var errOther error
	header, errBasic := checked("--basic", t.Basic)
	other := ""
	if t.OtherBasic != "" {
		other, errOther = checked("--other-basic", t.OtherBasic)
	}
	for _, credentials := range []string{t.Basic, t.OtherBasic} {
		_, secret, _ := strings.Cut(credentials, ":")
		secrets = append(secrets, secret, credentials)
	}
	secrets = append(secrets, payload(header), payload(other))
	if t.OtherBasic == t.Basic && errBasic == nil {
		errOther = errors.New("--basic and --other-basic are the same; the second is an access token of another team")
	}
	return header, secrets, errors.Join(errBasic, errOther, bots(t),
		clean("--bot", "id", t.Bot), clean("--bot", "id", t.SecondBot), clean("--team", "id", t.Team),
		clean("--other-bot", "id", t.OtherBot))
}

// bots refuses bots of which one is missing, or cannot be told from another.
func bots(t conformance.Target) error {
	switch {
	case t.Bot == "":
		return kit.ErrNoBot
	case strings.EqualFold(t.Bot, t.OtherBot): // nobody says whether case counts
		return fmt.Errorf("--bot and --other-bot both name %s, but for the case of letters at most; --other-bot is a bot of another team",
			kit.Quoted(t.OtherBot))
	case t.SecondBot == "":
		return nil
	case strings.EqualFold(t.Bot, t.SecondBot):
		return fmt.Errorf("--bot names %s twice, but for the case of letters at most; the second is another bot of the same team",
			kit.Quoted(t.Bot))
	case strings.EqualFold(t.SecondBot, t.OtherBot):
		return fmt.Errorf("--bot and --other-bot both name %s; the second --bot is of the same team as the first, --other-bot of another",
			kit.Quoted(t.OtherBot))
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
