//go:build examination

package variant

import (
	"net/http"
)

func examinedInkeepLenients() []Variant {
	return []Variant{
		legal("", "inkeep.owner-number", "A projectId or integrationId that is a number is taken for its digits.",
			onSpelt("projectId", "integrationId")),
		legal("", "limit.chunked-one-megabyte", "A chunked body above 1,000,000 bytes is refused.",
			refuseAbove(func(r *http.Request) bool { return r.ContentLength < 0 })),
	}
}
