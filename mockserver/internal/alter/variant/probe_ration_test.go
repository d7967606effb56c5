package variant_test

import (
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func rationProbes() map[string]probe {
	// until tells whether one of many requests at once gets this status.
	until := func(status int, holds func(http.Header) bool) probe {
		return func(t *testing.T, c client) bool {
			var hits atomic.Int64
			var crowd sync.WaitGroup
			for range 8 {
				crowd.Go(func() {
					for range patient / 8 {
						got, err := c.try(t, http.MethodPost, c.url+"/v1/echo", echoed)
						if err == nil && got.StatusCode == status && holds(got.Header) {
							hits.Add(1)
						}
					}
				})
			}
			crowd.Wait()
			return hits.Load() > 0
		}
	}
	retry := func(want string) func(http.Header) bool {
		return func(h http.Header) bool { return h.Get("Retry-After") == want }
	}
	return map[string]probe{
		"pace.10-per-second":     until(http.StatusTooManyRequests, retry("1")),
		"pace.no-retry-after":    until(http.StatusTooManyRequests, retry("")),
		"pace.at-most-3-at-once": besideThree,
		"pace.one-at-a-time":     func(t *testing.T, c client) bool { return c.echo(t).Close },
		"pace.jitter": func(t *testing.T, c client) bool {
			longest := time.Duration(0)
			for range 60 {
				start := time.Now()
				c.echo(t)
				longest = max(longest, time.Since(start))
			}
			return longest >= 1200*time.Millisecond
		},
	}
}

// besideThree keeps three requests waiting for their bodies and tells whether one more is refused.
func besideThree(t *testing.T, c client) bool {
	t.Helper()
	var waiting sync.WaitGroup
	var bodies []*io.PipeWriter
	for range 3 {
		body, rest := io.Pipe()
		bodies = append(bodies, rest)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/v1/echo", body)
		require.NoError(t, err)
		r.Header.Set("Authorization", c.auth)
		waiting.Go(func() {
			if got, err := c.http.Do(r); err == nil {
				_ = got.Body.Close() // only that it was there counts
			}
		})
	}
	refused := false
	for range 20 {
		refused = refused || c.post(t, "/v1/echo", echoed).StatusCode == http.StatusTooManyRequests
		time.Sleep(10 * time.Millisecond)
	}
	for _, rest := range bodies {
		require.NoError(t, rest.Close())
	}
	waiting.Wait()
	return refused
}
