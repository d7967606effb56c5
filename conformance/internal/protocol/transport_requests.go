package protocol

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// requests are the checks of what a request line may look like.
func requests() []check {
	return []check{allowWith405, queryOrder, percentEncoding, readsChangeNothing}
}

// allowWith405 asks with harmless methods that an operation's path does not have.
var allowWith405 = check{
	id:    "transport.allow-with-405",
	title: "a 405 says in Allow which methods the path has",
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		ops := p.operations()
		judged, others := 0, []string{}
		for _, o := range ops {
			for _, method := range []string{http.MethodGet, http.MethodOptions} {
				if slices.ContainsFunc(ops, func(other Operation) bool {
					return other.Method == method && other.Path(p.Target()) == o.Path(p.Target())
				}) {
					continue
				}
				x := p.send(ctx, func() exchange.Request {
					return exchange.Request{
						Method: method, Path: o.Path(p.Target()), Authorization: p.Authorization(), Safe: true,
						Hostile: true,
					}
				})
				p.Saw("answers", 1)
				if x.Status != http.StatusMethodNotAllowed {
					others = append(others, status(x))
					continue
				}
				judged++
				if len(x.Header.Values("Allow")) == 0 {
					p.Fail(conformance.Failure{
						Message:  fmt.Sprintf("%s %s is answered with 405 without Allow", method, o.ID),
						Expected: "Allow with the methods that there are",
						Got:      "no such header", Exchanges: []*exchange.Exchange{x},
					})
				}
			}
		}
		if judged == 0 {
			p.NotApplicable("no method that is not there is answered with 405, but with %s", strings.Join(slices.Compact(others), ", "))
		}
	},
}

// queryOrder puts the parameters the other way round, and each once at the end.
var queryOrder = check{
	id:    "transport.query-order",
	title: "the order of query parameters changes nothing",
	uses:  withQuery,
	floor: map[string]int{"comparisons": 2},
	run: func(ctx context.Context, p *probe) {
		for _, o := range p.narrowed(ctx) {
			backwards := slices.Clone(o.Query)
			slices.Reverse(backwards)
			p.sameInOrder(ctx, o, "the reverse order of the parameters", backwards)
			half := len(o.Query) / 2
			p.sameInOrder(ctx, o, "another order of the parameters", slices.Concat(o.Query[half:], o.Query[:half]))
		}
	},
}

// sameInOrder fails the check if the answers differ where the pairs come in another order.
func (p *probe) sameInOrder(ctx context.Context, o Operation, what string, pairs []Pair) {
	if f := p.compare(ctx, o, what, inOrder(pairs)); f != nil {
		f.LooksLike = OrderMatters
		p.Fail(*f)
	}
}

// inOrder sends pairs in their order, with the token of the page, which the plain request has last, in front.
func inOrder(pairs []Pair) func(*exchange.Request) {
	return func(r *exchange.Request) {
		raw := query(pairs)
		if i := strings.LastIndex(r.RawQuery, "page_token="); i >= 0 {
			raw = r.RawQuery[i:] + "&" + raw
		}
		r.RawQuery = raw
	}
}

// percentEncoding encodes unreserved characters, which RFC 3986 calls equivalent, and spells escapes in small letters.
var percentEncoding = check{
	id:    "transport.percent-encoding",
	title: "a character and its percent-encoding are the same in a query",
	uses:  withQuery,
	floor: map[string]int{"comparisons": 2},
	run: func(ctx context.Context, p *probe) {
		for _, o := range p.narrowed(ctx) {
			p.same(ctx, o, "percent-encoding letters of the values", func(r *exchange.Request) { r.RawQuery = encodeLetters(r.RawQuery) })
			p.same(ctx, o, "percent-escapes in small letters", func(r *exchange.Request) { r.RawQuery = smallEscapes(r.RawQuery) })
		}
	},
}

// encodeLetters encodes the first character of every value.
func encodeLetters(raw string) string {
	parts := strings.Split(raw, "&")
	for i, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		if value == "" || !unreserved(value[0]) {
			continue
		}
		parts[i] = name + "=" + percent(value)
	}
	return strings.Join(parts, "&")
}

func smallEscapes(raw string) string {
	b := []byte(raw)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:], strings.ToLower(string(b[i+1:i+3])))
		}
	}
	return string(b)
}

// readsChangeNothing reads twice. Events may come in between; none may go.
var readsChangeNothing = check{
	id:    "transport.reads-change-nothing",
	title: "what was read once can be read again",
	uses:  reads,
	floor: map[string]int{"walks": 2},
	run: func(ctx context.Context, p *probe) {
		for _, o := range p.narrowed(ctx) {
			first := p.ask(ctx, o, nil)
			p.Saw("walks", 1)
			later := p.ask(ctx, o, nil)
			p.Saw("walks", 1)
			if first.odd != "" || later.odd != "" {
				p.Inconclusive("%s cannot be read: %s%s", o.ID, first.odd, later.odd)
			}
			if lost := missing(first, later); lost != "" {
				p.Fail(conformance.Failure{
					Message: o.ID + ": what was there is gone after it was read", Expected: shorten(lost), Got: "no such event",
					Exchanges: []*exchange.Exchange{later.last, first.last},
				})
			}
		}
	},
}

// missing is a line of one answer that another does not have.
func missing(first, later told) string {
	have := strings.Split(later.text(), "\n")
	for _, line := range strings.Split(first.text(), "\n") {
		if line != "" && !slices.Contains(have, line) {
			return line
		}
	}
	return ""
}
