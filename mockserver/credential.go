package mockserver

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/understudy-mock/understudy/spec"
)

// Kind says what a credential opens.
type Kind string

// The kinds of credentials.
const (
	KindChatlayer Kind = "chatlayer"  // an access token of a team: token id and secret
	KindInkeepAPI Kind = "inkeep-api" // the key of an API integration
	KindInkeepWeb Kind = "inkeep-web" // the key of a Web integration
)

// Credential is one credential that the server accepts.
type Credential struct {
	Kind   Kind
	ID     string // the token id; only for KindChatlayer
	Secret string // the token's secret, or the key
	Team   string // the team that the token reaches; only for KindChatlayer
}

// DemoCredentials returns the credentials that a server accepts when it is given none.
func DemoCredentials() []Credential {
	//nolint:gosec // the demo credentials are public
	return []Credential{
		{Kind: KindChatlayer, ID: "demo-token-id", Secret: "demo-token-secret", Team: demoTeam},
		{Kind: KindChatlayer, ID: "other-token-id", Secret: "other-token-secret", Team: "other-team"},
		{Kind: KindInkeepAPI, Secret: "demo-api-key"},
		{Kind: KindInkeepWeb, Secret: "demo-web-key"},
	}
}

// AcceptsDemo reports whether a server that is given these credentials accepts any of the demo ones, which everybody knows.
func AcceptsDemo(given []Credential) bool {
	return slices.ContainsFunc(acceptedCredentials(given), func(c Credential) bool { return slices.Contains(DemoCredentials(), c) })
}

// demoTeam is whom everybody belongs to where credentials are not compared.
const demoTeam = "demo-team"

// ParseCredential reads chatlayer=ID:SECRET@TEAM, inkeep-api=KEY or inkeep-web=KEY. The team starts behind the last "@",
// the secret behind the first ":". The error repeats nothing, since a secret may stand anywhere by mistake.
func ParseCredential(s string) (Credential, error) {
	kind, value, found := strings.Cut(s, "=")
	c := Credential{Kind: Kind(kind)}
	switch {
	case !found || !c.Kind.known():
		return Credential{}, errors.New("bad credential: write chatlayer=ID:SECRET@TEAM, inkeep-api=KEY or inkeep-web=KEY")
	case c.Kind == KindChatlayer:
		at := strings.LastIndexByte(value, '@')
		if at < 0 {
			return c, errors.New("bad chatlayer credential: the team is missing; write chatlayer=ID:SECRET@TEAM")
		}
		c.Team = value[at+1:]
		c.ID, c.Secret, _ = strings.Cut(value[:at], ":")
	default:
		c.Secret = value
	}
	return c, c.check()
}

func (c Credential) check() error {
	if !c.Kind.known() {
		return fmt.Errorf("unknown kind of credential %q: use chatlayer, inkeep-api or inkeep-web", string(c.Kind))
	}
	form := string(c.Kind) + "=KEY"
	if c.Kind == KindChatlayer {
		form = "chatlayer=ID:SECRET@TEAM"
	}
	for _, part := range []struct{ name, text string }{{"token id", c.ID}, {"secret", c.Secret}} {
		if stray := spec.Stray(part.text); stray != "" {
			return fmt.Errorf("bad %s credential: its %s %s; take that out and write %s", c.Kind, part.name, stray, form)
		}
	}
	switch chat := c.Kind == KindChatlayer; {
	case c.Secret == "" || chat && (c.ID == "" || strings.Contains(c.ID, ":")):
		return fmt.Errorf("bad %s credential: token id, secret and key must not be empty, and the id holds no colon; write %s", c.Kind, form)
	case strings.ContainsFunc(c.ID+c.Secret, unicode.IsSpace):
		return fmt.Errorf("bad %s credential: it holds white space; write %s, and in the environment one credential a line", c.Kind, form)
	case chat && !pathID.MatchString(c.Team):
		return fmt.Errorf("bad chatlayer credential: the team, which is what stands behind the last @, is not 1 to 64 letters, digits, "+
			"'-' or '_', starting with a letter or digit; write %s", form)
	}
	return nil
}

func (k Kind) known() bool { return k == KindChatlayer || k == KindInkeepAPI || k == KindInkeepWeb }

func (k Kind) api() string {
	if k == KindChatlayer {
		return "chatlayer"
	}
	return "inkeep"
}

// acceptedCredentials are those given; an API for which none is given accepts its demo credentials.
func acceptedCredentials(given []Credential) []Credential {
	named := map[string]bool{}
	for _, c := range given {
		named[c.Kind.api()] = true
	}
	accepted := given
	for _, c := range DemoCredentials() {
		if !named[c.Kind.api()] {
			accepted = append(accepted[:len(accepted):len(accepted)], c)
		}
	}
	return accepted
}

// teams are those that a credential reaches; nil where credentials are not compared.
func teams(opts Options) []string {
	var all []string
	if opts.Auth == AuthStrict {
		for _, c := range acceptedCredentials(opts.Credentials) {
			if c.Kind == KindChatlayer {
				all = append(all, c.Team)
			}
		}
	}
	return all
}

// importTeam is the team that owns imported bots nobody else owns: that of the first Chatlayer credential.
func importTeam(opts Options) string {
	if all := teams(opts); len(all) > 0 {
		return all[0]
	}
	return demoTeam
}

// checkCredentials reports every bad credential, and every one that is there twice.
func checkCredentials(credentials []Credential) error {
	var errs []error
	seen := map[string]bool{}
	for _, c := range credentials {
		errs = append(errs, c.check())
		key := c.Kind.api() + " " + c.secret()
		if seen[key] {
			errs = append(errs, fmt.Errorf("a %s credential is given twice: give each token or key once", c.Kind))
		}
		seen[key] = true
	}
	return errors.Join(errs...)
}
