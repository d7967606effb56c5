package kit

import (
	"context"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Stamping tracks events with this text as their timestamp, where the run sends none too. A target may refuse it.
func (p *Probe) Stamping(stamp string) Asker {
	return p.Sending(func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		r.Body, r.Hostile = WithMember(r.Body, "timestamp", stamp), true
		return p.Do(ctx, r)
	})
}

// LocalTime is what servers show that print the digits of their own zone as if it were UTC.
const LocalTime = "local time shown as UTC"

// MillisecondEarly is what servers show that take the milliseconds of a time from a floating-point number.
const MillisecondEarly = "some timestamps are listed a millisecond early, as floating point makes them"
