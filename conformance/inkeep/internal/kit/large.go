package kit

import (
	"context"
	"time"
)

// AboveLimit is a number of bytes that is clearly above both readings of 2 MB.
const AboveLimit = 2_300_000

// Slowest is how long the answer to a body of some megabytes may take: three times as long as others.
func (a *Asker) Slowest() time.Duration { return 3 * a.Client().Timeout() }

// Oversized sends once what is too large to be taken, and ends the check if that proves nothing: a target that was busy or never
// answered has refused nothing. A connection that it closed is an answer.
func (a *Asker) Oversized(ctx context.Context, p Post) *Answer {
	p.Hostile, p.Once, p.Timeout = true, true, a.Slowest()
	got := a.Deliver(ctx, func() Post { return p })
	if got.Busy() || got.TimedOut() || ctx.Err() != nil {
		a.Inconclusive("%s", got.Unsure())
	}
	return got
}
