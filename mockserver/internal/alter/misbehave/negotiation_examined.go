//go:build examination

package misbehave

import (
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedNegotiation() []Misbehaviour {
	return area("negotiation",
		breaks("negotiation.charset-case", 4, "charset=UTF-8 is refused, in capitals only.", "CHL-TRN-2 INK-BODY-3",
			refusePosts(http.StatusUnsupportedMediaType, func(c *pipeline.Call) bool {
				return strings.Contains(c.Header.Get("Content-Type"), "UTF-8")
			})),
		breaks("negotiation.quotes-refused", 4, "A charset in quotes is refused with 415.", "CHL-NEG-6 INK-NEG-6",
			refusePosts(http.StatusUnsupportedMediaType, func(c *pipeline.Call) bool {
				return strings.Contains(c.Header.Get("Content-Type"), `"`) &&
					strings.HasPrefix(strings.ToLower(c.Header.Get("Content-Type")), "application/json")
			})),
		breaks("negotiation.cookie-refused", 4, "An empty Cookie header is refused with 400.", "INK-SDK-2",
			refuseCalls(http.StatusBadRequest, func(c *pipeline.Call) bool {
				return len(c.Header.Values("Cookie")) > 0 && c.Header.Get("Cookie") == ""
			})),
	)
}
