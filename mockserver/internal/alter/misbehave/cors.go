package misbehave

import (
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

const allowHeaders = "Access-Control-Allow-Headers"

func cors() []Misbehaviour {
	return area("cors",
		breaks("cors.origin-reflected", 3,
			"Answers repeat any Origin and allow credentials, without a Vary header.",
			"CHL-CORS-3 INK-CORS-5 CHL-TRN-7 INK-CORS-1", alter.OnHeld(func(h *alter.Held, r *http.Request) {
				if origin := r.Header.Get("Origin"); origin != "" {
					h.Header().Set(alter.AllowOrigin, origin)
					h.Header().Set("Access-Control-Allow-Credentials", "true")
					h.Header().Del("Vary")
				}
			})),
		breaks("cors.none-on-answers", 2,
			"A preflight succeeds, but the answer itself has no Access-Control-Allow-Origin.",
			"CHL-CORS-5 INK-CORS-7 CHL-TRN-7 INK-CORS-1", alter.OnHeld(func(h *alter.Held, r *http.Request) {
				if !alter.IsPreflight(r) {
					h.Header().Del(alter.AllowOrigin)
				}
			})),
		breaks("cors.authorization-not-allowed", 3,
			"A preflight does not allow the Authorization header.",
			"CHL-CORS-4 INK-CORS-6 CHL-TRN-7 INK-CORS-2", alter.OnHeld(func(h *alter.Held, r *http.Request) {
				if alter.IsPreflight(r) && h.Header().Get(allowHeaders) != "" {
					h.Header().Set(allowHeaders, without(h.Header().Get(allowHeaders), "authorization"))
				}
			})),
	)
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
