package mockserver_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// ticking is a clock that is a second later at every look.
type ticking struct{ looks atomic.Int64 }

func newTicking() *ticking { return &ticking{} }

func (c *ticking) Now() time.Time {
	return noon().Add(time.Duration(c.looks.Add(1)) * time.Second)
}

func TestClock(t *testing.T) {
	t.Run("events_without_a_time_get_the_clocks", func(t *testing.T) {
		opts := quiet()
		opts.Clock = newTicking()
		c := demo(mockserver.Start(t, opts))
		c.trackAll(t, "bot", args{"id": "z"}, args{"id": "a"})
		all := c.list(t, "bot", nil).Events
		require.Equal(t, []string{"z", "a"}, ids(all), "the later one is listed later")
		require.Greater(t, all[0].Timestamp, "2026-01-15T12:00:00")
	})
	t.Run("a_frozen_clock_is_UTC_and_stands", func(t *testing.T) {
		c := mockserver.FrozenClock(time.Date(2026, 1, 15, 13, 0, 0, 0, time.FixedZone("", 3600)))
		require.Equal(t, time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC), c.Now())
		require.Equal(t, c.Now(), c.Now())
	})
	t.Run("the_default_is_the_systems", func(t *testing.T) {
		c := demo(mockserver.Start(t, mockserver.Options{EventsPerBot: -1}))
		start := time.Now()
		c.track(t, "bot", args{"id": "x"})
		at, err := time.Parse(time.RFC3339Nano, c.list(t, "bot", nil).Events[0].Timestamp)
		require.NoError(t, err)
		require.WithinDuration(t, start, at, time.Minute)
		require.Equal(t, time.UTC, mockserver.SystemClock().Now().Location())
	})
	t.Run("the_last_seven_days_are_never_empty", func(t *testing.T) {
		c := demo(mockserver.Start(t, mockserver.Options{EventsPerBot: 2000}))
		now := time.Now().UTC()
		week := args{"start_time": now.AddDate(0, 0, -7).Format(time.RFC3339), "end_time": now.Add(time.Minute).Format(time.RFC3339)}
		require.NotEmpty(t, c.list(t, "demobot1", week).Events)
	})
}
