package mockserver

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/seam"
	"github.com/understudy-mock/understudy/spec"
)

// exchange is what the server notes of one request and its answer on their way. Nothing in it is larger than a refusal may be.
type exchange struct {
	id         string
	at         time.Time
	method     string // cut
	path       string // cut
	api        string // empty outside the APIs
	remote     string // address of the client's end
	authorized bool   // it has an Authorization header
	base       string // where the client has found the server; only of its own endpoints
	stray      string // why it is one although the rule for strays does not say so; empty if it is not
	violations []spec.Violation
}

// The longest method and path that are noted, told and kept, in bytes.
const (
	mostOfMethod = 32
	mostOfPath   = 256
)

func (s *Server) newExchange(method, path string) *exchange {
	return &exchange{
		id: s.requestID(), at: s.opts.Clock.Now(),
		method: spec.Cut(method, mostOfMethod), path: strings.ToValidUTF8(spec.Cut(path, mostOfPath), "\uFFFD"),
	}
}

// answer is a whole response before it is written.
type answer = seam.Answer

type exchangeKey struct{}

func withExchange(r *http.Request, x *exchange) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x))
}

// exchangeOf returns the exchange that the first step noted.
func exchangeOf(r *http.Request) *exchange {
	if x := exchangeIn(r.Context()); x != nil {
		return x
	}
	return &exchange{method: r.Method, path: r.URL.Path}
}

func exchangeIn(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

func (x *exchange) note(violations []spec.Violation) {
	x.violations = append(x.violations, violations...)
}

// instance is the path as a URI reference, which a refusal calls its instance.
func (x *exchange) instance() string {
	path := (&url.URL{Path: x.path}).EscapedPath()
	if strings.HasPrefix(path, "//") { // what follows would be a host
		return "/." + path
	}
	return path
}
