package world_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// judged is a world that notes what it holds to the contract, and refuses events with a word in them.
func judged(t *testing.T, refused string, imported ...fixtures.Line) (*world.World, map[string]bool, error) {
	t.Helper()
	seen := map[string]bool{}
	w, err := world.New(both(world.Options{EventsPerBot: 50, Import: imported, Judge: func(api, schema, value string) error {
		require.Equal(t, "chatlayer TrackingEvent", api+" "+schema)
		seen[value] = true
		if strings.Contains(value, refused) {
			return errors.New("planted")
		}
		return nil
	}}), noon())
	return w, seen, err
}

// TestNothingIsListedThatWasNotJudged wants what lists show, seeded, imported and tracked, to be the very bytes that were held to
// the contract.
func TestNothingIsListedThatWasNotJudged(t *testing.T) {
	w, seen, err := judged(t, "nothing", fixtures.Line{Event: tracked("demobot1", "imported", "x").Event})
	require.NoError(t, err)
	apply(t, w, tracked("demobot1", "given", "x"))
	apply(t, w, tracked("demobot1", "", "x"))
	listed := list(t, w, everything(), "demobot1").Payloads
	require.Greater(t, len(listed), 50)
	for _, payload := range listed {
		require.True(t, seen[payload], payload)
	}
}

// TestAWrongEventDoesNotComeIn plants an event that breaks the contract by each way in.
func TestAWrongEventDoesNotComeIn(t *testing.T) {
	t.Run("imported", func(t *testing.T) {
		_, _, err := judged(t, "wrong", fixtures.Line{Number: 7, Event: tracked("demobot1", "wrong", "x").Event})
		require.EqualError(t, err, "import line 7: planted")
	})
	t.Run("tracked", func(t *testing.T) {
		w, _, err := judged(t, "wrong")
		require.NoError(t, err)
		before, _ := w.Written()
		_, err = world.Apply(w, tracked("demobot1", "wrong", "x"))
		require.EqualError(t, err, "planted")
		after, _ := w.Written()
		require.Equal(t, before, after, "it takes no room")
		require.NotContains(t, show(t, w, "demobot1"), "wrong")
	})
	t.Run("seeded", func(t *testing.T) {
		w, _, err := judged(t, `"version":"LIVE"`)
		require.NoError(t, err)
		_, err = chatlayerworld.List(t.Context(), w, everything(), "demobot1")
		require.EqualError(t, err, "planted")
	})
}
