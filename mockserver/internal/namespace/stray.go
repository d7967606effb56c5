package namespace

import (
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// A stray is what no client of the APIs sends: the questions of browsers, load balancers, port scanners and health checkers, and
// connections that break off. It is answered like everything else and counted, but it breaks no contract.
//
// Of requests that no operation serves, a stray is one that could write nothing (its method is not POST, PUT, PATCH or
// DELETE) and either asks for a file that browsers and crawlers ask for unasked, or has no Authorization header and in
// its path no word that the paths of the APIs have, in whatever case. So a client that forgets /v1 is told, and so is one that
// brings credentials.

// strayed reports whether a request that no operation serves is a stray.
func (n *Namespace) strayed(c *pipeline.Call) bool {
	switch strings.ToUpper(c.Method) {
	case http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return false
	}
	if unasked(c.Target) {
		return true
	}
	if meansOwn(c.Target) {
		return false // it is refused, and counts as nothing
	}
	return !c.Authorized && !slices.ContainsFunc(segments(c.Target), func(segment string) bool { return n.shared.apis.words[segment] })
}

// unasked are the files that browsers and crawlers look for by themselves, even with credentials.
func unasked(path string) bool {
	return path == "/favicon.ico" || path == "/robots.txt" || strings.HasPrefix(path, "/apple-touch-icon") ||
		strings.HasPrefix(path, "/.well-known/")
}

// pathWords are the words that stand in the paths of all operations, and the one under which the server's own are.
func pathWords(routes []*route) map[string]bool {
	words := map[string]bool{segments(controlapi.Prefix)[0]: true}
	for _, rt := range routes {
		for _, segment := range segments(rt.path) {
			if !strings.HasPrefix(segment, "{") {
				words[segment] = true
			}
		}
	}
	return words
}

func firstWord(path string) string {
	if all := segments(path); len(all) > 0 {
		return all[0]
	}
	return ""
}

func segments(path string) []string {
	return strings.FieldsFunc(strings.ToLower(path), func(r rune) bool { return r == '/' })
}

// stray counts what came of no client. Operators see it at the level of debugging only: it may be frequent.
func (n *Namespace) stray(why string, c *pipeline.Call) {
	n.violations.AddStray()
	n.log.Debug("a stray, which counts as no broken contract", "why", why, "remote", c.Remote, "request", c.RequestID, "method", c.Method,
		"path", pipeline.Shorten(c.Target))
}
