package stories

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

func testSession(t *testing.T) *kit.Session {
	t.Helper()
	contract, err := api.Contract()
	require.NoError(t, err)
	return kit.NewSession(kit.Settings{}, "abc", exchange.SystemClock(), contract)
}

func draw(s *kit.Session, seed uint64) []string {
	g := newGenerator(s, seed, streamStory)
	var events []string
	for range 200 {
		events = append(events, string(g.event().Body()))
	}
	return events
}

func TestDrawnEventsAreValidAndTheSameForOneSeed(t *testing.T) {
	for seed := range uint64(5) {
		s := testSession(t)
		events := draw(s, seed)
		for _, event := range events {
			read, err := exchange.JSON([]byte(event))
			require.NoError(t, err)
			var d kit.Draft
			for name, v := range read.(map[string]any) {
				d = d.With(name, v)
			}
			require.False(t, s.Breaks(d), event)
		}
		require.Equal(t, events, draw(testSession(t), seed))
		require.NotEqual(t, events, draw(testSession(t), seed+1))
	}
}

func TestSpoiltEventsAreInvalid(t *testing.T) {
	s := testSession(t)
	g := newGenerator(s, 1, streamWrong)
	for range 200 {
		for _, spoil := range []func(*generator, kit.Draft) kit.Wrong{incomplete, misshapen} {
			w := spoil(g, g.event())
			require.True(t, s.Breaks(w.Event()), "%s: %s", w.What, w.Event().Body())
		}
	}
}
