package protocol

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/rawhttp"
)

// framing are the checks that messages begin and end where HTTP says.
func framing() []check {
	return []check{wholeAnswers, nextRequest, headWithoutBody}
}

// wholeAnswers looks through the exchanges for answers that were cut, and asks one more question itself.
var wholeAnswers = check{
	id:    "transport.whole-answers",
	title: "every answer is a whole HTTP message",
	phase: conformance.Closing,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		for range 3 { // enough to tell chance from habit
			if x := p.Do(ctx, p.request(p.operations()[0])); x.Err == nil || !truncated(x) {
				break
			}
		}
		whole, cut := map[string]int{}, map[string][]*exchange.Exchange{}
		for _, x := range p.Exchanges() {
			key := x.Request.Method + " " + x.Request.Path
			switch {
			case x.Err == nil:
				whole[key]++
				p.Saw("answers", 1)
			case truncated(x):
				cut[key] = append(cut[key], x)
			}
		}
		for key, all := range cut {
			// One cut answer may be the network's; several, and no whole one or all cut at the same byte, are the target's.
			if len(all) >= 3 && (whole[key] == 0 || sameLength(all)) {
				p.Fail(conformance.Failure{
					Message:  key + " is answered with messages that are cut or malformed",
					Expected: "as many bytes as the header announces",
					Got:      status(all[len(all)-1]), Exchanges: all[len(all)-1:],
				})
			}
		}
	},
}

// truncated reports whether an answer began and did not end as its header said, or was none.
func truncated(x *exchange.Exchange) bool {
	return x.Cut() || x.Err != nil && strings.Contains(x.Err.Error(), "malformed HTTP")
}

// sameLength reports whether three answers in a row were cut at the same byte.
func sameLength(cut []*exchange.Exchange) bool {
	row, before := 0, -1
	for _, x := range cut {
		n, _ := x.Came()
		if row++; n != before {
			row, before = 1, n
		}
		if row == 3 {
			return true
		}
	}
	return false
}

// nextRequest has a request with a body refused and asks something good next.
var nextRequest = check{
	id:    "transport.next-request",
	title: "after a refusal the next request on the connection gets its own answer",
	phase: conformance.Alone,
	uses:  firm,
	floor: map[string]int{"refusals": 1},
	run: func(ctx context.Context, p *probe) {
		kept := false
		for _, o := range p.working(ctx) {
			for _, first := range p.refusable(o) {
				refused, next := p.insistInTurn(ctx, o, first)
				p.Saw("refusals", 1)
				if success(refused) || next == nil || next.Busy() || errors.Is(next.Err, exchange.ErrTooLarge) {
					continue
				}
				kept = true
				if success(next) {
					continue
				}
				p.inTime(ctx, o, next)
				// Alone it works, or working would not have named it.
				p.Fail(conformance.Failure{
					Message:  "after a refused request, a good one on the same connection is not answered as it would be alone",
					Expected: "2xx, as on a new connection", Got: status(next), Exchanges: []*exchange.Exchange{next, refused},
					LooksLike: afterRefusal(refused, next),
				})
			}
		}
		if !kept {
			p.Record("the target closes the connection after every refusal")
		}
	},
}

// inTime ends the check if an answer did not come in time and a plain request takes long, too.
func (p *probe) inTime(ctx context.Context, o Operation, x *exchange.Exchange) {
	var network net.Error
	if !errors.As(x.Err, &network) || !network.Timeout() {
		return
	}
	if plain := p.askValid(ctx, o, nil); plain.Took > p.Client().Timeout()/4 {
		p.Inconclusive("no answer in time on a connection that was used before, where a plain request of %s takes %s, too", o.ID,
			plain.Took)
	}
}

// insistInTurn sends a request that is refused and a good one after it, again as insist does.
func (p *probe) insistInTurn(ctx context.Context, o Operation, first exchange.Request) (refused, next *exchange.Exchange) {
	p.insist(ctx, o, func() *exchange.Exchange {
		refused, next = p.turn(ctx, func() exchange.Request { return first }, func() exchange.Request { return p.request(o) })
		if next == nil {
			return refused // whatever it is, there is nothing to ask again
		}
		return next
	})
	return refused, next
}

// afterRefusal names what makes a server answer a good request otherwise after a refusal; it is empty if nothing is known to.
func afterRefusal(refused, next *exchange.Exchange) string {
	switch {
	case next.Status == refused.Status && bytes.Equal(next.Body, refused.Body):
		return refusalAgain
	case next.Err != nil, anyOf(next, http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusNotImplemented):
		return "the body of the refused request is read as the next request"
	default:
		return ""
	}
}

// refusable are requests with a body that are refused before or after it is read.
func (p *probe) refusable(o Operation) []exchange.Request {
	bare := p.as(o, "")
	if o.Body == nil {
		bare.Body = []byte(`{"ignored":true}`)
		bare.Header.Set("Content-Type", "application/json")
		bare.Hostile = true
		return []exchange.Request{bare}
	}
	long := p.as(o, "")
	long.Body = append(bytes.TrimSuffix(long.Body, []byte("}")), []byte(`,"filler":"`+strings.Repeat("x", 20000)+`"}`)...)
	broken := p.as(o, p.Authorization())
	broken.Body = []byte(`{"broken":` + strings.Repeat(" ", 500))
	bare.Hostile, long.Hostile, broken.Hostile = true, true, true
	return []exchange.Request{bare, long, broken}
}

// headWithoutBody reads everything that comes back, up to the end of the connection.
var headWithoutBody = check{
	id:    "transport.head-without-body",
	title: "an answer to HEAD has no body",
	phase: conformance.Alone,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		o := p.operations()[0]
		var rest []byte
		x := p.alone(ctx, func() exchange.Request {
			r := p.request(o)
			r.Method, r.Body = http.MethodHead, nil
			r.Header.Set("Connection", "close")
			return r
		}, func(conn *rawhttp.Conn, r exchange.Request) *exchange.Exchange {
			r.Manner = "curl does not show what follows the header of an answer to HEAD; the check reads to the end of the connection"
			x, _ := conn.Do(ctx, r)
			if x.Err == nil {
				rest, _ = conn.Rest()
			}
			return x
		})
		p.Saw("answers", 1)
		p.Record("HEAD is answered with %s", status(x))
		if len(rest) > 0 {
			shown := *x
			shown.Body = rest
			p.Fail(conformance.Failure{
				Message: "bytes follow the header of an answer to HEAD", Expected: "nothing after the header", Got: shorten(string(rest)),
				Exchanges: []*exchange.Exchange{&shown},
			})
		}
	},
}
