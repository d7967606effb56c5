package variant

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func routes() []Variant {
	return []Variant{
		legal("", "method.wrong-is-404", "A method that a path does not have is answered with 404.", alter.OnHeld(wrongIs404)),
		legal("", "method.options-lists", "OPTIONS is answered with 200 and a list of methods as text.", alter.OnHeld(optionsLists)),
		legal("L24", "method.options-needs-key", "OPTIONS without credentials is answered with 401, and there are no cross-origin headers.",
			alter.Together(alter.OnWire(noCORS), alter.OnWire(optionsNeedsKey))),
		legal("", "method.head-bare", "An answer to HEAD has neither type nor length.", alter.Deliver(headBare)),
		legal("", "path.unknown-is-401", "A path that does not exist is answered with 401 to whoever brings no credentials.",
			alter.OnHeld(unknownIs401)),
		legal("", "path.unknown-is-page", "A path that does not exist is answered with 404 and a page of HTML.",
			alter.OnWire(unknownIsPage)),
		legal("", "path.any-case", "The words of a path may be written in either case of letters.", anyCase()),
		legal("", "path.slash-redirects", "A path that ends in a slash is answered with 307 and the path without.",
			alter.OnWire(slashRedirects)),
		legal("", "path.slashes-merged", "Several slashes in a row count as one.", slashesMerged()),
		legal("", "transport.method-is-200", "A method that a path does not have is answered with 200.",
			alter.OnHeld(func(h *alter.Held, _ *http.Request) {
				if h.Status == http.StatusMethodNotAllowed {
					h.Status = http.StatusOK
				}
			})),
		legal("", "transport.unknown-path-is-200",
			"A path that does not exist is answered with 200 and the page of an application in the browser.",
			alter.OnWire(applicationPage)),
	}
}

// knownPaths are the paths of both APIs.
func knownPaths() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^/(v1/echo|v1/bots/[^/]+/events/(stream|track|definitions|funnel|attributes/[^/]+/values)|` +
		`v1/teams/[^/]+/events(/definitions)?|events|` +
		`query/[^/]+(/export)?|conversations(/[^/]+|/external/[^/]+)?|feedback(/[^/]+)?)$`)
}

func wrongIs404(h *alter.Held, _ *http.Request) {
	if h.Status == http.StatusMethodNotAllowed {
		h.Status = http.StatusNotFound
		h.Header().Del("Allow")
	}
}

func optionsLists(h *alter.Held, r *http.Request) {
	if allow := h.Header().Get("Allow"); r.Method == http.MethodOptions && h.Status == http.StatusNoContent && allow != "" {
		h.Status = http.StatusOK
		h.Header().Set("Content-Type", "text/html; charset=utf-8")
		h.Body.WriteString(allow)
	}
}

func optionsNeedsKey(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodOptions || r.Header.Get("Authorization") != "" {
		next.ServeHTTP(w, r)
		return
	}
	w.Header().Set("WWW-Authenticate", schemeOf(r)+` realm="api"`)
	w.WriteHeader(http.StatusUnauthorized)
}

// schemeOf is the scheme of the API that a path belongs to.
func schemeOf(r *http.Request) string {
	if strings.HasPrefix(r.URL.Path, "/v1") {
		return "Basic"
	}
	return "Bearer"
}

func headBare(h *alter.Held, r *http.Request) {
	if r.Method != http.MethodHead {
		h.Send()
		return
	}
	h.Header().Del("Content-Length")
	h.Header()["Content-Type"] = nil
	h.Begin()
}

func unknownIs401(h *alter.Held, r *http.Request) {
	if !knownPaths().MatchString(r.URL.Path) && r.Header.Get("Authorization") == "" {
		h.Status = http.StatusUnauthorized
		h.Header().Set("WWW-Authenticate", schemeOf(r)+` realm="api"`)
		h.Header().Del("Content-Type")
		h.Body.Reset()
	}
}

func unknownIsPage(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if knownPaths().MatchString(r.URL.Path) {
		next.ServeHTTP(w, r)
		return
	}
	proxyPage(w, http.StatusNotFound)
}

// anyCase leaves ids as they are, which stand behind names of what they are of.
func anyCase() alter.Decorator {
	return onPath(func(path string) string {
		parts := strings.Split(path, "/")
		for i, part := range parts {
			isID := func(of string) bool { return i > 0 && strings.EqualFold(parts[i-1], of) }
			named := []string{"bots", "teams", "conversations", "external", "feedback"}
			if !slices.ContainsFunc(named, isID) || strings.EqualFold(part, "external") {
				parts[i] = strings.ToLower(part)
			}
		}
		return strings.Join(parts, "/")
	})
}

func slashesMerged() alter.Decorator {
	several := regexp.MustCompile(`/{2,}`)
	return onPath(func(path string) string { return several.ReplaceAllString(path, "/") })
}

// onPath changes the path that the server sees.
func onPath(change func(string) string) alter.Decorator {
	return alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if path := change(r.URL.Path); path != r.URL.Path {
			r = r.Clone(r.Context())
			r.URL.Path, r.URL.RawPath = path, change(r.URL.RawPath)
		}
		next.ServeHTTP(w, r)
	})
}

func slashRedirects(next http.Handler, w http.ResponseWriter, r *http.Request) {
	path := r.URL.EscapedPath()
	without := strings.TrimRight(path, "/")
	if path == without || without == "" {
		next.ServeHTTP(w, r)
		return
	}
	if r.URL.RawQuery != "" {
		without += "?" + r.URL.RawQuery
	}
	w.Header().Set("Location", "/"+strings.TrimLeft(without, "/"))
	w.WriteHeader(http.StatusTemporaryRedirect)
}

func applicationPage(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if knownPaths().MatchString(r.URL.Path) {
		next.ServeHTTP(w, r)
		return
	}
	proxyPage(w, http.StatusOK)
}
