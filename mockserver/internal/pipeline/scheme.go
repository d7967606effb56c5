package pipeline

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/spec"
)

// Scheme is an HTTP authentication scheme as one API uses it.
type Scheme struct {
	Name      string                               // as in the header: Basic, Bearer
	Decode    func(payload string) (string, error) // from the header's payload to the secret
	Encode    func(secret string) string           // and back, as most clients do it; nil if they differ
	Challenge string                               // the WWW-Authenticate of a refusal
	Unknown   string                               // what a credential is that is not accepted
	HowTo     string                               // what to send instead
	Demo      string                               // what HowTo says besides where the demo credentials are accepted
}

// Read takes the secret out of the one Authorization header that a request must have.
func (s Scheme) Read(h http.Header) (string, error) {
	values := h.Values("Authorization")
	if len(values) == 0 {
		return "", s.broke(spec.RuleSecurityMissing, "no Authorization header")
	}
	if len(values) > 1 {
		return "", s.broke(spec.RuleSecurityMalformed, fmt.Sprintf("%d Authorization headers", len(values)))
	}
	name, payload, _ := strings.Cut(values[0], " ")
	if !strings.EqualFold(name, s.Name) {
		return "", s.broke(spec.RuleSecurityScheme, "another scheme than "+s.Name)
	}
	secret, err := s.Decode(strings.Trim(payload, " "))
	if err != nil {
		return "", s.broke(spec.RuleSecurityMalformed, err.Error())
	}
	return secret, nil
}

// DecodeBasic reads the payload of HTTP Basic: ID:SECRET in base64.
func DecodeBasic(payload string) (string, error) {
	raw, err := base64.StdEncoding.DecodeString(payload)
	if err != nil {
		return "", errors.New("credentials that are not base64")
	}
	credential := string(raw)
	id, secret, found := strings.Cut(credential, ":")
	if !found || id == "" || secret == "" {
		return "", errors.New("credentials that are not an id and a secret joined by a colon")
	}
	return credential, nil
}

// EncodeBasic writes the payload of HTTP Basic.
func EncodeBasic(credential string) string {
	return base64.StdEncoding.EncodeToString([]byte(credential))
}

// DecodeBearer reads the payload of HTTP Bearer: the key.
func DecodeBearer(payload string) (string, error) {
	if payload == "" || strings.ContainsAny(payload, " \t") {
		return "", errors.New("a key that is empty or holds white space")
	}
	return payload, nil
}

// EncodeBearer writes the payload of HTTP Bearer.
func EncodeBearer(key string) string { return key }

// Write is the header that presents a secret, as most clients write it; empty if they differ.
func (s Scheme) Write(secret string) string {
	if s.Encode == nil {
		return ""
	}
	return s.Name + " " + s.Encode(secret)
}

// Rejected refuses credentials that are of the right form. That is no broken contract, so no violation is recorded.
func (s Scheme) Rejected() *Problem {
	p := Refused(http.StatusUnauthorized, spec.Violation{
		In: spec.InSecurity, Got: s.Unknown, Expected: "HTTP " + s.Name + " credentials that are accepted here", Fix: s.HowTo,
	})
	return p.With("WWW-Authenticate", s.Challenge)
}

// broke refuses a request whose credentials are not of the form the contract wants. What was sent is never repeated.
func (s Scheme) broke(rule, got string) *Problem {
	p := Broken(http.StatusUnauthorized, spec.Violation{
		Rule: rule, Side: spec.SideRequest, In: spec.InSecurity, Name: "Authorization",
		Got: got, Expected: "HTTP " + s.Name + " credentials", Fix: s.HowTo,
	})
	return p.With("WWW-Authenticate", s.Challenge)
}
