package mockserver

import (
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/credential"
)

// Kind says what a credential opens.
type Kind string

// The kinds of credentials. Each API may have others: CredentialForms lists all.
const (
	KindChatlayer Kind = "chatlayer"  // an access token of a team: token id and secret
	KindInkeepAPI Kind = "inkeep-api" // the key of an API integration
	KindInkeepWeb Kind = "inkeep-web" // the key of a Web integration
)

// API names the API that credentials of the kind open; it is empty for a kind that there is not.
func (k Kind) API() string {
	kind, _ := kinds().Named(string(k))
	return kind.API
}

// Credential is one credential that the server accepts.
type Credential struct {
	Kind   Kind
	ID     string // the token id; only for KindChatlayer
	Secret string // the token's secret, or the key
	Team   string // the team that the token reaches; only for KindChatlayer
}

func (c Credential) internal() credential.Credential {
	return credential.Credential{Kind: string(c.Kind), ID: c.ID, Secret: c.Secret, Team: c.Team}
}

func public(c credential.Credential) Credential {
	return Credential{Kind: Kind(c.Kind), ID: c.ID, Secret: c.Secret, Team: c.Team}
}

// kinds are those of all APIs.
func kinds() (all credential.Kinds) {
	for _, d := range definitions() {
		all = append(all, d.Kinds...)
	}
	return all
}

// DemoCredentials returns the credentials that a server accepts when it is given none.
func DemoCredentials() []Credential {
	var all []Credential
	for _, c := range kinds().Demo() {
		all = append(all, public(c))
	}
	return all
}

// AcceptsDemo reports whether a server that is given these credentials accepts any of the demo ones, which everybody knows.
func AcceptsDemo(given []Credential) bool {
	demo := kinds().Demo()
	return slices.ContainsFunc(kinds().Accepted(Options{Credentials: given}.internal().Credentials), func(c credential.Credential) bool {
		return slices.Contains(demo, c)
	})
}

// CredentialForms are how ParseCredential wants the credentials of each kind, such as inkeep-api=KEY.
func CredentialForms() []string { return kinds().Forms() }

// ParseCredential reads chatlayer=ID:SECRET@TEAM, inkeep-api=KEY or inkeep-web=KEY. The team starts behind the last "@",
// the secret behind the first ":". The error repeats nothing, since a secret may stand anywhere by mistake.
func ParseCredential(s string) (Credential, error) {
	c, err := kinds().Parse(s)
	return public(c), err
}

// AuthMode says which credentials the server accepts.
type AuthMode string

// The modes.
const (
	AuthStrict AuthMode = "strict" // the configured credentials
	AuthAny    AuthMode = "any"    // any well-formed ones; everybody is demo-team
	AuthOff    AuthMode = "off"    // none needed; everybody is demo-team
)
