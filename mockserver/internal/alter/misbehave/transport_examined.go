//go:build examination

package misbehave

import (
	"net/http"
	"regexp"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

var beyondASCII = regexp.MustCompile(`[^\x00-\x7f]`)

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
		breaks("transport.chunk-letters-lost", 4, "Letters of several bytes are lost from a body that comes in chunks.",
			"CHL-HTTP-5 INK-HTTP-5 CHL-LAW-2",
			reading(func(next readBody, w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
				err := next(w, r, c)
				if r.ContentLength < 0 {
					c.Sent = beyondASCII.ReplaceAll(c.Sent, []byte("\ufffd"))
				}
				return err
			})),
	)
}
