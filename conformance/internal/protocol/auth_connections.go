package protocol

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/rawhttp"
)

// connections are the checks that every request stands for itself.
func connections() []check {
	return []check{twoHeaders, perRequest, noSharedAnswers}
}

// twoHeaders puts a bad header on either side of a good one.
var twoHeaders = check{
	id:    "auth.two-headers",
	title: "whether a bad Authorization header beside a good one gets in is recorded",
	phase: conformance.Alone,
	uses:  firm,
	floor: map[string]int{"answers": 2},
	run: func(ctx context.Context, p *probe) {
		o := p.one(ctx)
		var seen []string
		for _, pair := range [][]string{{p.Authorization(), p.wrong()}, {p.wrong(), p.Authorization()}} {
			x := p.alone(ctx, func() exchange.Request {
				r := p.as(o, "")
				r.Hostile, r.Header["Authorization"] = true, pair
				return r
			}, func(conn *rawhttp.Conn, r exchange.Request) *exchange.Exchange {
				x, _ := conn.Do(ctx, r)
				return x
			})
			p.Saw("answers", 1)
			seen = append(seen, status(x))
		}
		p.Record("with the good Authorization header first: %s; with the bad one first: %s", seen[0], seen[1])
	},
}

// perRequest sends a good request and then one without credentials over the same connection.
var perRequest = check{
	id:    "auth.per-request",
	title: "good credentials do not open the connection for later requests",
	phase: conformance.Alone,
	uses:  firm,
	floor: map[string]int{"refusals": 1},
	run: func(ctx context.Context, p *probe) {
		reused := false
		for _, o := range p.working(ctx) {
			for _, value := range []string{"", p.wrong(), p.wrongSecrets()[0].value} {
				good, bare := p.turn(ctx, func() exchange.Request { return p.request(o) },
					func() exchange.Request { return p.as(o, value) })
				if !success(good) || bare == nil || bare.Err != nil || bare.Busy() {
					continue
				}
				reused = true
				p.refuses(ctx, o, "no good credentials, after a good one on the same connection,", bare)
			}
		}
		if !reused {
			p.NotApplicable("the target closes the connection after every answer")
		}
	},
}

// noSharedAnswers asks the same twice in a row, with good credentials and then without.
var noSharedAnswers = check{
	id:    "auth.no-shared-answers",
	title: "an answer for somebody with credentials is not given to the next one without",
	phase: conformance.Writing,
	uses:  firm,
	floor: map[string]int{"refusals": 2},
	run: func(ctx context.Context, p *probe) {
		ops := p.working(ctx)
		strangers := []string{"", p.wrongSecrets()[0].value, p.wrong()}
		for i := range max(len(strangers), len(ops)) {
			o := ops[i%len(ops)]
			good := p.send(ctx, func() exchange.Request { return p.request(o) })
			if !success(good) {
				continue
			}
			same := good.Request
			same.Authorization = strangers[i%len(strangers)]
			x := p.stranger(ctx, same)
			if success(x) {
				p.letIn(ctx, conformance.Failure{
					Message:  o.ID + " gives a stranger the answer that somebody with credentials got before",
					Expected: "a refusal, such as 401",
					Got:      status(x), Exchanges: []*exchange.Exchange{x, good},
				})
			}
			p.Saw("refusals", 1)
		}
	},
}
