package protocol

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/rawhttp"
)

// bodies are the checks that a body is read in whichever way HTTP brings it.
func bodies() []check {
	return []check{chunkedBody, slowBody, expectContinue}
}

// chunkedBody accepts 411, with which a server may ask for the length.
var chunkedBody = check{
	id:    "transport.chunked-body",
	title: "a chunked body is read like one of announced length",
	phase: conformance.Writing,
	uses:  withBody,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		chunked := func(r *exchange.Request) { r.Chunked = true }
		for _, o := range p.narrowed(ctx) {
			p.same(ctx, o, "sending the body in chunks", chunked, http.StatusLengthRequired)
			p.Saw("answers", 1)
		}
		for _, o := range p.allOperations(ctx) {
			if o.Text == nil {
				continue
			}
			p.textInChunks(ctx, o, strings.Repeat("understudy ", 10000), chunked)
			p.textInChunks(ctx, o, strings.Repeat("é 日 😀 ", 10), chunked) // the chunks end within letters
		}
	},
}

// textInChunks sends a text, which may be refused, at once and in chunks.
func (p *probe) textInChunks(ctx context.Context, o Operation, text string, chunked func(*exchange.Request)) {
	const what = "sending a text in chunks"
	with := o.change(func(body map[string]any) { o.Text(body, text) })
	plain := p.long(ctx, with, func(*exchange.Request) {})
	if !success(plain) {
		return
	}
	p.same(ctx, with, what, chunked, http.StatusLengthRequired)
	x := p.long(ctx, with, chunked)
	want, err := decode(plain)
	if got, errGot := decode(x); err == nil && errGot == nil && success(x) && o.Back(want) == text && o.Back(got) != text {
		p.Fail(conformance.Failure{
			Message: o.ID + ": " + what + " changes it in the answer", Expected: "as without it: " + shorten(text),
			Got:       shorten(o.Back(got)),
			LooksLike: lostBetweenChunks(text, o.Back(got)), Exchanges: []*exchange.Exchange{x, plain},
		})
	}
}

// LettersLost is what a server does that reads each piece of a body as a text of its own.
const LettersLost = "a letter of several bytes that is cut between two pieces of a body is lost"

func lostBetweenChunks(sent, got string) string {
	if strings.ContainsRune(got, utf8.RuneError) && !strings.ContainsRune(sent, utf8.RuneError) {
		return LettersLost
	}
	return ""
}

// slowBody sends the body in four pieces over 0.4 seconds.
var slowBody = check{
	id:    "transport.slow-body",
	title: "a body that comes in pieces is read whole",
	phase: conformance.Writing,
	uses:  withBody,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		for _, o := range p.narrowed(ctx) {
			p.like(ctx, o, "a body in four pieces", func(conn *rawhttp.Conn, r exchange.Request) *exchange.Exchange {
				r.Manner = "curl sends the body at once; the check sends it in four pieces, 0.05 s apart"
				x, _ := conn.Send(ctx, r, func() error {
					err := conn.Write(conn.Head(r))
					for i := range 4 {
						if err == nil {
							err = p.Client().Clock().Sleep(ctx, 50*time.Millisecond)
						}
						if err == nil {
							err = conn.Write(r.Body[len(r.Body)*i/4 : len(r.Body)*(i+1)/4])
						}
					}
					return err
				})
				return x
			})
		}
	},
}

// expectContinue waits a while for the interim answer and then sends the body all the same, as RFC 9110 wants of a client.
var expectContinue = check{
	id:    "transport.expect-continue",
	title: "a client that waits for 100 Continue is served",
	phase: conformance.Alone,
	uses:  withBody,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		for _, o := range p.narrowed(ctx) {
			p.like(ctx, o, "Expect: 100-continue", func(conn *rawhttp.Conn, r exchange.Request) *exchange.Exchange {
				r.Header.Set("Expect", "100-continue")
				x, _ := conn.Send(ctx, r, func() error {
					err := conn.Write(conn.Head(r))
					if err == nil {
						conn.Arrived(1500 * time.Millisecond)
						err = conn.Write(r.Body)
					}
					return err
				})
				return x
			}, http.StatusExpectationFailed)
		}
	},
}

// like fails the check if an operation does not answer a request that is sent in some way as it answers a plain one.
func (p *probe) like(
	ctx context.Context, o Operation, what string, send func(*rawhttp.Conn, exchange.Request) *exchange.Exchange, accepted ...int,
) {
	plain := p.valid(ctx, o, nil)
	x := p.insist(ctx, o, func() *exchange.Exchange { return p.alone(ctx, func() exchange.Request { return p.request(o) }, send) })
	p.Saw("answers", 1)
	if anyOf(x, accepted...) {
		p.Record("%s is refused with %s", what, status(x))
		return
	}
	want, err := decode(plain)
	if err != nil {
		p.Inconclusive("the plain answer of %s cannot be read: %v", o.ID, err)
	}
	got, err := decode(x)
	if x.Status == plain.Status && err == nil && alike(o, want, got) {
		return
	}
	p.Fail(conformance.Failure{
		Message: o.ID + ": " + what + " changes the answer", Expected: "as without it: " + status(plain), Got: status(x),
		Exchanges: []*exchange.Exchange{x, plain},
	})
}

// alike compares two answers. Pages of lists may be of any length, so of lists only their being there counts.
func alike(o Operation, a, b any) bool {
	one, other := o.Sum(a), o.Sum(b)
	_, list := one.([]any)
	_, otherList := other.([]any)
	return list && otherList || !list && !otherList && canonical(one) == canonical(other)
}
