package stories

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/shrink"
)

func TestShrinkFindsTheSmallestEvent(t *testing.T) {
	s := testSession(t)
	for seed := range uint64(10) {
		g := newGenerator(s, seed, streamStory)
		d := g.event().With("properties", map[string]any{"x": g.object(2), "y": []any{g.text(), map[string]any{"deep": "a needle b"}}})
		failing := func(d kit.Draft) bool { return strings.Contains(string(d.Body()), "needle") }
		smallest := shrink.Smallest(d, 5000, reductions, failing)
		require.True(t, failing(smallest))
		require.Less(t, len(smallest.Without("type", "entityType").Body()), 80, string(smallest.Body()))
	}
}
