//go:build examination

package misbehave

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedTransports() []Misbehaviour {
	return area("transport",
		breaks("transport.chunked-last-lost", 4, "Of a chunked body above 64 kB the end is lost.",
			"CHL-OPS-9 INK-BODY-1 CHL-HTTP-5 INK-HTTP-5",
			reading(func(next readBody, w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
				err := next(w, r, c)
				if r.ContentLength < 0 && len(c.Sent) > 64<<10 {
					c.Sent = c.Sent[:64<<10]
				}
				return err
			})),
	)
}
