package exchange_test

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestBudget(t *testing.T) {
	t.Run("no_second_has_more_requests_than_the_rate_and_its_burst", func(t *testing.T) {
		base, _ := scripted(t)
		c := client(t, base, exchange.Options{PerSecond: 50})
		for range 160 {
			require.NoError(t, c.Do(t.Context(), "x", get("/")).Err)
		}
		all := c.Exchanges()
		for i := range all {
			n := 0
			for _, x := range all[i:] {
				if x.Began.Sub(all[i].Began) < time.Second {
					n++
				}
			}
			require.LessOrEqual(t, n, 55)
		}
		took := all[159].Began.Sub(all[0].Began)
		require.InDelta(t, 155.0/50, took.Seconds(), 0.05)
	})

	t.Run("without_a_rate_it_is_300", func(t *testing.T) {
		base, _ := scripted(t)
		require.InDelta(t, 300, client(t, base, exchange.Options{}).PerSecond(), 0)
	})

	t.Run("the_end_of_the_context_ends_the_wait", func(t *testing.T) {
		base, came := scripted(t)
		c := client(t, base, exchange.Options{PerSecond: 0.001, Clock: exchange.SystemClock()})
		require.NoError(t, c.Do(t.Context(), "x", get("/")).Err)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		require.ErrorIs(t, c.Do(ctx, "x", get("/")).Err, context.DeadlineExceeded)
		require.Equal(t, 1, came())
	})
}

func TestRetryAfter(t *testing.T) {
	date := newClock().Now().Add(9 * time.Second).Format(http.TimeFormat)
	tests := []struct {
		name, value string
		least, most time.Duration
	}{
		{"seconds_are_waited", "7", 7 * time.Second, 8 * time.Second},
		{"a_date_is_waited_for", date, 9 * time.Second, 10 * time.Second},
		{"no_header_is_a_short_wait", "", 100 * time.Millisecond, time.Second},
		{"nonsense_is_a_short_wait", "soon", 100 * time.Millisecond, time.Second},
		{"a_negative_number_is_a_short_wait", "-5", 100 * time.Millisecond, time.Second},
		{"an_hour_is_cut_to_half_a_minute", "3600", 30 * time.Second, 31 * time.Second},
		{"centuries_are_cut_to_half_a_minute", "9999999999999", 30 * time.Second, 31 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			base, _ := scripted(t, busy(429, tt.value))
			c := client(t, base, exchange.Options{})
			require.Equal(t, 429, c.Do(t.Context(), "first", track()).Status)
			began := c.Clock().Now()
			second := c.Do(t.Context(), "second", track())
			require.Equal(t, 200, second.Status)
			waited := second.Began.Sub(began)
			require.GreaterOrEqual(t, waited, tt.least, "everybody waits, not only who was refused")
			require.Less(t, waited, tt.most)
		})
	}
}

func TestTooManyRequests(t *testing.T) {
	t.Run("the_first_429_halves_the_rate", func(t *testing.T) {
		base, _ := scripted(t, busy(429, "0"))
		c := client(t, base, exchange.Options{PerSecond: 40})
		require.Equal(t, 200, c.Do(t.Context(), "x", get("/")).Status)
		began := c.Clock().Now()
		for range 20 {
			require.Equal(t, 200, c.Do(t.Context(), "x", get("/")).Status)
		}
		require.InDelta(t, 1, c.Clock().Now().Sub(began).Seconds(), 0.06, "20 requests at 20 per second")
	})

	t.Run("the_rate_comes_back_by_and_by", func(t *testing.T) {
		base, _ := scripted(t, busy(429, "0"))
		c := client(t, base, exchange.Options{PerSecond: 40})
		for range 400 { // which take some 13 seconds
			require.Equal(t, 200, c.Do(t.Context(), "x", get("/")).Status)
		}
		began := c.Clock().Now()
		for range 40 {
			require.Equal(t, 200, c.Do(t.Context(), "x", get("/")).Status)
		}
		require.InDelta(t, 1, c.Clock().Now().Sub(began).Seconds(), 0.06, "40 requests at 40 per second")
	})

	t.Run("a_429_once_in_a_while_slows_no_more_than_the_first", func(t *testing.T) {
		base, _ := scripted(t, slices.Concat(times(1, busy(429, "0")), times(30, fine), times(1, busy(429, "0")))...)
		c := client(t, base, exchange.Options{PerSecond: 40})
		for range 31 {
			require.Equal(t, 200, c.Do(t.Context(), "x", get("/")).Status)
		}
		began := c.Clock().Now()
		for range 20 {
			require.Equal(t, 200, c.Do(t.Context(), "x", get("/")).Status)
		}
		require.InDelta(t, 1, c.Clock().Now().Sub(began).Seconds(), 0.2, "20 requests at 20 per second, or a little more")
	})
}

func TestSlowestRate(t *testing.T) {
	t.Run("a_rate_that_was_slow_already_is_not_raised", func(t *testing.T) {
		base, _ := scripted(t, busy(429, "0"))
		c := client(t, base, exchange.Options{PerSecond: 1})
		for range 2 {
			require.Equal(t, 200, c.Do(t.Context(), "x", get("/")).Status)
		}
		began := c.Clock().Now()
		for range 5 {
			require.Equal(t, 200, c.Do(t.Context(), "x", get("/")).Status)
		}
		require.InDelta(t, 5, c.Clock().Now().Sub(began).Seconds(), 0.1, "5 requests at one per second")
	})

	t.Run("the_rate_never_falls_below_four", func(t *testing.T) {
		base, _ := scripted(t, times(30, busy(429, "1"))...)
		c := client(t, base, exchange.Options{PerSecond: 40})
		for range 30 {
			require.Equal(t, 429, c.Do(t.Context(), "x", track()).Status)
		}
		require.Equal(t, 200, c.Do(t.Context(), "x", track()).Status)
		began := c.Clock().Now()
		for range 6 {
			require.Equal(t, 200, c.Do(t.Context(), "x", track()).Status)
		}
		require.InDelta(t, 1.5, c.Clock().Now().Sub(began).Seconds(), 0.1, "6 requests at 4 per second")
	})
}

func TestUnavailable(t *testing.T) {
	t.Run("503_now_and_then_slows_nobody_down", func(t *testing.T) {
		base, _ := scripted(t, busy(503, "20"))
		c := client(t, base, exchange.Options{})
		began := c.Clock().Now()
		require.Equal(t, 503, c.Do(t.Context(), "x", track()).Status)
		require.Less(t, c.Do(t.Context(), "x", track()).Began.Sub(began), time.Second)
	})

	t.Run("503_again_and_again_is_a_limit_of_the_rate", func(t *testing.T) {
		base, _ := scripted(t, times(3, busy(503, ""))...)
		c := client(t, base, exchange.Options{PerSecond: 40})
		for range 3 {
			require.Equal(t, 503, c.Do(t.Context(), "x", track()).Status)
		}
		require.Equal(t, 200, c.Do(t.Context(), "x", track()).Status)
		began := c.Clock().Now()
		for range 20 {
			require.Equal(t, 200, c.Do(t.Context(), "x", track()).Status)
		}
		require.InDelta(t, 1, c.Clock().Now().Sub(began).Seconds(), 0.06, "20 requests at 20 per second")
	})
}
