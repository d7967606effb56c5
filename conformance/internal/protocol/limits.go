package protocol

import (
	"context"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// limits are the checks of what is long or deep.
func limits() []check {
	return []check{deepNesting, longQuery, retryAfter}
}

var deepNesting = check{
	id:    "limits.deep-nesting",
	title: "a deeply nested body is served or refused, and the target goes on",
	phase: conformance.Writing,
	uses:  withBody,
	floor: map[string]int{"answers": 2},
	run: func(ctx context.Context, p *probe) {
		ops := p.working(ctx)
		for i, deep := range []string{
			`{"deep":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `}`,
			strings.Repeat(`{"a":`, 1000) + "1" + strings.Repeat("}", 1000),
			strings.Repeat("[", 100000), strings.Repeat(`{"a":`, 50000),
		} {
			o := ops[i%len(ops)]
			r := p.request(o)
			r.Safe, r.Body = false, []byte(deep)
			p.neverFails(ctx, p.hostile(ctx, r), o.ID+" answers a deeply nested body with a server error")
		}
		for _, o := range ops {
			p.goesOn(ctx, o)
		}
	},
}

// goesOn fails the check if an operation that worked before does not work any more.
func (p *probe) goesOn(ctx context.Context, o Operation) {
	if x := p.valid(ctx, o, nil); !success(x) {
		p.Fail(conformance.Failure{
			Message: o.ID + " took a plain request before and refuses it now", Expected: "2xx, as before", Got: status(x),
			Exchanges: []*exchange.Exchange{x},
		})
	}
}

var longQuery = check{
	id:    "limits.long-query",
	title: "a query of 8,000 characters is served or refused",
	phase: conformance.Writing,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		o := p.operations()[0]
		r := p.request(o)
		r.RawQuery = strings.TrimPrefix(r.RawQuery+"&understudy="+strings.Repeat("x", 8000), "&")
		x := p.hostile(ctx, r)
		p.neverFails(ctx, x, o.ID+" answers a query of 8,000 characters with a server error")
		p.Record("a query of 8,000 characters is answered with %s", status(x))
	},
}

var retryAfter = check{
	id:    "limits.retry-after",
	title: "whether a 429 comes with Retry-After is recorded",
	phase: conformance.Closing,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		p.stranger(ctx, p.as(p.operations()[0], ""))
		limited, told := 0, 0
		for _, x := range p.Exchanges() {
			p.Saw("answers", 1)
			if x.Status == http.StatusTooManyRequests {
				limited++
				if x.Header.Get("Retry-After") != "" {
					told++
				}
			}
		}
		if limited == 0 {
			p.Record("no answer was 429")
			return
		}
		p.Record("status 429: %s, %d of them with Retry-After", english.Count(limited, "answer"), told)
	},
}
