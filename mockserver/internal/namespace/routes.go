package namespace

import (
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// routing dispatches by the templates of the contracts, so that router and contract cannot disagree.
func (n *Namespace) routing() http.Handler {
	open := n.open()
	own := n.admitOwn(n.limitHeader(http.HandlerFunc(n.serveOwn)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isOwn(r) {
			pipeline.CallOf(r).Base = n.own.BaseURL(r)
			own.ServeHTTP(w, r)
			return
		}
		c := pipeline.CallOf(r)
		n.watch(c)
		if !c.Looks && n.prefer(w, r) {
			return
		}
		open.ServeHTTP(w, r)
	})
}

// open is what requests of the APIs go through.
func (n *Namespace) open() http.Handler {
	return n.pipeline.Transport(n.cors(n.admit(&n.shared.inProgress, n.limitHeader(http.HandlerFunc(n.serveAPI)))))
}

// isOwn reports whether a request is for the namespace's own endpoints, or means to be.
func isOwn(r *http.Request) bool {
	return meansOwn(r.URL.Path) || controlapi.AsksForIndex(r)
}

// meansOwn reports whether a path begins with the prefix of the namespace's own endpoints, with whatever slashes, underscores and case.
func meansOwn(path string) bool {
	word, _, _ := strings.Cut(strings.TrimLeft(path, "/"), "/")
	return strings.EqualFold(strings.Trim(word, "_"), strings.Trim(controlapi.Prefix, "/_"))
}

// OfAPIs reports whether a request is one that a client of the APIs sends, whichever operation it has in mind. A browser asks beforehand
// without the headers of the request that it asks for.
func OfAPIs(r *http.Request) bool {
	preflight := r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
	return !isOwn(r) && !preflight && !unasked(r.URL.Path)
}

func (n *Namespace) serveAPI(w http.ResponseWriter, r *http.Request) {
	rt := n.shared.apis.router.find(pipeline.CallOf(r), r)
	if rt == nil {
		n.unknownPath(w, r)
		return
	}
	n.dispatch(n.named(rt.api), rt, w, r)
}

// serveOwn serves the namespace's own endpoints, each to those who may call it.
func (n *Namespace) serveOwn(w http.ResponseWriter, r *http.Request) {
	path := ""
	if rt := n.shared.apis.own().router.find(pipeline.CallOf(r), r); rt != nil {
		path = rt.path
	}
	n.guarded()[path].ServeHTTP(w, r)
}

// guardOwn are the handlers of the namespace's own endpoints by path. The one without a path is for all others.
func (n *Namespace) guardOwn() map[string]http.Handler {
	own := map[string]http.Handler{"": n.own.Guard("", http.HandlerFunc(n.unknownPath))}
	for path, rt := range n.shared.apis.own().router.routes {
		own[path] = n.own.Guard(path, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { n.dispatch(n.control, rt, w, r) }))
	}
	return own
}

// shapeOf returns the API whose shape a refusal on this path has: that with the longest prefix of it.
func (n *Namespace) shapeOf(path string) *api {
	shape := n.control // nobody's path is refused as the namespace's own
	if meansOwn(path) {
		return shape
	}
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
