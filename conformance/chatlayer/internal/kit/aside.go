package kit

import (
	"context"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Aside is the probe with lists of which other checks judge the form alone: what a check with events of its own wants of filters may be
// more than every target must do.
func (p *Probe) Aside() *Probe {
	aside := *p
	aside.Send = func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		r.Hostile = true
		if q, list := r.Meta.(Query); list {
			q.Aside = true
			r.Meta = q
		}
		return p.Do(ctx, r)
	}
	return &aside
}

// wrongOnPurpose reports whether there is something wrong with a request, or the target may refuse it. The lists of Aside are valid.
func wrongOnPurpose(r exchange.Request) bool {
	q, _ := r.Meta.(Query)
	return r.Hostile && !q.Aside
}
