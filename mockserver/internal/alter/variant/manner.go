package variant

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

// manners are habits of frameworks and gateways that no document rules out.
func manners() []Variant {
	return []Variant{
		legal("", "cors.preflight-needs-credentials", "A preflight without credentials is answered with 401.", alter.OnWire(preflightNeedsKey)),
		legal("", "cors.none-on-refusals", "Refusals name no origin, so that pages cannot read them.", alter.OnHeld(func(h *alter.Held, _ *http.Request) {
			if h.Status >= http.StatusBadRequest {
				h.Header().Del(alter.AllowOrigin)
			}
		})),
		legal("", "cors.cookies-for-all", "Every origin is allowed by a star, with cookies, which browsers refuse for requests that have some.", alter.OnHeld(func(h *alter.Held, _ *http.Request) {
			if h.Header().Get(alter.AllowOrigin) == "*" {
				h.Header().Set("Access-Control-Allow-Credentials", "true")
			}
		})),
		legal("", "transport.cached-by-all", "Answers say that shared caches may keep them for a minute.", alter.OnHeld(func(h *alter.Held, _ *http.Request) {
			h.Header().Set("Cache-Control", "public, max-age=60")
		})),
		legal("", "transport.method-is-200", "A method that a path does not have is answered with 200.", alter.OnHeld(func(h *alter.Held, _ *http.Request) {
			if h.Status == http.StatusMethodNotAllowed {
				h.Status = http.StatusOK
			}
		})),
		legal("", "transport.unknown-path-is-200", "A path that does not exist is answered with 200 and the page of an application in the browser.", alter.OnWire(applicationPage)),
	}
}

func preflightNeedsKey(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if alter.IsPreflight(r) && r.Header.Get("Authorization") == "" {
		w.Header().Set("WWW-Authenticate", schemeOf(r)+` realm="api"`)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	next.ServeHTTP(w, r)
}

func applicationPage(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if knownPaths().MatchString(r.URL.Path) {
		next.ServeHTTP(w, r)
		return
	}
	proxyPage(w, http.StatusOK)
}
