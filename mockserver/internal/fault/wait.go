package fault

import (
	"context"
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/wire"
)

// Slow reports whether a request is to take its time.
func (g *Given) Slow() bool { return len(g.Waits) > 0 || g.Drip > 0 }

// Wait has a request wait as long as it is to. It ends early when the fault is removed or the server is to stop; an error says that the
// client has gone.
func (g *Given) Wait(w http.ResponseWriter, r *http.Request) error {
	for _, one := range g.Waits {
		if err := pause(r.Context(), one.Time, one.Gone); err != nil {
			return err
		}
	}
	extend(w)
	return nil
}

// extend gives a client time to take what is written next: the server's own limit counts from the request. A writer in memory has none.
func extend(w http.ResponseWriter) {
	const patience = time.Minute
	_ = http.NewResponseController(w).SetWriteDeadline(clock.System().Now().Add(patience))
}

// pause lets time pass.
func pause(ctx context.Context, d time.Duration, gone <-chan struct{}) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-gone:
	case <-wire.Stopping(ctx):
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}
