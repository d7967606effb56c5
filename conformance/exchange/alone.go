package exchange

import (
	"context"
	"sync"
)

// mostAlone is how many requests of a run are tried again alone: each keeps all others waiting.
const mostAlone = 20

// solo lets one request at a time be sent alone.
type solo struct {
	mu   sync.Mutex
	sent int
}

// alone sends a valid request that met a server error once more while no other is under way, and returns that exchange, with the
// first one as its Beside. It returns the first one, marked as Untried, if the run has tried as many as it may.
func (c *Client) alone(ctx context.Context, first *Exchange) *Exchange {
	c.solo.mu.Lock()
	defer c.solo.mu.Unlock()
	if c.solo.sent >= mostAlone {
		first.Untried = true
		return first
	}
	for held := range cap(c.turns) - 1 { // the last one is the request's own
		select {
		case c.turns <- struct{}{}:
		case <-ctx.Done():
			c.release(held)
			return first
		}
	}
	defer c.release(cap(c.turns) - 1)
	c.solo.sent++
	again := &Exchange{Check: first.Check, Request: first.Request, Attempts: first.Attempts + 1, Beside: first.Brief()}
	c.Carry(ctx, again, func() { c.send(ctx, again) })
	return again
}

func (c *Client) release(turns int) {
	for range turns {
		<-c.turns
	}
}

// Unsteady reports whether the request met a server error while others were under way, and was answered when it was sent alone. A refusal
// is no such answer: a page token may be good for one request.
func (x *Exchange) Unsteady() bool {
	return x.Beside != nil && x.Err == nil && x.Status < 400
}
