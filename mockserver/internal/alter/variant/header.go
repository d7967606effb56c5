package variant

import (
	"maps"
	"net/http"
	"strings"
)

func headers() []Variant {
	return []Variant{
		legal("L24", "cors.none", "There are no cross-origin headers.", onTransport(noCORS)),
		legal("", "cors.repeats-origin", "The origin of the page is repeated instead of *.", onHeld(repeatOrigin)),
		legal("", "header.no-date", "Answers have no Date.", onHeld(func(h *held, _ *http.Request) { h.Header()["Date"] = nil })),
		legal("", "header.many", "Answers have headers that most servers have, some of them twice.", onHeld(manyHeaders)),
		legal("", "header.duplicate-cache-control", "Answers have Cache-Control twice and an old Expires.", onHeld(cacheTwice)),
	}
}

// noCORS keeps the server from seeing that a page asks.
func noCORS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		plain := r.Clone(r.Context())
		plain.Header.Del("Origin")
		maps.DeleteFunc(plain.Header, func(name string, _ []string) bool { return strings.HasPrefix(name, "Access-Control-") })
		h := hold(next, w, plain)
		maps.DeleteFunc(h.Header(), func(name string, _ []string) bool {
			return name == "Vary" || strings.HasPrefix(name, "Access-Control-")
		})
		h.send()
	})
}

func repeatOrigin(h *held, r *http.Request) {
	if h.Header().Get("Access-Control-Allow-Origin") == "*" && r.Header.Get("Origin") != "" {
		h.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	}
	h.Header().Add("Vary", "Origin")
}

func manyHeaders(h *held, _ *http.Request) {
	usual := http.Header{
		"Server":                    {"nginx"},
		"Via":                       {"1.1 edge-a", "1.1 edge-b"},
		"Etag":                      {`W/"1a2b3c"`},
		"Set-Cookie":                {"lb=a1; Path=/", "seen=1; Path=/; HttpOnly"},
		"Strict-Transport-Security": {"max-age=31536000"},
		"X-Powered-By":              {"Express"},
		"X-Ratelimit-Remaining":     {"0"},
		"Link":                      {`</docs>; rel="help"`},
	}
	for name, values := range usual {
		h.Header()[name] = append(h.Header()[name], values...)
	}
}

func cacheTwice(h *held, _ *http.Request) {
	h.Header()["Cache-Control"] = []string{"private", "max-age=0, must-revalidate"}
	h.Header().Set("Expires", "0")
}
