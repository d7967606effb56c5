package misbehave

import (
	"net/http"
	"strings"
)

const (
	allowOrigin  = "Access-Control-Allow-Origin"
	allowHeaders = "Access-Control-Allow-Headers"
)

func cors() []Mutant {
	return area("cors",
		mutant("cors.origin-reflected", 3, "Any origin is repeated, credentials are allowed, and nothing says that answers vary.", "CHL-TRN-7 INK-CORS-1 CHL-CORS-3 INK-CORS-5",
			onHead(func(r *http.Request, _ int, h http.Header) {
				if origin := r.Header.Get("Origin"); origin != "" {
					h.Set(allowOrigin, origin)
					h.Set("Access-Control-Allow-Credentials", "true")
					h.Del("Vary")
				}
			})),
		mutant("cors.none-on-answers", 2, "A preflight is answered, and the answer itself names no origin.", "CHL-TRN-7 INK-CORS-1 CHL-CORS-5 INK-CORS-7", onHead(func(r *http.Request, _ int, h http.Header) {
			if !preflight(r) {
				h.Del(allowOrigin)
			}
		})),
		mutant("cors.authorization-not-allowed", 3, "A preflight does not allow the header Authorization.", "CHL-TRN-7 INK-CORS-2 CHL-CORS-4 INK-CORS-6", onHead(func(r *http.Request, _ int, h http.Header) {
			if preflight(r) && h.Get(allowHeaders) != "" {
				h.Set(allowHeaders, without(h.Get(allowHeaders), "authorization"))
			}
		})),
		mutant("cors.content-type-not-allowed", 4, "A preflight does not allow the header Content-Type.", "CHL-TRN-7 INK-CORS-2 CHL-CORS-4 INK-CORS-6", onHead(func(r *http.Request, _ int, h http.Header) {
			if preflight(r) && h.Get(allowHeaders) != "" {
				h.Set(allowHeaders, without(h.Get(allowHeaders), "content-type"))
			}
		})),
	)
}

func preflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
}

// without leaves a name out of a list with commas; "*" becomes what is not named by it.
func without(list, name string) string {
	var kept []string
	for item := range strings.SplitSeq(list, ",") {
		item = strings.TrimSpace(item)
		if !strings.EqualFold(item, name) && item != "*" {
			kept = append(kept, item)
		}
	}
	return strings.Join(kept, ", ")
}
