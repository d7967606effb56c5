package controlapi

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// endless are things of which every other one has changed.
func endless(yield func(world.Change, error) bool) {
	for what := world.Added; yield(world.Change{What: what, ID: "x"}, nil) && yield(world.Change{}, nil); {
		what = world.Removed
	}
}

// TestChangesAreCountedUpToABound counts what does not end.
func TestChangesAreCountedUpToABound(t *testing.T) {
	told, err := tellChanges(t.Context(), world.Changes{All: endless}, 3)
	require.NoError(t, err)
	require.Len(t, told.Changes, 3)
	require.True(t, told.More)
	require.EqualValues(t, 1, told.Added)
	require.EqualValues(t, mostChanges-1, told.Removed)
}

// TestChangesEndWithWhoAsked goes through what does not end, and has not changed, for somebody who has left.
func TestChangesEndWithWhoAsked(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	_, err := tellChanges(ctx, world.Changes{All: func(yield func(world.Change, error) bool) {
		for yield(world.Change{}, nil) {
			leave()
		}
	}}, 3)
	require.ErrorIs(t, err, context.Canceled)
}
