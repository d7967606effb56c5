package chatlayer

import (
	"context"
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// aside is the probe with lists that no other check judges: what a check with events of its own wants of filters may be more
// than every target must do.
func (p *probe) aside() *probe {
	aside := *p
	aside.do = func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		r.Hostile = true
		return p.Do(ctx, r)
	}
	return &aside
}

// caseFolded is what servers do whose texts are alike in any case of letters.
const caseFolded = "letter case folded"

// caseTwins are pairs of values that differ in the case of their letters alone: names, ids of 24 hex digits and UUIDs.
func (p *probe) caseTwins() []string {
	hex := fmt.Sprintf("5ca1ab1e%016x", digest("hex "+p.Run()))
	h := fmt.Sprintf("%016x%016x", digest("uuid "+p.Run()), digest("more "+p.Run()))
	uuid := fmt.Sprintf("c0ffee%s-%s-4%s-a%s-%s", h[:2], h[2:6], h[6:9], h[9:12], h[12:24])
	return []string{p.s.names.of("Mia"), p.s.names.of("mia"), hex, strings.ToUpper(hex), uuid, strings.ToUpper(uuid)}
}
