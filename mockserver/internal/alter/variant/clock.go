package variant

import (
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// stopwatch tells how long it has been running. It is safe for concurrent use. It is the machine's time, whatever the
// world's clock shows: what takes a while takes it for the client too.
type stopwatch func() time.Duration

func startStopwatch() stopwatch {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}

// worldWatch tells how much of the world's time has passed, which stands still with its clock: so that who moves that on sees what is
// forgotten in time.
func worldWatch(p *pipeline.Pipeline) stopwatch {
	start := p.Clock.Now()
	return func() time.Duration { return p.Clock.Now().Sub(start) }
}

// httpDate is the machine's time so much later, as headers write it: in whole seconds, rounded up.
func httpDate(later time.Duration) string {
	return time.Now().Add(later + time.Second - 1).UTC().Format(http.TimeFormat)
}
