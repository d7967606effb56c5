package protocol

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// probe is a check at work.
type probe struct {
	*conformance.T
	api  API
	uses func(Operation) bool
	made int // nonces so far
}

// mostAttempts is how often one thing is asked of a target that has no time.
const mostAttempts = 7

// operations are those that the check may call on this target.
func (p *probe) operations() []Operation {
	var ops []Operation
	for _, o := range p.api.Operations {
		if p.uses(o) && (!o.Writes || !p.Target().ReadOnly) && o.named(p.Target()) {
			ops = append(ops, o)
		}
	}
	return ops
}

// one is the first operation that the check may call and that takes a plain request.
func (p *probe) one(ctx context.Context) Operation {
	return p.working(ctx)[0]
}

// working are the operations that answer their plain request with 2xx. What refuses it says nothing about the variation that
// a check looks at; other checks ask whether it may refuse.
func (p *probe) working(ctx context.Context) []Operation {
	var ops []Operation
	for _, o := range p.operations() {
		if p.worked(o) || p.works(ctx, o) {
			ops = append(ops, o)
		}
	}
	if len(ops) == 0 {
		p.NotApplicable("no operation that this is about takes a plain request here")
	}
	return ops
}

// works tries a plain request, also on a new connection because a refusal may come from what was on the one before.
func (p *probe) works(ctx context.Context, o Operation) bool {
	return success(p.valid(ctx, o, nil)) || success(p.valid(ctx, o, anew(o)))
}

// anew leaves a request plain and sends it on a connection of its own.
func anew(o Operation) func(*exchange.Request) {
	return func(r *exchange.Request) { r.Fresh, r.Meta = true, plain{o.ID} }
}

// plain marks the plain requests of an operation among the exchanges.
type plain struct{ operation string }

// worked reports whether a plain request of an operation has been served in this run.
func (p *probe) worked(o Operation) bool {
	for _, x := range p.Exchanges() {
		if x.Request.Meta == (plain{o.ID}) && success(x) {
			return true
		}
	}
	return false
}

// request is a new valid request.
func (p *probe) request(o Operation) exchange.Request {
	p.made++
	r := exchange.Request{
		Method: o.Method, Path: o.Path(p.Target()), RawQuery: query(o.Query), Safe: !o.Writes, Authorization: p.Authorization(),
		Body:   o.body(fmt.Sprintf("http-%s-%s-%d", p.Run(), slug(p.Check().ID), p.made)),
		Header: http.Header{"Accept": {"application/json"}},
	}
	if r.Body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// slug is a short form of an id for nonces.
func slug(id string) string {
	sum := 0
	for _, c := range id {
		sum = (sum*31 + int(c)) % 46656
	}
	return strconv.FormatInt(int64(sum), 36)
}

// valid sends a valid request, varied if vary is not nil, and returns a whole answer.
func (p *probe) valid(ctx context.Context, o Operation, vary func(*exchange.Request)) *exchange.Exchange {
	return p.insist(ctx, o, func() *exchange.Exchange { return p.askValid(ctx, o, vary) })
}

// insist asks for what has to be served. A server error may be an accident, and a refusal of good credentials a lock-out after the wrong
// ones that the run presents, so the same is asked again. If a plain request on a new connection fares no better, nothing can be told.
func (p *probe) insist(ctx context.Context, o Operation, ask func() *exchange.Exchange) *exchange.Exchange {
	var x *exchange.Exchange
	for chance := range chances {
		if x = ask(); !failed(x) && !p.lockedOut(o, x) {
			return x
		}
		if chance == 0 {
			continue
		}
		if plain := p.askValid(ctx, o, anew(o)); failed(plain) || p.lockedOut(o, plain) {
			p.Inconclusive("even a plain request of %s is answered with %s", o.ID, status(plain))
		}
	}
	return x
}

// lockedOut reports whether credentials are refused that were good earlier in the run.
func (p *probe) lockedOut(o Operation, x *exchange.Exchange) bool {
	return x.Request.Authorization == p.Authorization() && anyOf(x, http.StatusUnauthorized, http.StatusForbidden) && p.worked(o)
}

func (p *probe) askValid(ctx context.Context, o Operation, vary func(*exchange.Request)) *exchange.Exchange {
	return p.send(ctx, func() exchange.Request {
		r := p.request(o)
		if vary == nil {
			r.Meta = plain{o.ID}
		} else {
			vary(&r)
		}
		return r
	})
}

// long sends a request that the target may find too long, or whose answer may break off; the checks of whole answers look at
// that.
func (p *probe) long(ctx context.Context, o Operation, vary func(*exchange.Request)) *exchange.Exchange {
	var x *exchange.Exchange
	for range 3 {
		x = p.patient(ctx, func() *exchange.Exchange {
			r := p.request(o)
			vary(&r)
			return p.Do(ctx, r)
		})
		if x.Err == nil {
			break
		}
	}
	return x
}

// stranger sends a request that the target must not serve, for lack of good credentials, and returns a whole answer. As
// nothing may come of it, it may be sent again, and is after a server error, which may be an accident.
func (p *probe) stranger(ctx context.Context, r exchange.Request) *exchange.Exchange {
	r.Safe, r.Hostile = true, true
	var x *exchange.Exchange
	for range chances {
		if x = p.send(ctx, func() exchange.Request { return r }); !failed(x) {
			break
		}
	}
	return x
}

// hostile sends a request that is wrong on purpose, with the target's own credentials. The connection may break: that is one
// way to refuse.
func (p *probe) hostile(ctx context.Context, r exchange.Request) *exchange.Exchange {
	r.Hostile = true
	x := p.patient(ctx, func() *exchange.Exchange { return p.Do(ctx, r) })
	if errors.Is(x.Err, context.DeadlineExceeded) {
		p.Inconclusive("no answer in time to %s %s", r.Method, r.Path)
	}
	return x
}

// send makes and sends requests until there is an answer, and ends the check as inconclusive if there is none.
func (p *probe) send(ctx context.Context, request func() exchange.Request) *exchange.Exchange {
	for range 3 {
		x := p.patient(ctx, func() *exchange.Exchange { return p.Do(ctx, request()) })
		if x.Err == nil {
			return x
		}
		if errors.Is(x.Err, context.DeadlineExceeded) || ctx.Err() != nil {
			p.Inconclusive("no answer in time: %v", x.Err)
		}
	}
	p.Inconclusive("no whole answer: the connection broke again and again")
	return nil
}

// patient does something until the target has time for it.
func (p *probe) patient(ctx context.Context, do func() *exchange.Exchange) *exchange.Exchange {
	x := p.Client().Again(ctx, mostAttempts, func(int) (*exchange.Exchange, bool) {
		x := do()
		busy := x.Busy()
		return x, busy
	})
	switch {
	case !x.Busy():
		return x
	case ctx.Err() != nil:
		p.Inconclusive("interrupted while the target was busy")
	default:
		p.Inconclusive("the target was busy (429 or 503) %d times in a row", mostAttempts)
	}
	return nil
}

func success(x *exchange.Exchange) bool { return x.Err == nil && x.Status >= 200 && x.Status < 300 }

// status says in short how a request was answered.
func status(x *exchange.Exchange) string {
	if x.Err != nil {
		return x.Err.Error()
	}
	if text := http.StatusText(x.Status); text != "" {
		return fmt.Sprintf("%d %s", x.Status, text)
	}
	return strconv.Itoa(x.Status)
}

// anyOf reports whether the status is one of some.
func anyOf(x *exchange.Exchange, statuses ...int) bool {
	return x.Err == nil && slices.Contains(statuses, x.Status)
}
