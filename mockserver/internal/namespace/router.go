package namespace

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// router finds the handler of a path by the templates of the contracts. gorilla/mux decides; where a path is plain, the templates,
// cut into segments, come to the same without a regular expression for each of them.
type router struct {
	mux   *mux.Router
	plain []template
}

func newRouter(unknown http.Handler) *router {
	r := &router{mux: mux.NewRouter().UseEncodedPath().SkipClean(true)}
	r.mux.NotFoundHandler = unknown
	return r
}

// template is a path whose variables are whole segments.
type template struct {
	beginning string   // before the first variable
	segments  []string // behind it; a variable as its name in braces
	handler   http.Handler
}

// handle serves the paths of a template.
func (r *router) handle(path string, h http.Handler) {
	r.mux.Handle(path, h)
	fixed := len(path)
	if i := strings.IndexByte(path, '{'); i >= 0 {
		fixed = i
	}
	t := template{path[:fixed], strings.Split(path[fixed:], "/"), h}
	for _, s := range t.segments {
		if strings.Trim(s, "{}") != s && !variable(s) || strings.ContainsAny(s, ":") {
			return // more than a whole segment: mux alone knows
		}
	}
	r.plain = append(r.plain, t)
}

func variable(segment string) bool {
	name, ok := strings.CutPrefix(segment, "{")
	return ok && strings.HasSuffix(name, "}") && !strings.ContainsAny(name[:len(name)-1], "{}")
}

// ServeHTTP sets the path parameters of the request's call where it can tell them.
func (r *router) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	c := pipeline.CallOf(req)
	if c.Path = nil; req.URL.RawPath == "" { // else something is encoded that need not be, or that stands for a slash
		for i := range r.plain {
			if t := &r.plain[i]; t.fits(req.URL.Path) {
				c.Path = t.parameters(req.URL.Path)
				t.handler.ServeHTTP(w, req)
				return
			}
		}
	}
	r.mux.ServeHTTP(w, req)
}

// fits reports whether a path is one of the template's. No variable is empty.
func (t *template) fits(path string) bool {
	path, fits := strings.CutPrefix(path, t.beginning)
	if !fits {
		return false
	}
	for i, want := range t.segments {
		got, rest, more := strings.Cut(path, "/")
		if last := i == len(t.segments)-1; more == last {
			return false
		}
		if variable(want) && got == "" || !variable(want) && got != want {
			return false
		}
		path = rest
	}
	return true
}

// parameters are the values of the variables in a path that fits.
func (t *template) parameters(path string) map[string]string {
	values := map[string]string{}
	path = path[len(t.beginning):]
	for _, want := range t.segments {
		got, rest, _ := strings.Cut(path, "/")
		if variable(want) {
			values[want[1:len(want)-1]] = got
		}
		path = rest
	}
	return values
}
