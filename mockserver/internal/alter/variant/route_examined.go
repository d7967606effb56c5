//go:build examination

package variant

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedRoutes() []Variant {
	return []Variant{
		legal("", "path.unknown-is-403", "A path that does not exist is answered with 403, as by a gateway.", alter.OnHeld(unknownIs403)),
	}
}

func unknownIs403(h *alter.Held, r *http.Request) {
	if !knownPaths().MatchString(r.URL.Path) && h.Status == http.StatusNotFound {
		h.Status = http.StatusForbidden
		h.Header().Set("Content-Type", jsonType)
		h.Body.Reset()
		h.Body.WriteString(`{"message":"Missing Authentication Token"}`)
	}
}
