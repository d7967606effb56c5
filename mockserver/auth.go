package mockserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
)

// AuthMode says which credentials the server accepts.
type AuthMode string

// The modes.
const (
	AuthStrict AuthMode = "strict" // the configured credentials
	AuthAny    AuthMode = "any"    // any well-formed ones; everybody is demo-team
	AuthOff    AuthMode = "off"    // none needed; everybody is demo-team
)

func (m AuthMode) known() bool { return m == AuthStrict || m == AuthAny || m == AuthOff }

// identity is whom a request comes from.
type identity = pipeline.Identity

// authenticator tells who sent a request, or refuses it.
type authenticator interface {
	authenticate(http.Header) (identity, error)
}

// newAuthenticator returns the authenticator of one scheme.
func newAuthenticator(mode AuthMode, scheme authScheme, accepted []Credential) authenticator {
	everybody := identity{Team: demoTeam, Project: world.DefaultProject, Integration: integrationOf(KindInkeepAPI)}
	switch mode {
	case AuthOff:
		return openDoor{everybody}
	case AuthAny:
		return wellFormed{scheme, everybody}
	}
	s := strictAuth{scheme: scheme}
	for _, c := range accepted {
		if c.Kind.api() == scheme.api {
			s.accepted = append(s.accepted, acceptedSecret{sha256.Sum256([]byte(c.secret())), c.identity()})
		}
	}
	return s
}

// secret is what the client must present, behind the scheme's encoding.
func (c Credential) secret() string {
	if c.Kind == KindChatlayer {
		return c.ID + ":" + c.Secret
	}
	return c.Secret
}

func (c Credential) identity() identity {
	if c.Kind == KindChatlayer {
		return identity{Token: c.ID, Team: c.Team}
	}
	return identity{Project: world.DefaultProject, Integration: integrationOf(c.Kind)}
}

func integrationOf(k Kind) string {
	web, api := fixtures.Integrations(world.DefaultProject)
	if k == KindInkeepWeb {
		return web
	}
	return api
}

type openDoor struct{ who identity }

func (d openDoor) authenticate(http.Header) (identity, error) { return d.who, nil }

type wellFormed struct {
	scheme authScheme
	who    identity
}

func (f wellFormed) authenticate(h http.Header) (identity, error) {
	_, err := f.scheme.read(h)
	return f.who, err
}

type strictAuth struct {
	scheme   authScheme
	accepted []acceptedSecret
}

type acceptedSecret struct {
	digest [sha256.Size]byte
	who    identity
}

// authenticate compares digests with every accepted secret, so that the time taken tells nothing.
func (s strictAuth) authenticate(h http.Header) (identity, error) {
	secret, err := s.scheme.read(h)
	if err != nil {
		return identity{}, err
	}
	digest := sha256.Sum256([]byte(secret))
	var who identity
	found := 0
	for _, a := range s.accepted {
		if subtle.ConstantTimeCompare(digest[:], a.digest[:]) == 1 {
			who, found = a.who, 1
		}
	}
	if found == 0 {
		return identity{}, s.scheme.rejected()
	}
	return who, nil
}

// authScheme is an HTTP authentication scheme as one API uses it.
type authScheme struct {
	api     string
	name    string                               // as in the header: Basic, Bearer
	decode  func(payload string) (string, error) // from the header's payload to the secret
	unknown string                               // what a credential is that is not accepted
	howTo   string                               // what to send instead
}

func basicScheme(howTo string) authScheme {
	return authScheme{
		api: "chatlayer", name: "Basic", decode: decodeBasic, howTo: howTo,
		unknown: "a token that is not accepted here: its id or its secret is wrong",
	}
}

func bearerScheme(howTo string) authScheme {
	return authScheme{
		api: "inkeep", name: "Bearer", decode: decodeBearer, howTo: howTo,
		unknown: "a key that is not accepted here",
	}
}

// read takes the secret out of the one Authorization header that a request must have.
func (s authScheme) read(h http.Header) (string, error) {
	values := h.Values("Authorization")
	if len(values) == 0 {
		return "", s.broke(spec.RuleSecurityMissing, "no Authorization header")
	}
	if len(values) > 1 {
		return "", s.broke(spec.RuleSecurityMalformed, fmt.Sprintf("%d Authorization headers", len(values)))
	}
	name, payload, _ := strings.Cut(values[0], " ")
	if !strings.EqualFold(name, s.name) {
		return "", s.broke(spec.RuleSecurityScheme, "another scheme than "+s.name)
	}
	secret, err := s.decode(strings.Trim(payload, " "))
	if err != nil {
		return "", s.broke(spec.RuleSecurityMalformed, err.Error())
	}
	return secret, nil
}

func decodeBasic(payload string) (string, error) {
	raw, err := base64.StdEncoding.DecodeString(payload)
	if err != nil {
		return "", errors.New("credentials that are not base64")
	}
	id, secret, found := strings.Cut(string(raw), ":")
	if !found || id == "" || secret == "" {
		return "", errors.New("credentials that are not an id and a secret joined by a colon")
	}
	return string(raw), nil
}

func decodeBearer(payload string) (string, error) {
	if payload == "" || strings.ContainsAny(payload, " \t") {
		return "", errors.New("a key that is empty or holds white space")
	}
	return payload, nil
}

// rejected refuses credentials that are of the right form. That is no broken contract, so no violation is recorded.
func (s authScheme) rejected() *Problem {
	p := pipeline.Refused(http.StatusUnauthorized, spec.Violation{
		In: spec.InSecurity, Got: s.unknown, Expected: "HTTP " + s.name + " credentials that are accepted here", Fix: s.howTo,
	})
	return p.With("WWW-Authenticate", s.challenge())
}

// broke refuses a request whose credentials are not of the form the contract wants. What was sent is never repeated.
func (s authScheme) broke(rule, got string) *Problem {
	p := pipeline.Broken(http.StatusUnauthorized, spec.Violation{
		Rule: rule, Side: spec.SideRequest, In: spec.InSecurity, Name: "Authorization",
		Got: got, Expected: "HTTP " + s.name + " credentials", Fix: s.howTo,
	})
	return p.With("WWW-Authenticate", s.challenge())
}

func (s authScheme) challenge() string {
	if s.name == "Basic" {
		return `Basic realm="chatlayer", charset="UTF-8"`
	}
	return `Bearer realm="inkeep"`
}
