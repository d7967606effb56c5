//go:build examination

package misbehave

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedCors() []Misbehaviour {
	return area("cors",
		breaks("cors.content-type-not-allowed", 4,
			"A preflight does not allow the header Content-Type.",
			"CHL-TRN-7 INK-CORS-2 CHL-CORS-4 INK-CORS-6", alter.OnHeld(func(h *alter.Held, r *http.Request) {
				if alter.IsPreflight(r) && h.Header().Get(allowHeaders) != "" {
					h.Header().Set(allowHeaders, without(h.Header().Get(allowHeaders), "content-type"))
				}
			})),
	)
}
