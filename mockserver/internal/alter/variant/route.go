package variant

import (
	"net/http"
	"regexp"
	"strings"
)

func routes() []Variant {
	return []Variant{
		legal("", "method.wrong-is-404", "A method that a path does not have is answered with 404.", onHeld(wrongIs404)),
		legal("", "method.options-lists", "OPTIONS is answered with 200 and a list of methods as text.", onHeld(optionsLists)),
		legal("L24", "method.options-needs-key", "OPTIONS without credentials is answered with 401, and there are no cross-origin headers.", all(onTransport(noCORS), onTransport(optionsNeedsKey))),
		legal("", "method.head-bare", "An answer to HEAD has neither type nor length.", deliver(headBare)),
		legal("", "path.unknown-is-401", "A path that does not exist is answered with 401 to whoever brings no credentials.", onHeld(unknownIs401)),
		legal("", "path.unknown-is-403", "A path that does not exist is answered with 403, as by a gateway.", onHeld(unknownIs403)),
		legal("", "path.unknown-is-page", "A path that does not exist is answered with 404 and a page of HTML.", onTransport(unknownIsPage)),
		legal("", "path.any-case", "The words of a path may be written in either case of letters.", onTransport(anyCase)),
		legal("", "path.slash-redirects", "A path that ends in a slash is answered with 307 and the path without.", onTransport(slashRedirects)),
		legal("", "path.slashes-merged", "Several slashes in a row count as one.", onTransport(slashesMerged)),
	}
}

// knownPaths are the paths of both APIs.
func knownPaths() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^/(v1/echo|v1/bots/[^/]+/events/(stream|track)|v1/teams/[^/]+/events|events)$`)
}

func wrongIs404(h *held, _ *http.Request) {
	if h.status == http.StatusMethodNotAllowed {
		h.status = http.StatusNotFound
		h.Header().Del("Allow")
	}
}

func optionsLists(h *held, r *http.Request) {
	if allow := h.Header().Get("Allow"); r.Method == http.MethodOptions && h.status == http.StatusNoContent && allow != "" {
		h.status = http.StatusOK
		h.Header().Set("Content-Type", "text/html; charset=utf-8")
		h.body.WriteString(allow)
	}
}

func optionsNeedsKey(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodOptions || r.Header.Get("Authorization") != "" {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("WWW-Authenticate", schemeOf(r)+` realm="api"`)
		w.WriteHeader(http.StatusUnauthorized)
	})
}

// schemeOf is the scheme of the API that a path belongs to.
func schemeOf(r *http.Request) string {
	if strings.HasPrefix(r.URL.Path, "/v1") {
		return "Basic"
	}
	return "Bearer"
}

func headBare(h *held, r *http.Request) {
	if r.Method != http.MethodHead {
		h.send()
		return
	}
	h.Header().Del("Content-Length")
	h.Header()["Content-Type"] = nil
	h.ResponseWriter.WriteHeader(h.status)
}

func unknownIs401(h *held, r *http.Request) {
	if !knownPaths().MatchString(r.URL.Path) && r.Header.Get("Authorization") == "" {
		h.status = http.StatusUnauthorized
		h.Header().Set("WWW-Authenticate", schemeOf(r)+` realm="api"`)
		h.Header().Del("Content-Type")
		h.body.Reset()
	}
}

func unknownIs403(h *held, r *http.Request) {
	if !knownPaths().MatchString(r.URL.Path) && h.status == http.StatusNotFound {
		h.status = http.StatusForbidden
		h.Header().Set("Content-Type", jsonType)
		h.body.Reset()
		h.body.WriteString(`{"message":"Missing Authentication Token"}`)
	}
}

func unknownIsPage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if knownPaths().MatchString(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		proxyPage(w, http.StatusNotFound)
	})
}

// anyCase leaves ids as they are, which stand behind "bots" and "teams".
func anyCase(next http.Handler) http.Handler {
	return onPath(next, func(path string) string {
		parts := strings.Split(path, "/")
		for i, part := range parts {
			if i == 0 || !strings.EqualFold(parts[i-1], "bots") && !strings.EqualFold(parts[i-1], "teams") {
				parts[i] = strings.ToLower(part)
			}
		}
		return strings.Join(parts, "/")
	})
}

func slashesMerged(next http.Handler) http.Handler {
	several := regexp.MustCompile(`/{2,}`)
	return onPath(next, func(path string) string { return several.ReplaceAllString(path, "/") })
}

// onPath changes the path that the server sees.
func onPath(next http.Handler, change func(string) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path := change(r.URL.Path); path != r.URL.Path {
			r = r.Clone(r.Context())
			r.URL.Path, r.URL.RawPath = path, change(r.URL.RawPath)
		}
		next.ServeHTTP(w, r)
	})
}

func slashRedirects(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
	})
}
