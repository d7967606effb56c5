package controlapi

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/access"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// The paths of the server's own for which other rules hold than for the rest, such as who may call them.
const (
	indexPath            = "/"
	healthPath           = Prefix + "healthz"
	readyPath            = Prefix + "readyz"
	resetPath            = Prefix + "reset"
	controlDocumentPath  = Prefix + "openapi.yaml"
	controlJSONPath      = Prefix + "openapi.json"
	contractDocumentPath = Prefix + "specs/{api}.yaml"
	contractJSONPath     = Prefix + "specs/{api}.json"
	consolePath          = Prefix + "console"
	consolePagePath      = Prefix + "console/"
	consoleFilePath      = Prefix + "console/{file}"
)

// AsksForHealth reports whether a path is one that tells whether the server runs.
func AsksForHealth(path string) bool { return path == healthPath || path == readyPath }

// AsksForReset reports whether a path is that of a reset.
func AsksForReset(path string) bool { return path == resetPath }

// Guard wraps the handler of one path of the server's own, so that only who may call it does. Anybody may ask for the index and for health.
// The documents hold no data, so pages of any origin may read them, under whatever host; all else is for pages of the same
// origin, under a host that is known. With a control token, everything but the index, health
// and the files of the console wants it.
func (c *Control) Guard(path string, next http.Handler) http.Handler {
	switch path {
	case healthPath, readyPath, indexPath:
		return withoutQuery(next)
	}
	if c.Off {
		return c.refuseAll(&pipeline.Problem{
			Status: http.StatusNotFound,
			Detail: "the mock runs without its own endpoints but " + healthPath + " and " + readyPath +
				"; start it without --no-control to have them",
		})
	}
	switch path {
	case controlDocumentPath, controlJSONPath, contractDocumentPath, contractJSONPath:
		return c.anyPage(c.wantToken(next))
	case consolePath, consolePagePath, consoleFilePath:
		return c.knownHost(c.sameOrigin(withoutQuery(next)))
	default:
		return c.knownHost(c.sameOrigin(c.wantToken(next)))
	}
}

// refuseAll refuses every request in the shape of the server's own endpoints.
func (c *Control) refuseAll(p *pipeline.Problem) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { c.Refuse(w, r, p) })
}

// anyPage lets pages of every origin read.
func (c *Control) anyPage(next http.Handler) http.Handler {
	return access.AnyOrigin().CORS([]string{http.MethodGet, http.MethodHead}, c.Stamp).Handler(next)
}

// sameOrigin keeps pages of other origins from using the mock behind the user's back, and from reading it. Programs that are
// no browsers send neither Origin nor Sec-Fetch-Site and pass, and so does who follows a link: the page that has it cannot
// see what is opened.
func (c *Control) sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	refuse := c.refuseAll(&pipeline.Problem{
		Status: http.StatusForbidden,
		Detail: "a page of another origin may not call the mock's own endpoints; send this request from the test itself, or from no " +
			"browser",
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		strict := r.WithContext(r.Context())
		strict.Method = http.MethodPost // for protection lets every GET pass
		linked := r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Dest") == "document"
		if !linked && protection.Check(strict) != nil {
			refuse.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// knownHost refuses a host that is not known to be this machine'c. A page whose name a stranger's DNS turns to this machine is of
// the same origin as the mock for the browser; only the name in Host betrays it.
func (c *Control) knownHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.Hosts.Know(r) {
			next.ServeHTTP(w, r)
			return
		}
		name, _ := access.Split(r.Host)
		c.Log.Warn("refused: the mock's own endpoints were asked for under a host that is not known", "host", pipeline.Shorten(r.Host),
			"request", pipeline.CallOf(r).RequestID)
		c.Refuse(w, r, &pipeline.Problem{
			Status: http.StatusForbidden,
			Detail: fmt.Sprintf("the host %q is not known to be this machine's, and under a foreign name any web page could call the "+
				"mock's own "+
				"endpoints (DNS rebinding); ask for localhost or an address of this machine, or start the mock with --allow-host %s",
				pipeline.Shorten(r.Host), pipeline.Shorten(name)),
		})
	})
}

// wantToken refuses who does not bring the control token, if there is one. What was sent is never repeated.
func (c *Control) wantToken(next http.Handler) http.Handler {
	if c.Token == "" {
		return next
	}
	want := sha256.Sum256([]byte(c.Token))
	scheme := pipeline.Scheme{Name: "Bearer", Decode: pipeline.DecodeBearer}
	refuse := c.refuseAll((&pipeline.Problem{
		Status: http.StatusUnauthorized,
		Detail: "the mock's own endpoints want its control token; send Authorization: Bearer TOKEN with the token that --control-token " +
			"gave it",
	}).With("WWW-Authenticate", `Bearer realm="understudy"`))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, err := scheme.Read(r.Header)
		got := sha256.Sum256([]byte(token))
		if err != nil || subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			refuse.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
