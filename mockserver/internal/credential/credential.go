package credential

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/understudy-mock/understudy/spec"
)

// Credential is one credential that a server accepts.
type Credential struct {
	Kind   string // the name of its kind
	ID     string // the token id; only of kinds with a team
	Secret string // the token's secret, or the key
	Team   string // the team that the token reaches; only of kinds with a team
}

// Presented is what the client must present, behind the scheme's encoding.
func (c Credential) Presented() string {
	if c.ID != "" {
		return c.ID + ":" + c.Secret
	}
	return c.Secret
}

// Identity is whom a request comes from.
type Identity struct {
	Token       string // the token's id, which is no secret; empty where credentials are not compared
	Team        string // Chatlayer
	Project     string // Inkeep
	Integration string // Inkeep
	Scheme      string // the contract's name for what lets the caller in; empty if it has one for all
}

// Kind is one kind of credential.
type Kind struct {
	Name string // as it is written, such as inkeep-web
	API  string // that it opens
	Team bool   // it is a token with an id, and reaches a team; else it is a key
	Who  func(Credential) Identity
	Demo []Credential // accepted where none of the API is given
}

// form is how a credential of the kind is written.
func (k Kind) form() string {
	if k.Team {
		return k.Name + "=ID:SECRET@TEAM"
	}
	return k.Name + "=KEY"
}

// pathID is the form of team ids, as the contract's patterns have it.
var pathID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

func (k Kind) check(c Credential) error {
	for _, part := range []struct{ name, text string }{{"token id", c.ID}, {"secret", c.Secret}} {
		if stray := spec.Stray(part.text); stray != "" {
			return fmt.Errorf("bad %s credential: its %s %s; take that out and write %s", k.Name, part.name, stray, k.form())
		}
	}
	switch {
	case c.Secret == "" || k.Team && (c.ID == "" || strings.Contains(c.ID, ":")):
		return fmt.Errorf("bad %s credential: token id, secret and key must not be empty, and the id holds no colon; write %s", k.Name,
			k.form())
	case strings.ContainsFunc(c.ID+c.Secret, unicode.IsSpace):
		return fmt.Errorf("bad %s credential: it holds white space; write %s, and in the environment one credential a line", k.Name,
			k.form())
	case k.Team && !pathID.MatchString(c.Team):
		return fmt.Errorf("bad %s credential: the team, which is what stands behind the last @, is not 1 to 64 letters, digits, "+
			"'-' or '_', starting with a letter or digit; write %s", k.Name, k.form())
	}
	return nil
}

// Kinds are all kinds of a server.
type Kinds []Kind

// Named returns the kind of that name.
func (all Kinds) Named(name string) (Kind, bool) {
	i := slices.IndexFunc(all, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return all[i], true
}

// Forms are how credentials of the kinds are written.
func (all Kinds) Forms() []string {
	var forms []string
	for _, k := range all {
		forms = append(forms, k.form())
	}
	return forms
}

// names are those of the kinds.
func (all Kinds) names() []string {
	var names []string
	for _, k := range all {
		names = append(names, k.Name)
	}
	return names
}

// choice is "a, b or c".
func choice(texts []string) string {
	last := len(texts) - 1
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}

// Parse reads KIND=ID:SECRET@TEAM or KIND=KEY. The team starts behind the last "@", the secret behind the first ":". The error repeats
// nothing, since a secret may stand anywhere by mistake.
func (all Kinds) Parse(s string) (Credential, error) {
	name, value, found := strings.Cut(s, "=")
	kind, known := all.Named(name)
	c := Credential{Kind: name}
	switch {
	case !found || !known:
		return Credential{}, errors.New("bad credential: write " + choice(all.Forms()))
	case kind.Team:
		at := strings.LastIndexByte(value, '@')
		if at < 0 {
			return c, fmt.Errorf("bad %s credential: the team is missing; write %s", name, kind.form())
		}
		c.Team = value[at+1:]
		c.ID, c.Secret, _ = strings.Cut(value[:at], ":")
	default:
		c.Secret = value
	}
	return c, kind.check(c)
}

// Check reports every bad credential, and every one that is there twice.
func (all Kinds) Check(credentials []Credential) error {
	var errs []error
	seen := map[string]bool{}
	for _, c := range credentials {
		kind, known := all.Named(c.Kind)
		if !known {
			errs = append(errs, fmt.Errorf("unknown kind of credential %q: use %s", c.Kind, choice(all.names())))
			continue
		}
		errs = append(errs, kind.check(c))
		key := kind.API + " " + c.Presented()
		if seen[key] {
			errs = append(errs, fmt.Errorf("a %s credential is given twice: give each token or key once", c.Kind))
		}
		seen[key] = true
	}
	return errors.Join(errs...)
}

// api is the one that a credential opens.
func (all Kinds) api(c Credential) string {
	kind, _ := all.Named(c.Kind)
	return kind.API
}

// Of returns those that open an API.
func (all Kinds) Of(api string, credentials []Credential) []Credential {
	return slices.DeleteFunc(slices.Clone(credentials), func(c Credential) bool { return all.api(c) != api })
}

// Demo are those that a server accepts when it is given none.
func (all Kinds) Demo() []Credential {
	var demo []Credential
	for _, k := range all {
		demo = append(demo, k.Demo...)
	}
	return demo
}

// Accepted are those given; an API for which none is given accepts its demo credentials.
func (all Kinds) Accepted(given []Credential) []Credential {
	accepted := slices.Clone(given)
	for _, c := range all.Demo() {
		if len(all.Of(all.api(c), given)) == 0 {
			accepted = append(accepted, c)
		}
	}
	return accepted
}

// Teams are those that the accepted credentials reach.
func (all Kinds) Teams(given []Credential) []string {
	var teams []string
	for _, c := range all.Accepted(given) {
		if c.Team != "" {
			teams = append(teams, c.Team)
		}
	}
	return teams
}
