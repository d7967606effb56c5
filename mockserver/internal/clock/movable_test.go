package clock_test

import (
	"math"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
)

func noon() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

type handmade struct{ t time.Time }

func (c handmade) Now() time.Time { return c.t }

func TestMovable(t *testing.T) {
	shows := func(t *testing.T, m *clock.Movable, at time.Time, mode clock.Mode, speed float64) {
		t.Helper()
		now, gotMode, gotSpeed := m.Showing()
		require.WithinDuration(t, at, now, 0)
		require.Equal(t, mode, gotMode)
		require.Equal(t, speed, gotSpeed)
	}
	t.Run("begins_as_it_was_given", func(t *testing.T) {
		isMachine := func(m *clock.Movable, shows time.Time) bool {
			at, machine := m.At(noon().Add(time.Hour))
			require.WithinDuration(t, shows, at, time.Minute)
			return machine
		}
		m := clock.NewMovable(clock.System())
		require.True(t, isMachine(m, noon().Add(time.Hour)))
		require.WithinDuration(t, time.Now(), m.Now(), time.Minute)
		m = clock.NewMovable(clock.Frozen(noon()))
		require.False(t, isMachine(m, noon()))
		shows(t, m, noon(), clock.Still, 0)
		require.NoError(t, m.Release())
		require.True(t, isMachine(m, noon().Add(time.Hour)))
		m = clock.NewMovable(handmade{noon()})
		require.False(t, isMachine(m, noon()))
		shows(t, m, noon(), clock.Real, 1)
	})
	t.Run("freezes_and_is_let_go_of", func(t *testing.T) {
		m := clock.NewMovable(handmade{noon()})
		require.NoError(t, m.Freeze(noon().Add(-time.Hour)))
		shows(t, m, noon().Add(-time.Hour), clock.Still, 0)
		require.NoError(t, m.Release())
		shows(t, m, noon(), clock.Real, 1)
		m = clock.NewMovable(clock.Frozen(noon()))
		require.NoError(t, m.Release())
		m.Reset()
		shows(t, m, noon(), clock.Still, 0)
	})
	t.Run("advances", func(t *testing.T) {
		m := clock.NewMovable(clock.Frozen(noon()))
		require.NoError(t, m.Advance(24*time.Hour))
		shows(t, m, noon().AddDate(0, 0, 1), clock.Still, 0)
		require.ErrorIs(t, m.Advance(-1), clock.ErrBackwards)
		require.NoError(t, m.Freeze(time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC)))
		require.ErrorIs(t, m.Advance(time.Hour), clock.ErrTooFar)
		require.NoError(t, m.Release())
		require.ErrorIs(t, m.Advance(time.Hour), clock.ErrReal)
	})
	t.Run("refuses", func(t *testing.T) {
		m := clock.NewMovable(clock.Frozen(noon()))
		require.ErrorIs(t, m.Freeze(time.Time{}), clock.ErrInstant)
		require.ErrorIs(t, m.Run(noon().AddDate(9000, 0, 0), 1), clock.ErrInstant)
		for _, speed := range []float64{0, -1, 1e7, math.NaN(), math.Inf(1)} {
			require.ErrorIs(t, m.Run(noon(), speed), clock.ErrSpeed)
			require.ErrorIs(t, m.Pace(speed), clock.ErrSpeed)
		}
		shows(t, m, noon(), clock.Still, 0)
	})
}

func TestMovableThatRuns(t *testing.T) {
	t.Run("at_its_speed", func(t *testing.T) {
		m := clock.NewMovable(clock.System())
		before := time.Now()
		require.NoError(t, m.Run(noon(), 3600))
		first := m.Now()
		time.Sleep(20 * time.Millisecond)
		second := m.Now()
		passed := time.Since(before)
		require.GreaterOrEqual(t, second.Sub(first), 3600*20*time.Millisecond)
		require.LessOrEqual(t, second.Sub(noon()), 3600*passed)
		require.NoError(t, m.Advance(1000*time.Hour))
		require.GreaterOrEqual(t, m.Now().Sub(second), 1000*time.Hour)
		now, mode, speed := m.Showing()
		require.Equal(t, clock.Running, mode)
		require.InDelta(t, 3600, speed, 0)
		require.NoError(t, m.Pace(0.001))
		require.False(t, m.Now().Before(now), "another speed moves no time")
		require.Less(t, m.Now().Sub(now), time.Hour)
	})
	t.Run("runs_through_centuries", func(t *testing.T) {
		m := clock.NewMovable(clock.System())
		require.NoError(t, m.Run(time.Date(1, 12, 31, 23, 0, 0, 0, time.UTC), clock.MaxSpeed))
		require.Eventually(t, func() bool { return m.Now().Year() > 1 }, time.Minute, time.Millisecond)
		require.NoError(t, m.Advance(290*365*24*time.Hour))
		require.Greater(t, m.Now().Year(), 290)
	})
	t.Run("ends_with_the_years", func(t *testing.T) {
		m := clock.NewMovable(clock.System())
		last := time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC)
		require.NoError(t, m.Run(last.Add(-time.Millisecond), clock.MaxSpeed))
		require.Eventually(t, func() bool { return m.Now().Equal(last) }, 10*time.Second, time.Millisecond)
		time.Sleep(2 * time.Millisecond)
		require.Equal(t, last, m.Now())
	})
}

func TestMovableThatIsRemembered(t *testing.T) {
	t.Run("and_recalled", func(t *testing.T) {
		m := clock.NewMovable(handmade{noon()})
		given := m.Remember()
		require.NoError(t, m.Freeze(noon().Add(time.Hour)))
		still := m.Remember()
		require.NoError(t, m.Run(noon(), 3600))
		running := m.Remember()
		m.Resume(still.FromNow())
		require.Equal(t, noon().Add(time.Hour), m.Now())
		m.Resume(running.FromNow())
		now, mode, speed := m.Showing()
		require.Equal(t, clock.Running, mode)
		require.InDelta(t, 3600, speed, 0)
		require.False(t, now.Before(noon()))
		m.Resume(given.FromNow())
		require.Equal(t, noon(), m.Now())
	})
	t.Run("steps_at_once_add_up", func(t *testing.T) {
		m := clock.NewMovable(clock.Frozen(noon()))
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 100 {
					require.NoError(t, m.Advance(time.Second))
				}
			})
		}
		all.Wait()
		require.Equal(t, noon().Add(800*time.Second), m.Now())
	})
}
