package namespace

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// AuthMode says which credentials a namespace accepts.
type AuthMode string

// The modes.
const (
	AuthStrict AuthMode = "strict" // the configured credentials
	AuthAny    AuthMode = "any"    // any well-formed ones; everybody is whom the API's first demo credential stands for
	AuthOff    AuthMode = "off"    // none needed; everybody is the same
)

func (m AuthMode) known() bool { return m == AuthStrict || m == AuthAny || m == AuthOff }

// authenticator tells who sent a request, or refuses it.
type authenticator func(http.Header) (credential.Identity, error)

// newAuthenticator returns the authenticator of one API. One without kinds of credentials lets everybody in.
func newAuthenticator(mode AuthMode, scheme pipeline.Scheme, kinds credential.Kinds, accepted []credential.Credential) authenticator {
	if len(kinds) == 0 {
		return everybody
	}
	anybody := kinds[0].Who(kinds[0].Demo[0])
	anybody.Token = "" // nobody compares it
	switch mode {
	case AuthOff:
		return func(http.Header) (credential.Identity, error) { return anybody, nil }
	case AuthAny:
		return func(h http.Header) (credential.Identity, error) {
			_, err := scheme.Read(h)
			return anybody, err
		}
	}
	s := strictAuth{scheme: scheme}
	for _, c := range accepted {
		if kind, known := kinds.Named(c.Kind); known {
			s.accepted = append(s.accepted, acceptedSecret{
				wordsOf(scheme.Write(c.Presented())), sha256.Sum256([]byte(c.Presented())), kind.Who(c),
			})
		}
	}
	return s.authenticate
}

type strictAuth struct {
	scheme   pipeline.Scheme
	accepted []acceptedSecret
}

type acceptedSecret struct {
	usual  headerWords // how most clients write it
	digest [sha256.Size]byte
	who    credential.Identity
}

// authenticate compares what is sent, and then digests, with every accepted secret, so that the time taken tells nothing.
func (s strictAuth) authenticate(h http.Header) (credential.Identity, error) {
	if values := h["Authorization"]; len(values) == 1 {
		sent := wordsOf(values[0])
		if who := s.find(&sent); who != nil {
			return *who, nil
		}
	}
	secret, err := s.scheme.Read(h)
	if err != nil {
		return credential.Identity{}, err
	}
	digest := sha256.Sum256([]byte(secret))
	var who credential.Identity
	found := 0
	for _, a := range s.accepted {
		if subtle.ConstantTimeCompare(digest[:], a.digest[:]) == 1 {
			who, found = a.who, 1
		}
	}
	if found == 0 {
		return credential.Identity{}, s.scheme.Rejected()
	}
	return who, nil
}

// find returns whom a header stands for; nil if it is none of those that are accepted as they are written.
func (s strictAuth) find(sent *headerWords) (who *credential.Identity) {
	for i := range s.accepted {
		if a := &s.accepted[i]; a.usual.is(sent) {
			who = &a.who
		}
	}
	return who
}

// teams are those that a credential reaches; nil where credentials are not compared.
func teams(opts Options, kinds credential.Kinds) []string {
	if opts.Auth != AuthStrict {
		return nil
	}
	return kinds.Teams(opts.Credentials)
}

// importTeam is the team that owns imported bots nobody else owns: that of the first credential with one.
func importTeam(opts Options, kinds credential.Kinds) string {
	all := teams(opts, kinds)
	if len(all) == 0 {
		all = kinds.Teams(nil)
	}
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// demo are the demo credentials of one API, as its clients present them, unless others have taken their place. Where credentials are
// not compared, they are as good as any.
func (o *Options) demo(kinds credential.Kinds, api string) []string {
	shown := []string{}
	if len(kinds.Of(api, o.Credentials)) > 0 && o.Auth == AuthStrict {
		return shown
	}
	for _, c := range kinds.Of(api, kinds.Demo()) {
		shown = append(shown, c.Presented())
	}
	return shown
}
