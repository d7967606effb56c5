package chatlayer

import (
	"context"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// stamping tracks events with this text as their timestamp, where the run sends none too. A target may refuse it.
func (p *probe) stamping(stamp string) asker {
	return asker{s: p.s, do: func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		r.Body, r.Hostile = withMember(r.Body, "timestamp", stamp), true
		return p.Do(ctx, r)
	}}
}

// localTime is what servers show that print the digits of their own zone as if it were UTC.
const localTime = "local time shown as UTC"

// millisecondEarly is what servers show that take the milliseconds of a time from a floating-point number.
const millisecondEarly = "some timestamps are listed a millisecond early, as floating point makes them"
