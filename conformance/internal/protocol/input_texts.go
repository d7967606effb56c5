package protocol

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// texts are the checks of bytes and characters that do harm in texts.
func texts() []check {
	return []check{invalidUTF8, controlCharacters, headerInjection, strangeIDs, numbersWhole}
}

// invalidUTF8 replaces a character inside a text of the body by a byte that UTF-8 does not have.
var invalidUTF8 = check{
	id:    "input.invalid-utf8",
	title: "bytes that are no UTF-8 are refused or replaced",
	phase: conformance.Writing,
	uses:  withBody,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		for _, o := range p.allOperations(ctx) {
			const mark = "understudyMARK"
			marked := o.change(func(body map[string]any) { markText(o, body, mark) })
			r := p.request(marked)
			r.Safe, r.Body = false, bytes.ReplaceAll(r.Body, []byte(mark), []byte("understudy\xff\xc3("))
			x := p.hostile(ctx, r)
			p.neverFails(ctx, x, o.ID+" answers a body that is no UTF-8 with a server error")
			if body, err := x.Plain(); err == nil && success(x) && !utf8.Valid(body) {
				p.Fail(conformance.Failure{
					Message: o.ID + " sends back bytes that are no UTF-8", Expected: "a refusal, or other characters in their place",
					Got:       shorten(strings.ToValidUTF8(string(body), "?")),
					Exchanges: []*exchange.Exchange{x},
				})
			}
		}
	},
}

// allOperations are the working ones and those that a target may lack and this one has.
func (p *probe) allOperations(ctx context.Context) []Operation {
	ops := p.working(ctx)
	for _, o := range p.api.Operations {
		if o.Optional && o.Body != nil && success(p.valid(ctx, o, nil)) {
			ops = append(ops, o)
		}
	}
	return ops
}

// markText puts a text where the operation has one that comes back, or else into some member that is a text.
func markText(o Operation, body map[string]any, text string) {
	if o.Text != nil {
		o.Text(body, text)
		return
	}
	for _, name := range []string{"event", "user_id"} {
		body[name] = text
	}
}

var controlCharacters = check{
	id:    "input.control-characters",
	title: "control characters other than NUL in a text are refused or come back",
	phase: conformance.Writing,
	uses:  echoes,
	floor: map[string]int{"answers": 4},
	run: func(ctx context.Context, p *probe) {
		for _, o := range p.working(ctx) {
			for _, text := range []string{"a\x00b", "a\x01b\x1fc", "a\u007fb\u0085c", "a\u2028b\u2029c", "a\ufeffb", "\u202eabc"} {
				p.controlled(ctx, o, text)
			}
		}
	},
}

// controlled wants a text with control characters to be refused or to come back. It fails the check if the text comes back changed three
// times, and a plain one as it was sent: where that does not, it is no matter of control characters.
func (p *probe) controlled(ctx context.Context, o Operation, text string) {
	var x *exchange.Exchange
	back, came := "", false
	for range 3 {
		x, back, came = p.sendText(ctx, o, text)
		p.neverFails(ctx, x, o.ID+" answers a control character in a text with a server error")
		if !came || back == text {
			return
		}
		if strings.Contains(text, "\x00") { // many databases cannot hold it
			p.Record("a text with NUL in it, %s, comes back as %s", canonical(text), canonical(back))
			return
		}
		plain := fmt.Sprintf("t%0*d", len(canonical(text))-len(`""t`), p.made) // equally long
		if _, same, came := p.sendText(ctx, o, plain); came && same != plain {
			p.Inconclusive("%s does not give back a plain text either: %s comes back as %s", o.ID, canonical(plain), canonical(same))
		}
	}
	p.Fail(conformance.Failure{
		Message: o.ID + " changes a text with control characters", Expected: canonical(text) + ", or a refusal",
		Got:       canonical(back),
		Exchanges: []*exchange.Exchange{x},
	})
}

// sendText sends a text where it comes back, and reports what came back, if the text was taken and the answer can be read.
func (p *probe) sendText(ctx context.Context, o Operation, text string) (x *exchange.Exchange, back string, came bool) {
	x = p.hostile(ctx, p.request(o.change(func(body map[string]any) { o.Text(body, text) })))
	value, err := decode(x)
	if !success(x) || unread(err) {
		return x, "", false
	}
	return x, o.Back(value), true
}

// headerInjection sends line feeds where a server could copy them into a header of its answer.
var headerInjection = check{
	id:    "input.header-injection",
	title: "line feeds in parameters do not reach the answer's header",
	phase: conformance.Writing,
	uses:  firm,
	floor: map[string]int{"answers": 3},
	run: func(ctx context.Context, p *probe) {
		const injected = "%0d%0aX-Understudy-Injected:%20yes"
		o := p.operations()[0]
		inPath, inQuery, nowhere := p.request(o), p.request(o), p.request(o)
		inPath.Path += injected
		inQuery.RawQuery = strings.TrimPrefix(inQuery.RawQuery+"&understudy="+injected, "&")
		nowhere.Path = "/" + injected + "/"
		for _, r := range []exchange.Request{inPath, inQuery, nowhere} {
			x := p.hostile(ctx, r)
			p.Saw("answers", 1)
			if got := x.Header.Get("X-Understudy-Injected"); got != "" {
				p.Fail(conformance.Failure{
					Message: "line feeds of the request are copied into the answer's header", Expected: "no header of that name",
					Got: "X-Understudy-Injected: " + got, Exchanges: []*exchange.Exchange{x},
				})
			}
		}
	},
}

// strangeIDs only reads. A long id may be one that nobody uses; what an unknown one gives is the target's choice.
var strangeIDs = check{
	id:    "input.strange-ids",
	title: "an empty id or one that climbs up the path reaches no data",
	uses:  reads,
	floor: map[string]int{"answers": 5},
	run: func(ctx context.Context, p *probe) {
		target := p.Target()
		for _, o := range p.narrowed(ctx)[:1] {
			own := p.ask(ctx, o, nil)
			for _, id := range []string{"", "..", ".", "../" + p.api.Bot(target), "%2e%2e", "/", "\x00", strings.Repeat("a", 3000), "*"} {
				other := p.api.WithBot(target, id)
				if o.Path(other) == o.Path(target) {
					continue
				}
				r := p.request(o)
				r.Path = o.Path(other)
				x := p.hostile(ctx, r)
				p.neverFails(ctx, x, o.ID+" answers the id "+shorten(id)+" with a server error")
				if value, err := decode(x); success(x) && err == nil && shares(own, o.Sum(value)) {
					p.Fail(conformance.Failure{
						Message:  o.ID + " gives the bot's own data for the id " + orNothing(shorten(id)),
						Expected: "a refusal, or none of its data",
						Got:      status(x) + " with its data", Exchanges: []*exchange.Exchange{x, own.last},
					})
				}
			}
		}
	},
}

// shares reports whether a list holds anything that was told before.
func shares(own told, sum any) bool {
	list, _ := sum.([]any)
	for _, entry := range list {
		for _, mine := range own.sums {
			if canonical(entry) == canonical(mine) {
				return true
			}
		}
	}
	return false
}

// numbersWhole sends what begins like a number and is none.
var numbersWhole = check{
	id:    "input.numbers-whole",
	title: "a number is read whole or refused",
	uses:  withQuery,
	floor: map[string]int{"refusals": 3},
	run: func(ctx context.Context, p *probe) {
		for _, o := range p.working(ctx) {
			for _, value := range []string{"10abc", "5 7", "ten"} {
				x := p.hostile(ctx, p.request(o.set(Pair{"page_size", value})))
				if success(x) {
					p.Fail(conformance.Failure{
						Message: o.ID + " takes page_size=" + value, Expected: "a refusal, such as 400: it is no number", Got: status(x),
						Exchanges: []*exchange.Exchange{x},
					})
				}
				p.Saw("refusals", 1)
			}
		}
	},
}
