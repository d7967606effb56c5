package namespace

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// unknownPath refuses a path that no operation has.
func (n *Namespace) unknownPath(w http.ResponseWriter, r *http.Request) {
	a, c := n.shapeOf(r.URL.Path), pipeline.CallOf(r)
	v := spec.Violation{
		Rule: spec.RuleRouteUnknown, Side: spec.SideRequest, In: spec.InRoute,
		Got: fmt.Sprintf("%s %s", r.Method, pipeline.Shorten(r.URL.EscapedPath())),
	}
	v.Expected, v.Fix = "one of "+n.knownRoutes(r, a), n.routeFix(r.URL.Path)
	if rt, meant := n.nearestRoute(r); rt != nil {
		v.Expected, v.Fix = strings.Join(rt.known(), " or "), "did you mean "+pipeline.Shorten(meant)+"?"
		if meant == strings.TrimRight(r.URL.EscapedPath(), "/") {
			v.Fix = "leave out the slash at the end"
		}
	}
	switch {
	case r.Method == http.MethodConnect && r.URL.Path == "":
		v.Got, v.Fix = "CONNECT "+pipeline.Shorten(r.RequestURI),
			"the mock is no proxy: take its address out of the client's proxy settings"
	case r.URL.Path == "/": // it exists, for other methods
		v.Rule = spec.RuleRouteMethod
		n.refuseUnrouted(w, a, c, pipeline.Broken(http.StatusMethodNotAllowed, v).With("Allow", "GET, HEAD, OPTIONS"))
		return
	}
	n.refuseUnrouted(w, a, c, pipeline.Broken(http.StatusNotFound, v))
}

// nearestRoute finds the route that a path was most likely meant for, and what the path would be then; nil if none is near. It is the one
// from which the fewest segments differ, each by no more than a misspelling. A path that has a route's behind a word of its own, or lacks
// the prefix of an API, is near, too, if nothing tells that another API is meant.
func (n *Namespace) nearestRoute(r *http.Request) (nearest *route, meant string) {
	path := strings.TrimRight(r.URL.Path, "/")
	if strings.HasPrefix(path, controlapi.Prefix) {
		nearest, meant, _ = n.shared.apis.own().router.nearest(path, "")
		return nearest, meant
	}
	if nearest, meant, _ = n.shared.apis.router.nearest(path, ""); nearest != nil || meansOwn(path) {
		return nearest, meant
	}
	told := n.apis
	if of := n.presented(r); of != nil {
		told = []*api{of}
	} else if shape := n.shapeOf(path); shape.Prefix != "/" {
		told = []*api{shape}
	}
	for _, a := range told {
		var tried []string
		if n.shared.apis.words[firstWord(path)] {
			tried = append(tried, strings.TrimSuffix(a.Prefix, "/")+path)
		}
		if i := strings.IndexByte(strings.TrimPrefix(path, "/"), '/'); i >= 0 && n.shared.apis.words[firstWord(path[i+1:])] {
			tried = append(tried, path[i+1:])
		}
		for _, path := range tried {
			if rt, as, wrong := n.shared.apis.router.nearest(path, a.name); rt != nil && wrong == 0 {
				return rt, as
			}
		}
	}
	return nil, ""
}

// presented is the API that a client has sent credentials of, right or wrong; nil if none is.
func (n *Namespace) presented(r *http.Request) *api {
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	for _, a := range n.apis {
		if strings.EqualFold(a.Scheme.Name, scheme) {
			return a
		}
	}
	return nil
}

// nearest finds the route from which the fewest segments of a path differ, as near says, of an API if one is named.
func (r *router) nearest(path, api string) (nearest *route, meant string, fewest int) {
	for i := range r.plain {
		t := &r.plain[i]
		as, wrong := t.near(path)
		if wrong >= 0 && (nearest == nil || wrong < fewest) && (api == "" || api == t.route.api) {
			nearest, meant, fewest = t.route, as, wrong
		}
	}
	return nearest, meant, fewest
}

// near is what a path would be as one of the template's, and how many of its segments differ from that; below 0 if one differs by more
// than a misspelling.
func (t *template) near(path string) (as string, wrong int) {
	want, got := strings.Split(t.route.path, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return "", -1
	}
	for i, text := range want {
		switch variable := strings.HasPrefix(text, "{"); {
		case variable && got[i] != "", got[i] == text:
			want[i] = url.PathEscape(got[i])
		case variable:
			wrong++ // its name stands for what is missing
		case spec.Nearest(got[i], []string{text}) == "":
			return "", -1
		default:
			wrong++
		}
	}
	return strings.Join(want, "/"), wrong
}

// known are the operations of a route, in the order of their methods.
func (rt *route) known() (operations []string) {
	for method, op := range rt.operations {
		if method == op.Method {
			operations = append(operations, method+" "+rt.path)
		}
	}
	slices.Sort(operations)
	return operations
}

// knownRoutes lists what a lost client may have meant: the operations of the API that the path looks like, or that the client has
// credentials of, or the paths of all. The namespace's own are too many for a list.
func (n *Namespace) knownRoutes(r *http.Request, a *api) string {
	if a == n.control {
		return "the paths in " + controlapi.Prefix + "openapi.yaml"
	}
	if !pathWords(routes(a.contract()))[firstWord(r.URL.Path)] {
		if a = n.presented(r); a == nil {
			return n.knownPaths()
		}
	}
	var operations []string
	for _, op := range a.contract().Operations() {
		operations = append(operations, op.Method+" "+op.Path)
	}
	return strings.Join(operations, ", ")
}

// knownPaths are the paths of all APIs.
func (n *Namespace) knownPaths() string {
	var paths []string
	for _, a := range n.apis {
		for _, rt := range routes(a.contract()) {
			paths = append(paths, rt.path)
		}
	}
	return strings.Join(paths, ", ")
}

func (n *Namespace) routeFix(path string) string {
	if meansOwn(path) && !below(path, controlapi.Prefix) {
		_, name, _ := strings.Cut(strings.TrimLeft(path, "/"), "/")
		return "did you mean " + controlapi.Prefix + strings.Trim(name, "/") + "?"
	}
	var where []string
	for _, a := range append(slices.Clone(n.apis), n.control) {
		where = append(where, a.Whereabouts)
	}
	return "check the path; " + strings.Join(where, ", ")
}
