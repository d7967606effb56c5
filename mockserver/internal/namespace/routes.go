package namespace

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// routes dispatches by the templates of the contracts, so that router and contract cannot disagree.
func (n *Namespace) routes() http.Handler {
	apis := newRouter(http.HandlerFunc(n.unknownPath))
	for _, a := range n.apis {
		n.mount(apis, a, nil)
	}
	control := newRouter(n.own.Door("", http.HandlerFunc(n.unknownPath)))
	n.mount(control, n.control, n.own.Door)

	open := n.pipeline.Transport(n.cors(n.admit(&n.inProgress, n.limitHeader(apis))))
	own := n.admit(&n.ownInProgress, n.limitHeader(control))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if below(r.URL.Path, controlapi.Prefix) || controlapi.AsksForIndex(r) {
			pipeline.CallOf(r).Base = n.own.BaseURL(r)
			own.ServeHTTP(w, r)
			return
		}
		open.ServeHTTP(w, r)
	})
}

// mount puts the operations of an API on the router, each path behind a door if there is one.
func (n *Namespace) mount(r *router, a *api, door func(path string, next http.Handler) http.Handler) {
	methods := map[string]methodSet{}
	for _, op := range a.contract.Operations() {
		if methods[op.Path] == nil {
			methods[op.Path] = methodSet{}
		}
		methods[op.Path][op.Method] = n.endpoint(a, op)
	}
	for path, set := range methods {
		h := n.byMethod(a, path, set)
		if door != nil {
			h = door(path, h)
		}
		r.handle(path, h)
	}
}

// shapeOf returns the API whose shape a refusal on this path has: that with the longest prefix of it.
func (n *Namespace) shapeOf(path string) *api {
	shape := n.control // nobody's path is refused as the namespace's own
	for _, a := range n.apis {
		if below(path, a.Prefix) && (!below(path, shape.Prefix) || len(a.Prefix) > len(shape.Prefix)) {
			shape = a
		}
	}
	return shape
}

// below reports whether a path is that of a prefix, which ends in a slash, or one under it.
func below(path, prefix string) bool {
	return strings.HasPrefix(path, prefix) || path == prefix[:len(prefix)-1]
}

// unknownPath refuses a path that no operation has.
func (n *Namespace) unknownPath(w http.ResponseWriter, r *http.Request) {
	a, c := n.shapeOf(r.URL.Path), pipeline.CallOf(r)
	v := spec.Violation{
		Rule: spec.RuleRouteUnknown, Side: spec.SideRequest, In: spec.InRoute,
		Got: fmt.Sprintf("%s %s", r.Method, pipeline.Shorten(r.URL.EscapedPath())), Expected: "one of " + n.knownRoutes(r.URL.Path, a),
		Fix: n.routeFix(r.URL.Path),
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

// knownRoutes lists what a lost client may have meant: the operations of the API that the path looks like, or of all.
func (n *Namespace) knownRoutes(path string, a *api) string {
	apis := []*api{a}
	if a != n.control && !pathWords(apis)[firstWord(path)] {
		apis = n.apis
	}
	var routes []string
	for _, a := range apis {
		for _, op := range a.contract.Operations() {
			routes = append(routes, op.Method+" "+op.Path)
		}
	}
	return strings.Join(routes, ", ")
}

func (n *Namespace) routeFix(path string) string {
	if strings.HasSuffix(strings.TrimPrefix(path, controlapi.Prefix), "/") && path != "/" {
		return "leave out the slash at the end"
	}
	var where []string
	for _, a := range append(slices.Clone(n.apis), n.control) {
		where = append(where, a.Whereabouts)
	}
	return "check the path; " + strings.Join(where, ", ")
}
