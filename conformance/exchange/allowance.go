package exchange

import (
	"context"
	"errors"
	"time"
)

// allowance is the time that an exchange may take, but for pauses.
type allowance struct {
	timer   *time.Timer
	until   time.Time
	context context.Context
	end     func()
}

// newAllowance returns a context that ends when the time is over.
func newAllowance(ctx context.Context, d time.Duration) (context.Context, *allowance) {
	ctx, cancel := context.WithCancelCause(ctx)
	clock := SystemClock()
	a := &allowance{until: clock.Now().Add(d), context: ctx}
	a.timer = time.AfterFunc(d, func() { cancel(context.DeadlineExceeded) })
	a.end = func() {
		a.timer.Stop()
		cancel(nil)
	}
	return ctx, a
}

// pause stops the time until resume is called.
func (a *allowance) pause() (resume func()) {
	left := a.until.Sub(SystemClock().Now())
	if !a.timer.Stop() {
		return func() {} // it is over
	}
	return func() {
		a.until = SystemClock().Now().Add(left)
		a.timer.Reset(left)
	}
}

// cause is the error of an exchange, which is that of the deadline if the time was over.
func (a *allowance) cause(err error) error {
	if errors.Is(err, context.Canceled) && errors.Is(context.Cause(a.context), context.DeadlineExceeded) {
		return context.DeadlineExceeded
	}
	return err
}
