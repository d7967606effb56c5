package protocol

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// robustness are the checks that no request makes the target fail.
func robustness() []check {
	return []check{fuzz, noServerError}
}

// harmfulValues do harm to parsers, databases and shells that are not careful. They are sent, never run.
func harmfulValues() []string {
	return []string{
		"' OR '1'='1", `"\\`, "%", "\x00", "\xff\xfe", strings.Repeat("a", 2000), "-1", "1e400", "99999999999999999999", "NaN", "",
		"😀\u200d",
		"[]",
		"2020-02-30T25:61:61Z",
	}
}

// harmfulMembers are values of types that no text member has.
func harmfulMembers() []any {
	return []any{
		7, -1.5, true, nil, []any{}, []any{nil}, map[string]any{"": ""}, "", strings.Repeat("é", 3000), "\x00",
	}
}

// fuzz gives parameters and members harmful values, each value once, by turns on every operation.
var fuzz = check{
	id:    "input.fuzz",
	title: "texts made to break a server are answered below 500",
	phase: conformance.Writing,
	uses:  firm,
	floor: map[string]int{"answers": 10},
	run: func(ctx context.Context, p *probe) {
		for i, r := range p.harmful() {
			p.neverFails(ctx, p.hostile(ctx, r), fmt.Sprintf("input %d is answered with a server error", i+1))
		}
	},
}

func (p *probe) harmful() []exchange.Request {
	var all []exchange.Request
	queried, bodied := p.split()
	for i, value := range harmfulValues() {
		if len(queried) > 0 {
			o := queried[i%len(queried)]
			names := append([]string{"page_token", "page_size", "understudy"}, o.Params...)
			all = append(all, p.request(o.set(Pair{names[i%len(names)], value})))
		}
	}
	if len(queried) > 0 {
		bare := p.request(queried[0])
		bare.RawQuery = "%zz&=&&;=%&" + strings.Repeat("&a=b", 200)
		all = append(all, bare)
	}
	for i, value := range harmfulMembers() {
		if len(bodied) > 0 {
			o := bodied[i%len(bodied)]
			members := slices.Sorted(maps.Keys(o.Body("x")))
			name := members[i/len(bodied)%len(members)]
			all = append(all, p.request(o.change(func(body map[string]any) { body[name] = value })))
		}
	}
	for i, number := range []string{"1e400", "-0", "123456789012345678901234567890", "1E-400"} {
		if len(bodied) > 0 {
			r := p.request(bodied[i%len(bodied)])
			r.Body = []byte(strings.TrimSuffix(string(r.Body), "}") + `,"understudy":` + number + `}`)
			all = append(all, r)
		}
	}
	return all
}

// split parts the operations by where their parameters are.
func (p *probe) split() (queried, bodied []Operation) {
	for _, o := range p.operations() {
		if o.Body == nil {
			queried = append(queried, o)
		} else {
			bodied = append(bodied, o)
		}
	}
	return queried, bodied
}

// noServerError looks back at the whole run, good requests and bad ones. A server may have an accident now and then, so each failure is
// asked again. What cannot be is recorded, for the checks that sent it have asked for something like it, unless it is too long to be kept:
// that is judged by all requests that are as long.
var noServerError = check{
	id:    "input.no-server-error",
	title: "no request of the run is answered with a server error each time",
	phase: conformance.Closing,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		p.stranger(ctx, p.as(p.operations()[0], ""))
		all, found := p.Exchanges(), 0
		for i, x := range all {
			if x.Status != 0 {
				p.Saw("answers", 1)
			}
			if !failed(x) || x.Status == http.StatusBadGateway || x.Status == http.StatusGatewayTimeout || garbled(x.Request) ||
				startsUp(x, all[i+1:]) {
				continue
			}
			found++
			if repeatable(x) && p.failsAgain(ctx, x) || allFail(all, x) {
				p.Fail(conformance.Failure{
					Message:  fmt.Sprintf("a server error each time is the answer to a request of the run, by %s", x.Check),
					Expected: "a status below 500", Got: status(x), Exchanges: []*exchange.Exchange{x},
				})
			}
		}
		if found > 0 {
			p.Record("%d of %d requests were answered with a server error, and not again where they could be sent again", found, len(all))
		}
	},
}

// allFail reports whether a request that is too long to be kept is one of several that all failed: each of its path that is as long.
func allFail(all []*exchange.Exchange, x *exchange.Exchange) bool {
	if x.Sent() == len(x.Request.Body) {
		return false
	}
	n := 0
	for _, other := range all {
		if other.Request.Path != x.Request.Path || other.Sent() < x.Sent() {
			continue
		}
		if n++; !failed(other) {
			return false
		}
	}
	return n >= chances
}

// repeatable reports whether a request is here as it was sent and either changes nothing or is wrong on purpose.
func repeatable(x *exchange.Exchange) bool {
	return (x.Request.Safe || x.Request.Hostile) && x.Sent() == len(x.Request.Body)
}

// startsUp reports whether a target failed the very first request of the run and served the next one like it.
func startsUp(x *exchange.Exchange, later []*exchange.Exchange) bool {
	return x.Number == 1 && len(later) > 0 && later[0].Check == x.Check && later[0].Request.Path == x.Request.Path && success(later[0])
}
