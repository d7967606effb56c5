package spec

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestScratch(t *testing.T) {
	t.Run("lends_the_same_object_again_and_empty", func(t *testing.T) {
		s := &scratch{}
		first, second := s.object(), s.object()
		first["a"], second["b"] = 1, 2
		s.reset()
		again := s.object()
		require.Empty(t, again)
		again["c"] = 3
		require.Equal(t, map[string]any{"c": 3}, first)
		require.Empty(t, second)
	})
	t.Run("lets_go_of_large_objects", func(t *testing.T) {
		s := &scratch{}
		large := s.object()
		for i := range mostMembers + 1 {
			large[strconv.Itoa(i)] = i
		}
		s.reset()
		s.object()["a"] = 1
		require.Len(t, large, mostMembers+1)
	})
	t.Run("keeps_a_limited_number", func(t *testing.T) {
		s := &scratch{}
		for range mostObjects + 10 {
			s.object()["a"] = 1
		}
		s.reset()
		require.Len(t, s.objects, mostObjects)
	})
	t.Run("none_at_all_gives_objects_to_keep", func(t *testing.T) {
		var s *scratch
		s.object()["a"] = 1
		require.Empty(t, s.object())
	})
}
