package protocol

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// stranger's origins, of hosts that nobody has.
const (
	origin    = "https://app.understudy.example"
	lookAlike = "https://app.understudy.example.evil.example"
)

// origins are the checks of how browsers of other origins are served. Whether they are served is the target's choice; what a
// target that serves them says has to make sense to browsers and caches.
func origins() []check {
	return []check{
		corsOffered,
		preflightOpen,
		corsAllows,
		corsAnswers,
		corsCredentials,
		corsVary,
		corsLookAlike,
	}
}

// preflight asks what a browser asks before the call.
func (p *probe) preflight(ctx context.Context, o Operation, from string) *exchange.Exchange {
	needs := "authorization"
	if o.Body != nil {
		needs = "authorization,content-type"
	}
	header := http.Header{"Origin": {from}, "Access-Control-Request-Method": {o.Method}, "Access-Control-Request-Headers": {needs}}
	return p.send(ctx, func() exchange.Request {
		return exchange.Request{Method: http.MethodOptions, Path: o.Path(p.Target()), RawQuery: query(o.Query), Header: header, Safe: true}
	})
}

// called is an answer of the operation itself to a browser, a refusal for lack of credentials, which any target gives.
func (p *probe) called(ctx context.Context, o Operation, from string) *exchange.Exchange {
	r := p.as(o, "")
	r.Header.Set("Origin", from)
	return p.stranger(ctx, r)
}

func allowed(x *exchange.Exchange) string { return x.Header.Get("Access-Control-Allow-Origin") }

// offering ends the check unless the target serves other origins.
func (p *probe) offering(ctx context.Context) (o Operation, asked, call *exchange.Exchange) {
	o = p.operations()[0]
	asked, call = p.preflight(ctx, o, origin), p.called(ctx, o, origin)
	p.Saw("answers", 1)
	if allowed(asked) == "" && allowed(call) == "" {
		p.NotApplicable("the target does not serve browsers of other origins")
	}
	return o, asked, call
}

var corsOffered = check{
	id:    "cors.offered",
	title: "whether browsers of other origins may call is recorded",
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		o := p.operations()[0]
		asked, call := p.preflight(ctx, o, origin), p.called(ctx, o, origin)
		p.Saw("answers", 1)
		p.Record("preflight: %s, allows origin %q; the refusal of the call itself allows origin %q", status(asked), allowed(asked),
			allowed(call))
	},
}

var preflightOpen = check{
	id:    "cors.preflight",
	title: "whether a browser's question is answered without credentials is recorded",
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		ops := p.operations()
		var seen []string
		for _, o := range ops[:min(2, len(ops))] {
			call, asked := p.called(ctx, o, origin), p.preflight(ctx, o, origin)
			p.Saw("answers", 1)
			if allowed(call) == "" {
				p.NotApplicable("the target does not serve browsers of other origins")
			}
			seen = append(seen, o.ID+": "+status(asked))
		}
		p.Record("the question of a browser, which has no credentials, is answered with %s", strings.Join(seen, ", "))
	},
}

// allows reports whether an answer lets pages of the origin read it.
func allows(x *exchange.Exchange) bool { return allowed(x) == "*" || allowed(x) == origin }

// corsAllows wants of a preflight that allows origin and method the headers that the call cannot do without.
var corsAllows = check{
	id:    "cors.allows",
	title: "a preflight that allows the origin allows what the call needs",
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		judged := 0
		for _, o := range p.operations()[:min(2, len(p.operations()))] {
			asked := p.preflight(ctx, o, origin)
			methods := strings.ToUpper(strings.Join(asked.Header.Values("Access-Control-Allow-Methods"), ","))
			headers := strings.ToLower(strings.Join(asked.Header.Values("Access-Control-Allow-Headers"), ","))
			if !success(asked) || !allows(asked) || methods != "" && methods != "*" && !strings.Contains(methods, o.Method) {
				continue // the target does not want to be called so
			}
			judged++
			lacking := ""
			switch {
			case !strings.Contains(headers, "authorization"): // a star does not cover it
				lacking = "Authorization"
			case o.Body != nil && !strings.Contains(headers, "content-type") && !strings.Contains(headers, "*"):
				lacking = "Content-Type"
			}
			if lacking != "" {
				p.Fail(conformance.Failure{
					Message:  "a preflight of " + o.ID + " allows the origin and not what the call needs",
					Expected: "the header " + lacking + " is allowed",
					Got:      "Access-Control-Allow-Headers: " + orNothing(headers), Exchanges: []*exchange.Exchange{asked},
				})
			}
			p.Saw("answers", 1)
		}
		if judged == 0 {
			p.NotApplicable("the target does not allow other origins to call")
		}
	},
}

// corsAnswers judges a good answer. Whether a page can read a refusal, or takes it for a broken network, is recorded.
var corsAnswers = check{
	id:    "cors.answers",
	title: "where a preflight allows the origin, the call's own answer does too",
	phase: conformance.Writing,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		o := p.one(ctx)
		asked := p.preflight(ctx, o, origin)
		p.Saw("answers", 1)
		if !success(asked) || !allows(asked) {
			p.NotApplicable("the target does not allow other origins to call")
		}
		good := p.valid(ctx, o, func(r *exchange.Request) { r.Header.Set("Origin", origin) })
		if success(good) && !allows(good) {
			likely := ""
			if fresh := p.Do(ctx, p.unasked(good.Request)); success(fresh) && allows(fresh) {
				likely = answersShared
			}
			p.Fail(conformance.Failure{
				Message:   o.ID + ": a preflight allows the origin and the answer of the call does not",
				Expected:  "Access-Control-Allow-Origin as in the preflight",
				Got:       status(good) + " with Access-Control-Allow-Origin " + orNothing(allowed(good)),
				LooksLike: likely, Exchanges: []*exchange.Exchange{good, asked},
			})
		}
		p.Record("a refusal allows the origin %q", allowed(p.called(ctx, o, origin)))
	},
}

var corsCredentials = check{
	id:    "cors.credentials",
	title: "whether cookies are allowed together with every origin is recorded",
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		_, asked, call := p.offering(ctx)
		var seen []string
		for _, x := range []*exchange.Exchange{asked, call} {
			seen = append(seen, fmt.Sprintf("origin %q with cookies %q", allowed(x), x.Header.Get("Access-Control-Allow-Credentials")))
		}
		p.Record("allowed are, by the preflight and by the call, %s", strings.Join(seen, " and "))
	},
}

var corsVary = check{
	id:    "cors.vary",
	title: "an answer that names the caller's origin varies by it",
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		_, asked, call := p.offering(ctx)
		for _, x := range []*exchange.Exchange{call, asked} {
			vary := strings.ToLower(strings.Join(x.Header.Values("Vary"), ","))
			if allowed(x) == origin && !strings.Contains(vary, "origin") && vary != "*" {
				p.Fail(conformance.Failure{
					Message:  "an answer names the caller's origin and does not say that it varies by it, so a cache gives it to others",
					Expected: "Vary: Origin", Got: "Vary: " + orNothing(vary), Exchanges: []*exchange.Exchange{x},
				})
			}
		}
	},
}

var corsLookAlike = check{
	id:    "cors.look-alike",
	title: "whether origin null and look-alikes are named is recorded",
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		o, _, _ := p.offering(ctx)
		p.Record("origin null is answered with %q, a look-alike with %q", allowed(p.called(ctx, o, "null")),
			allowed(p.called(ctx, o, lookAlike)))
	},
}
