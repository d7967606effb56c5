package protocol

import (
	"context"
	"errors"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/rawhttp"
)

// dial opens a connection of the check's own. It ends the check if there can be none.
func (p *probe) dial(ctx context.Context) *rawhttp.Conn {
	p.Client().Close() // of idle connections: a target that serves one at a time would keep this one waiting
	conn, err := rawhttp.Dial(ctx, p.Client(), p.Check().ID)
	switch {
	case errors.Is(err, rawhttp.ErrProxy):
		p.NotApplicable("%v", err)
	case err != nil:
		p.Inconclusive("%v", err)
	}
	return conn
}

// alone sends a request on a connection of its own, in the way that send has, and returns a whole answer. A server error may be an
// accident, so the same is asked once more.
func (p *probe) alone(ctx context.Context, request func() exchange.Request,
	send func(*rawhttp.Conn, exchange.Request) *exchange.Exchange,
) *exchange.Exchange {
	var x *exchange.Exchange
	for range 2 {
		x = p.patient(ctx, func() *exchange.Exchange {
			conn := p.dial(ctx)
			defer conn.Close()
			return send(conn, p.named(request()))
		})
		if x.Err == nil && !failed(x) {
			return x
		}
	}
	if x.Err != nil {
		p.Inconclusive("no whole answer on a connection of its own, twice")
	}
	return x
}

// named returns a request that says who sends it, as those of the client do: some servers turn away whoever does not.
func (p *probe) named(r exchange.Request) exchange.Request {
	if r.Header != nil {
		r.Header.Set("User-Agent", "understudy/"+p.Target().Version+" run="+p.Run())
	}
	return r
}

// turn sends two requests on one connection, the second only if the target keeps it open. It returns no second answer if the
// target did not, and a first one of status 0 if there was none either.
func (p *probe) turn(ctx context.Context, first, second func() exchange.Request) (one, two *exchange.Exchange) {
	one = p.alone(ctx, first, func(conn *rawhttp.Conn, r exchange.Request) *exchange.Exchange {
		two = nil
		x, closes := conn.Do(ctx, r)
		if rawhttp.Gone(x.Err) {
			// The target may close the connection in place of an answer.
			return &exchange.Exchange{Number: x.Number, Check: x.Check, Request: x.Request, URL: x.URL, Began: x.Began, Took: x.Took}
		}
		if x.Err != nil || closes || x.Busy() {
			return x
		}
		next, _ := conn.Do(ctx, p.named(second()))
		if !rawhttp.Gone(next.Err) {
			two = next
		}
		return x
	})
	return one, two
}
