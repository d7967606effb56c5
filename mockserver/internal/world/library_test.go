package world

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/fixtures"
)

func TestLibrary(t *testing.T) {
	l := NewLibrary()
	options := func(change func(*fixtures.Options)) fixtures.Options {
		of := fixtures.Options{Seed: 1, Events: 10, Now: time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)}
		change(&of)
		return of
	}
	same := options(func(*fixtures.Options) {})
	data, number, err := l.world(same, true)
	require.NoError(t, err)
	again, sameNumber, err := l.world(options(func(of *fixtures.Options) { of.Now = of.Now.In(time.FixedZone("x", 3600)) }), true)
	require.NoError(t, err)
	require.Same(t, data, again)
	require.Equal(t, number, sameNumber)
	for name, of := range map[string]fixtures.Options{
		"seed":     options(func(of *fixtures.Options) { of.Seed = 2 }),
		"scenario": options(func(of *fixtures.Options) { of.Scenario = "empty" }),
		"events":   options(func(of *fixtures.Options) { of.Events = 11 }),
		"now":      options(func(of *fixtures.Options) { of.Now = of.Now.Add(time.Millisecond) }),
	} {
		other, otherNumber, err := l.world(of, true)
		require.NoError(t, err)
		require.NotSame(t, data, other, name)
		require.NotEqual(t, number, otherNumber, name)
	}
	_, unjudged, err := l.world(same, false)
	require.NoError(t, err)
	require.NotEqual(t, number, unjudged, "what nobody judges is kept apart")
	_, _, err = l.world(options(func(of *fixtures.Options) { of.Scenario = "nope" }), true)
	require.Error(t, err)
}
