package exchange_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// crowded answers 500 to the first requests until so many of them are there, and then 200; it knows the most that were there at
// once since.
type crowded struct {
	need    int
	mu      sync.Mutex
	waiting sync.WaitGroup
	came    int
	inside  atomic.Int32
	most    atomic.Int32
}

func (c *crowded) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/first" {
		return
	}
	c.mu.Lock()
	c.came++
	early := c.came <= c.need
	c.mu.Unlock()
	if early {
		c.waiting.Done()
		c.waiting.Wait() // all of them are under way at once
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	c.most.Store(max(c.most.Load(), c.inside.Add(1)))
	c.inside.Add(-1)
}

func TestFailedRequestsAreTriedAlone(t *testing.T) {
	t.Run("one_after_the_other", func(t *testing.T) {
		const n = 4
		server := &crowded{need: n}
		server.waiting.Add(n)
		c := client(t, serve(t, server.ServeHTTP), exchange.Options{Parallel: n})
		require.True(t, c.Do(t.Context(), "check", get("/first")).OK())
		var all sync.WaitGroup
		for range n {
			all.Go(func() {
				x := c.Do(t.Context(), "check", get("/"))
				if !x.OK() || !x.Unsteady() || x.Beside.Status != 500 {
					t.Errorf("status %d, beside %v", x.Status, x.Beside)
				}
			})
		}
		all.Wait()
		require.EqualValues(t, 1, server.most.Load())
		require.Len(t, c.Exchanges(), 1+2*n, "both tries are recorded")
	})
	t.Run("what_fails_alone_too_has_failed", func(t *testing.T) {
		base, came := scripted(t, append([]http.HandlerFunc{fine}, times(2, busy(500, ""))...)...)
		c := client(t, base, exchange.Options{})
		c.Do(t.Context(), "check", get("/"))
		x := c.Do(t.Context(), "check", get("/"))
		require.Equal(t, 500, x.Status)
		require.False(t, x.Unsteady())
		require.Equal(t, 3, came())
	})
	t.Run("not_what_is_wrong_on_purpose_or_writes", func(t *testing.T) {
		hostile := get("/")
		hostile.Hostile = true
		for _, r := range []exchange.Request{hostile, track()} {
			base, came := scripted(t, fine, busy(500, ""))
			c := client(t, base, exchange.Options{})
			c.Do(t.Context(), "check", get("/"))
			require.Equal(t, 500, c.Do(t.Context(), "check", r).Status)
			require.Equal(t, 2, came())
		}
	})
	t.Run("not_for_ever", func(t *testing.T) {
		c := client(t, serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }), exchange.Options{})
		for range 50 {
			c.Do(t.Context(), "check", get("/"))
		}
		require.Len(t, c.Exchanges(), 50+1+20, "once for the first request of the run, and twenty times alone")
	})
}
