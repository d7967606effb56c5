package exchange_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestAgain(t *testing.T) {
	// again asks for another attempt each time, and returns how long all of them took.
	again := func(t *testing.T, most int, x *exchange.Exchange) (attempts int, took time.Duration) {
		t.Helper()
		clock := newClock()
		began := clock.Now()
		c := client(t, serve(t, fine), exchange.Options{Clock: clock})
		got := c.Again(t.Context(), most, func(attempt int) (*exchange.Exchange, bool) {
			attempts++
			require.Equal(t, attempts, attempt)
			return x, true
		})
		require.Same(t, x, got)
		return attempts, clock.Now().Sub(began)
	}
	asking := func(status int, after string) *exchange.Exchange {
		return &exchange.Exchange{Status: status, Header: http.Header{"Retry-After": {after}}}
	}
	for name, c := range map[string]struct {
		x    *exchange.Exchange
		took time.Duration
	}{
		"waits_longer_each_time":               {&exchange.Exchange{Status: 503}, 280 * time.Millisecond},
		"waits_as_long_as_it_is_asked_to":      {asking(503, "7"), 21 * time.Second},
		"waits_no_longer_than_half_a_minute":   {asking(503, "3600"), 90 * time.Second},
		"leaves_the_wait_of_429_to_the_budget": {asking(429, "7"), 0},
	} {
		t.Run(name, func(t *testing.T) {
			attempts, took := again(t, 4, c.x)
			require.Equal(t, 4, attempts)
			require.Equal(t, c.took, took)
		})
	}

	t.Run("ends_when_the_answer_counts", func(t *testing.T) {
		c := client(t, serve(t, fine), exchange.Options{})
		n := 0
		c.Again(t.Context(), 9, func(attempt int) (*exchange.Exchange, bool) {
			n++
			return &exchange.Exchange{Status: 503}, attempt < 3
		})
		require.Equal(t, 3, n)
	})

	t.Run("ends_with_the_context", func(t *testing.T) {
		c := client(t, serve(t, fine), exchange.Options{})
		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		c.Again(ctx, 9, func(int) (*exchange.Exchange, bool) {
			n++
			cancel()
			return &exchange.Exchange{Status: 503}, true
		})
		require.Equal(t, 1, n)
	})
}

func TestBroken(t *testing.T) {
	require.False(t, (&exchange.Exchange{Status: 200}).Broken())
	require.True(t, (&exchange.Exchange{Err: fmt.Errorf("read the answer: %w", http.ErrBodyReadAfterClose)}).Broken())
	for _, final := range []error{
		context.DeadlineExceeded, context.Canceled, exchange.ErrTooLarge, exchange.ErrDown, exchange.ErrUnfinished,
		exchange.ErrLimited,
	} {
		require.False(t, (&exchange.Exchange{Err: fmt.Errorf("read the answer: %w", final)}).Broken(), final)
	}
}
