package variant

import (
	"net/http"
	"time"
)

// stopwatch tells how long it has been running. It is safe for concurrent use. It is the machine's time, whatever the
// world's clock shows: what takes a while takes it for the client too.
type stopwatch func() time.Duration

func startStopwatch() stopwatch {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}

// httpDate is the machine's time so much later, as headers write it: in whole seconds, rounded up.
func httpDate(later time.Duration) string {
	return time.Now().Add(later + time.Second - 1).UTC().Format(http.TimeFormat)
}
