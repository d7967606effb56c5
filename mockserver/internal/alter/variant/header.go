package variant

import (
	"maps"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func headers() []Variant {
	return []Variant{
		legal("L24", "cors.none", "There are no cross-origin headers.", alter.OnWire(noCORS)),
		legal("", "cors.repeats-origin", "The origin of the page is repeated instead of *.", alter.OnHeld(repeatOrigin)),
		legal("", "header.no-date", "Answers have no Date.",
			alter.OnHeld(func(h *alter.Held, _ *http.Request) { h.Header()["Date"] = nil })),
		legal("", "header.many", "Answers have headers that most servers have, some of them twice.", alter.OnHeld(manyHeaders)),
		legal("", "cors.preflight-needs-credentials", "A preflight without credentials is answered with 401.",
			alter.OnWire(preflightNeedsKey)),
		legal("", "cors.none-on-refusals", "Refusals name no origin, so that pages cannot read them.",
			alter.OnHeld(func(h *alter.Held, _ *http.Request) {
				if h.Status >= http.StatusBadRequest {
					h.Header().Del(alter.AllowOrigin)
				}
			})),
		legal("", "cors.cookies-for-all", "Every origin is allowed by a star, with cookies, which browsers refuse for requests that have "+
			"some.",
			alter.OnHeld(func(h *alter.Held, _ *http.Request) {
				if h.Header().Get(alter.AllowOrigin) == "*" {
					h.Header().Set("Access-Control-Allow-Credentials", "true")
				}
			})),
		legal("", "transport.cached-by-all", "Answers say that shared caches may keep them for a minute.",
			alter.OnHeld(func(h *alter.Held, _ *http.Request) {
				h.Header().Set("Cache-Control", "public, max-age=60")
			})),
		legal("", "cors.one-origin", "Pages of one origin alone may read answers.", alter.OnHeld(oneOrigin)),
	}
}

// noCORS keeps the server from seeing that a page asks.
func noCORS(next http.Handler, w http.ResponseWriter, r *http.Request) {
	plain := r.Clone(r.Context())
	plain.Header.Del("Origin")
	maps.DeleteFunc(plain.Header, func(name string, _ []string) bool { return strings.HasPrefix(name, "Access-Control-") })
	h := alter.Hold(next, w, plain)
	maps.DeleteFunc(h.Header(), func(name string, _ []string) bool {
		return name == "Vary" || strings.HasPrefix(name, "Access-Control-")
	})
	h.Send()
}

func repeatOrigin(h *alter.Held, r *http.Request) {
	if h.Header().Get("Access-Control-Allow-Origin") == "*" && r.Header.Get("Origin") != "" {
		h.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	}
	h.Header().Add("Vary", "Origin")
}

func manyHeaders(h *alter.Held, _ *http.Request) {
	usual := http.Header{
		"Server":                    {"nginx"},
		"Via":                       {"1.1 edge-a", "1.1 edge-b"},
		"Etag":                      {`W/"1a2b3c"`},
		"Set-Cookie":                {"lb=a1; Path=/", "seen=1; Path=/; HttpOnly"},
		"Strict-Transport-Security": {"max-age=31536000"},
		"X-Powered-By":              {"Express"},
		"X-Ratelimit-Remaining":     {"0"},
		"Link":                      {`</docs>; rel="help"`},
		"Cache-Control":             {"private", "max-age=0, must-revalidate"},
		"Expires":                   {"0"},
	}
	for name, values := range usual {
		h.Header()[name] = append(h.Header()[name], values...)
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

func oneOrigin(h *alter.Held, _ *http.Request) {
	if h.Header().Get("Access-Control-Allow-Origin") != "" {
		h.Header().Set("Access-Control-Allow-Origin", "https://app.one.example")
	}
}
