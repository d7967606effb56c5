package chatlayer

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// Suite returns the checks of the Chatlayer Analytics events API.
func Suite() conformance.Suite {
	return conformance.Suite{
		API:        "chatlayer",
		Contract:   chatlayer.Contract,
		Checks:     checks(),
		Untestable: untestable(),
		Authorize:  authorize,
		Prepare:    prepare,
	}
}

func checks() []conformance.Check {
	unseeded := slices.Concat(protocolChecks(), echoChecks())
	for i := range unseeded {
		unseeded[i].Unseeded = true
	}
	return slices.Concat(
		unseeded, authChecks(), schemaChecks(), timeChecks(), pagingChecks(), filterChecks(), attributeChecks(), trackingChecks(), teamChecks(),
		isolationChecks(), concurrencyChecks(), storyChecks(),
	)
}

// authorize makes the Authorization header of HTTP Basic.
func authorize(t conformance.Target) (header string, secrets []string, err error) {
	var errBot, errOther error
	if t.Bot == "" {
		errBot = errNoBot
	}
	header, errBasic := basic(t.Basic)
	other := ""
	if t.OtherBasic != "" {
		other, errOther = basic(t.OtherBasic)
	}
	for _, credentials := range []string{t.Basic, t.OtherBasic} {
		_, secret, _ := strings.Cut(credentials, ":")
		secrets = append(secrets, secret, credentials)
	}
	secrets = append(secrets, payload(header), payload(other))
	return header, secrets, errors.Join(errBasic, errBot, errOther)
}

func payload(header string) string {
	_, encoded, _ := strings.Cut(header, " ")
	return encoded
}

// basic encodes ID:SECRET. Source: chatlayer.md, section 2.
func basic(credentials string) (header string, err error) {
	id, secret, found := strings.Cut(credentials, ":")
	if !found || id == "" || secret == "" {
		return "", errors.New("give --basic ID:SECRET: the id and the secret of an access token, joined by a colon")
	}
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(credentials)), nil
}
