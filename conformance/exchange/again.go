package exchange

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Again does something until its answer counts, at most so often. Attempts count from 1. Before another one it waits as long as the
// target asks for, and otherwise longer each time.
func (c *Client) Again(ctx context.Context, most int, do func(attempt int) (x *Exchange, again bool)) *Exchange {
	for attempt := 1; ; attempt++ {
		x, again := do(attempt)
		if !again || attempt >= most || ctx.Err() != nil {
			return x
		}
		if err := c.opts.Clock.Sleep(ctx, c.pause(x, attempt)); err != nil {
			return x
		}
	}
}

// pause is how long to wait before the next attempt. After a 429 the budget makes everybody wait.
func (c *Client) pause(x *Exchange, attempt int) time.Duration {
	if x.Status == http.StatusTooManyRequests {
		return 0
	}
	if asked := RetryAfter(x.Header, c.opts.Clock.Now()); asked >= 0 {
		return min(asked, longestPause)
	}
	return 20 * time.Millisecond << min(attempt, 6)
}

// Broken reports whether no whole answer came for a reason that a new connection may not meet. That the target was too slow or its
// answer too long is no such reason.
func (x *Exchange) Broken() bool {
	for _, final := range []error{context.DeadlineExceeded, context.Canceled, ErrTooLarge, ErrDown, ErrUnfinished, ErrLimited} {
		if errors.Is(x.Err, final) {
			return false
		}
	}
	return x.Err != nil
}
