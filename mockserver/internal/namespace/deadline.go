package namespace

import (
	"context"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
)

// deadline is a context that ends by itself like one of context.WithDeadline. It has no timer until somebody waits for its end:
// searches only ask now and then whether it has come. It is the machine's time, whatever the world's clock shows.
type deadline struct {
	context.Context // whose end is the deadline's too
	at              time.Time

	once   sync.Once
	waited context.Context
	cancel context.CancelFunc
}

// Deadline returns when the context ends.
func (d *deadline) Deadline() (time.Time, bool) {
	if earlier, ok := d.Context.Deadline(); ok && earlier.Before(d.at) {
		return earlier, true
	}
	return d.at, true
}

// Err returns why the context has ended; nil while it has not.
func (d *deadline) Err() error {
	if err := d.Context.Err(); err != nil {
		return err
	}
	if clock.System().Now().Before(d.at) {
		return nil
	}
	return context.DeadlineExceeded
}

// Done is closed when the context ends.
func (d *deadline) Done() <-chan struct{} {
	d.once.Do(func() { d.waited, d.cancel = context.WithDeadline(d.Context, d.at) })
	return d.waited.Done()
}

// release lets go of the timer, if there is one. Nobody waits any more.
func (d *deadline) release() {
	if d.cancel != nil {
		d.cancel()
	}
}
