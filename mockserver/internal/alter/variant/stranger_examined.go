//go:build examination

package variant

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedStrangers() []Variant {
	return []Variant{
		legal("", "auth.inkeep-body-first", "An Inkeep body that is no JSON gets 400 whoever sends it, as where a framework reads it "+
			"first.",
			bodyFirst("/events", http.StatusBadRequest)),
		legal("", "auth.inkeep-any-header", "Of several Authorization headers of an Inkeep request one that is good is enough.", anyHeader),
	}
}

func anyHeader(p *pipeline.Pipeline) {
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		for _, value := range c.Header.Values("Authorization") {
			one := *c
			authorize(&one, value)
			if who, err := next(&one); alter.ForInkeep(c) && err == nil {
				return who, nil
			}
		}
		return next(c)
	}
}
