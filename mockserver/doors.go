package mockserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	rscors "github.com/rs/cors"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// The paths of the server's own whose doors differ from the others'.
const (
	indexPath            = "/"
	healthPath           = controlPrefix + "healthz"
	readyPath            = controlPrefix + "readyz"
	controlDocumentPath  = controlPrefix + "openapi.yaml"
	contractDocumentPath = controlPrefix + "specs/{api}.yaml"
)

// door stands before one path of the server's own and says who may call it. Anybody may ask for the index and for health.
// The documents hold no data, so pages of any origin may read them, under whatever host; all else is for pages of the same
// origin, under a host that is known. With a control token, everything but the index and health wants it.
func (s *Server) door(path string, next http.Handler) http.Handler {
	switch path {
	case healthPath, readyPath:
		return next
	case indexPath:
		return withoutQuery(next)
	}
	if s.opts.NoControl {
		return s.refuseAll(&Problem{
			Status: http.StatusNotFound,
			Detail: "the mock runs without its own endpoints but " + healthPath + " and " + readyPath + "; start it without --no-control to have them",
		})
	}
	switch path {
	case controlDocumentPath, contractDocumentPath:
		return s.anyPage(s.wantToken(next))
	default:
		return s.knownHost(s.sameOrigin(s.wantToken(next)))
	}
}

// refuseAll refuses every request in the shape of the server's own endpoints.
func (s *Server) refuseAll(p *Problem) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.refuseUnrouted(w, s.control, callOf(r), p) })
}

// cors lets pages call the APIs with credentials in headers. Cookies are not among them, so where every origin may, the
// answer is the same for all.
func (s *Server) cors(next http.Handler) http.Handler {
	methods := []string{http.MethodGet, http.MethodHead, http.MethodPost}
	return s.readable(s.opts.CORSOrigins, methods).Handler(next)
}

// anyPage lets pages of every origin read.
func (s *Server) anyPage(next http.Handler) http.Handler {
	return s.readable([]string{anyOrigin}, []string{http.MethodGet, http.MethodHead}).Handler(next)
}

func (s *Server) readable(origins, methods []string) *rscors.Cors {
	exposed := []string{"Understudy-Request-Id", "Understudy-Violations", "WWW-Authenticate", "Allow", "Retry-After"}
	return rscors.New(rscors.Options{
		AllowedOrigins:      origins,
		AllowedMethods:      methods,
		AllowedHeaders:      []string{"*"},
		ExposedHeaders:      append(exposed, slices.Sorted(maps.Keys(s.stamp))...),
		MaxAge:              int((10 * time.Minute).Seconds()),
		AllowPrivateNetwork: true,
	})
}

// sameOrigin keeps pages of other origins from using the mock behind the user's back, and from reading it. Programs that are
// no browsers send neither Origin nor Sec-Fetch-Site and pass, and so does who follows a link: the page that has it cannot
// see what is opened.
func (s *Server) sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	refuse := s.refuseAll(&Problem{
		Status: http.StatusForbidden,
		Detail: "a page of another origin may not call the mock's own endpoints; send this request from the test itself, or from no browser",
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

// knownHost refuses a host that is not known to be this machine's. A page whose name a stranger's DNS turns to this machine is of
// the same origin as the mock for the browser; only the name in Host betrays it.
func (s *Server) knownHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.knows(r) {
			next.ServeHTTP(w, r)
			return
		}
		c := callOf(r)
		name, _ := splitHost(r.Host)
		s.log.Warn("refused: the mock's own endpoints were asked for under a host that is not known", "host", pipeline.Shorten(r.Host), "request", c.RequestID)
		s.refuseUnrouted(w, s.control, c, &Problem{
			Status: http.StatusForbidden,
			Detail: fmt.Sprintf("the host %q is not known to be this machine's, and under a foreign name any web page could call the mock's own "+
				"endpoints (DNS rebinding); ask for localhost or an address of this machine, or start the mock with --allow-host %s",
				pipeline.Shorten(r.Host), pipeline.Shorten(name)),
		})
	})
}

// wantToken refuses who does not bring the control token, if there is one. What was sent is never repeated.
func (s *Server) wantToken(next http.Handler) http.Handler {
	if s.opts.ControlToken == "" {
		return next
	}
	want := sha256.Sum256([]byte(s.opts.ControlToken))
	scheme := authScheme{name: "Bearer", decode: decodeBearer}
	refuse := s.refuseAll((&Problem{
		Status: http.StatusUnauthorized,
		Detail: "the mock's own endpoints want its control token; send Authorization: Bearer TOKEN with the token that --control-token gave it",
	}).With("WWW-Authenticate", `Bearer realm="understudy"`))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, err := scheme.read(r.Header)
		got := sha256.Sum256([]byte(token))
		if err != nil || subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			refuse.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
