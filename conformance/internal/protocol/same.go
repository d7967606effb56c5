package protocol

import (
	"context"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/spec"
)

// mostPages ends a walk that does not end by itself.
const mostPages = 25

// told is what an operation answered, over all pages.
type told struct {
	sums []any
	last *exchange.Exchange
	odd  string // why it could not be read; empty if it could
}

// text writes the answers without their order, which nobody documents.
func (a told) text() string {
	texts := make([]string, len(a.sums))
	for i, sum := range a.sums {
		texts[i] = canonical(sum)
	}
	slices.Sort(texts)
	return strings.Join(texts, "\n")
}

// ask sends a valid request, varied, and those for the pages that follow, each varied in the same way.
func (p *probe) ask(ctx context.Context, o Operation, vary func(*exchange.Request)) told {
	var a told
	for range mostPages {
		a.last = p.valid(ctx, o, vary)
		if !success(a.last) {
			a.odd = "it is refused: " + status(a.last)
			return a
		}
		value, err := decode(a.last)
		if unread(err) {
			p.Inconclusive("%v", err)
		}
		if err != nil {
			a.odd = err.Error()
			return a
		}
		a.add(o.Sum(value))
		token := ""
		if o.Token != nil {
			token = o.Token(value)
		}
		if token == "" {
			return a
		}
		if len(token) > longestToken {
			p.Inconclusive("a page token has %d bytes, too many to send it; give shorter ones", len(token))
		}
		o = o.set(Pair{"page_token", token})
	}
	p.Inconclusive("the pages of a small window do not end after %d", mostPages)
	return a
}

// add takes what one page tells; lists of pages are joined.
func (a *told) add(sum any) {
	if list, ok := sum.([]any); ok {
		a.sums = append(a.sums, list...)
		return
	}
	a.sums = append(a.sums, sum)
}

// narrowed are the working operations with parameters that make them tell something, and always the same.
func (p *probe) narrowed(ctx context.Context) []Operation {
	ops := p.working(ctx)
	if p.api.Narrow == nil {
		return ops
	}
	pairs := p.api.Narrow(ctx, p.T)
	for i, o := range ops {
		ops[i] = o.setAll(pairs)
	}
	return ops
}

// OrderMatters is the likely cause where a list is right, and wrong when its parameters come in another order.
const OrderMatters = "the order of the parameters changes what they mean"

// same asks an operation plainly and varied, and fails the check if the answers differ although two plain ones do not.
// Two varied ones have to, since the one may have met a replica that is late. accepted are statuses with which a target may refuse the
// variation.
func (p *probe) same(ctx context.Context, o Operation, what string, vary func(*exchange.Request), accepted ...int) {
	if f := p.compare(ctx, o, what, vary, accepted...); f != nil {
		p.Fail(*f)
	}
}

// compare is same, but that it returns the failure; nil if there is none.
func (p *probe) compare(
	ctx context.Context, o Operation, what string, vary func(*exchange.Request), accepted ...int,
) *conformance.Failure {
	for range 3 {
		plain, varied := p.ask(ctx, o, nil), p.ask(ctx, o, vary)
		p.Saw("events", len(plain.sums))
		switch {
		case anyOf(varied.last, accepted...):
			p.Record("%s is refused with %s", what, status(varied.last))
			return nil
		case plain.odd != "":
			continue
		case varied.odd == "" && varied.text() == plain.text():
			p.Saw("comparisons", 1)
			return nil
		}
		if again := p.ask(ctx, o, nil); again.odd != "" || again.text() != plain.text() {
			continue
		}
		if again := p.ask(ctx, o, vary); again.odd != "" || again.text() != plain.text() { // or it was another replica's turn
			return differs(o, what, plain, varied)
		}
	}
	p.NotApplicable("%s does not tell the same twice, so nothing can be compared", o.ID)
	return nil
}

func differs(o Operation, what string, plain, varied told) *conformance.Failure {
	got := varied.odd
	if got == "" {
		got = orNothing(shorten(varied.text()))
	}
	return &conformance.Failure{
		Message: o.ID + ": " + what + " changes the answer", Expected: "as without it: " + shorten(plain.text()), Got: got,
		LooksLike: lostBetweenChunks(plain.text(), got), Exchanges: []*exchange.Exchange{varied.last, plain.last},
	}
}

// shorten cuts a text for a message.
func shorten(text string) string { return spec.Cut(text, 300) }
