package namespace

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// route is a path that operations of an API have.
type route struct {
	path       string
	api        string                     // name of the API
	operations map[string]*spec.Operation // by method; HEAD is answered like GET
	allow      string
}

// routes are the paths of a contract.
func routes(contract *spec.Contract) []*route {
	byPath := map[string]*route{}
	var all []*route
	for _, op := range contract.Operations() {
		rt := byPath[op.Path]
		if rt == nil {
			rt = &route{path: op.Path, api: contract.Name(), operations: map[string]*spec.Operation{}}
			byPath[op.Path], all = rt, append(all, rt)
		}
		rt.operations[op.Method] = op
		if op.Method == http.MethodGet {
			rt.operations[http.MethodHead] = op
		}
	}
	for _, rt := range all {
		rt.allow = strings.Join(append(slices.Sorted(maps.Keys(rt.operations)), http.MethodOptions), ", ")
	}
	// What is spelt out goes before what a variable takes too: a brace comes behind every letter.
	slices.SortFunc(all, func(a, b *route) int { return strings.Compare(a.path, b.path) })
	return all
}

// router finds the route of a path by the templates of the contracts. gorilla/mux decides; where a path is plain, the templates,
// cut into segments, come to the same without a regular expression for each of them. It is the same for all namespaces.
type router struct {
	mux    *mux.Router
	plain  []template
	routes map[string]*route // by template
}

func newRouter(routes ...*route) *router {
	r := &router{mux: mux.NewRouter().UseEncodedPath().SkipClean(true), routes: map[string]*route{}}
	for _, rt := range routes {
		r.add(rt)
	}
	return r
}

// template is a path whose variables are whole segments.
type template struct {
	beginning string // before the first variable
	segments  []segment
	route     *route
}

// segment is what stands between two slashes.
type segment struct {
	text     string // or the name of the variable
	variable bool
}

func (r *router) add(rt *route) {
	path := rt.path
	r.mux.Path(path).Name(path)
	r.routes[path] = rt
	fixed := len(path)
	if i := strings.IndexByte(path, '{'); i >= 0 {
		fixed = i
	}
	t := template{beginning: path[:fixed], route: rt}
	for text := range strings.SplitSeq(path[fixed:], "/") {
		s := segment{text, false}
		if inner, found := strings.CutPrefix(text, "{"); found {
			s.text, s.variable = strings.CutSuffix(inner, "}")
		}
		if strings.ContainsAny(s.text, "{}:") || s.variable != strings.HasPrefix(text, "{") {
			return // more than a whole segment: mux alone knows
		}
		t.segments = append(t.segments, s)
	}
	r.plain = append(r.plain, t)
}

// find returns the route of a request's path, and gives the call the path parameters. It is nil if no operation has the path.
func (r *router) find(c *pipeline.Call, req *http.Request) *route {
	c.Path, c.Encoded = nil, nil
	if req.URL.RawPath == "" { // else something is encoded that need not be, or that stands for a slash
		for i := range r.plain {
			if t := &r.plain[i]; t.fits(req.URL.Path) {
				c.Path = t.parameters(req.URL.Path)
				return t.route
			}
		}
	}
	var match mux.RouteMatch
	if !r.mux.Match(req, &match) {
		return nil
	}
	c.Encoded = spec.PathParams{}
	for _, name := range slices.Sorted(maps.Keys(match.Vars)) {
		c.Encoded = append(c.Encoded, spec.PathParam{Name: name, Value: match.Vars[name]})
	}
	return r.routes[match.Route.GetName()]
}

// fits reports whether a path is one of the template's. No variable is empty.
func (t *template) fits(path string) bool {
	path, fits := strings.CutPrefix(path, t.beginning)
	if !fits {
		return false
	}
	for i := range t.segments {
		want, slash := &t.segments[i], strings.IndexByte(path, '/')
		if last := i == len(t.segments)-1; (slash < 0) != last {
			return false
		}
		if slash < 0 {
			slash = len(path)
		}
		if want.variable && slash == 0 || !want.variable && path[:slash] != want.text {
			return false
		}
		path = path[min(slash+1, len(path)):]
	}
	return true
}

// parameters are the values of the variables in a path that fits.
func (t *template) parameters(path string) spec.PathParams {
	values := make(spec.PathParams, 0, 2) // as many as any path has
	path = path[len(t.beginning):]
	for _, want := range t.segments {
		got, rest, _ := strings.Cut(path, "/")
		if want.variable {
			values = append(values, spec.PathParam{Name: want.text, Value: got})
		}
		path = rest
	}
	return values
}
