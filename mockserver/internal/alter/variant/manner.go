package variant

import (
	"net/http"
)

// manners are habits of frameworks and gateways that no document rules out.
func manners() []Variant {
	return []Variant{
		legal("", "cors.preflight-needs-credentials", "A preflight without credentials is answered with 401.", onTransport(preflightNeedsKey)),
		legal("", "cors.none-on-refusals", "Refusals name no origin, so that pages cannot read them.", onHeld(func(h *held, _ *http.Request) {
			if h.status >= http.StatusBadRequest {
				h.Header().Del(allowOrigin)
			}
		})),
		legal("", "cors.cookies-for-all", "Every origin is allowed by a star, with cookies, which browsers refuse for requests that have some.", onHeld(func(h *held, _ *http.Request) {
			if h.Header().Get(allowOrigin) == "*" {
				h.Header().Set("Access-Control-Allow-Credentials", "true")
			}
		})),
		legal("", "transport.cached-by-all", "Answers say that shared caches may keep them for a minute.", onHeld(func(h *held, _ *http.Request) {
			h.Header().Set("Cache-Control", "public, max-age=60")
		})),
		legal("", "transport.method-is-200", "A method that a path does not have is answered with 200.", onHeld(func(h *held, _ *http.Request) {
			if h.status == http.StatusMethodNotAllowed {
				h.status = http.StatusOK
			}
		})),
		legal("", "transport.unknown-path-is-200", "A path that does not exist is answered with 200 and the page of an application in the browser.", onTransport(applicationPage)),
	}
}

const allowOrigin = "Access-Control-Allow-Origin"

func preflightNeedsKey(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" && r.Header.Get("Authorization") == "" {
			w.Header().Set("WWW-Authenticate", schemeOf(r)+` realm="api"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func applicationPage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if knownPaths().MatchString(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		proxyPage(w, http.StatusOK)
	})
}
