package stories

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/internal/shrink"
)

// A target may be wrong only after what it was asked before: then no list fails alone.
func TestAFailureThatNeedsTwoListsIsMadeShort(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		s := drawStory(chance)
		for len(s.tracks) < events || len(s.lists) < lists {
			s = drawStory(chance)
		}
		culprit, before, after := s.tracks[chance.IntN(events)], s.lists[chance.IntN(lists-1)], s.lists[lists-1]
		fails := func(s story) bool {
			first := slices.IndexFunc(s.lists, func(l list) bool { return l.event == before.event && l.user == before.user })
			return slices.Contains(s.tracks, culprit) && first >= 0 && len(s.lists) > first+1 &&
				s.lists[len(s.lists)-1].event == after.event
		}
		require.True(t, fails(s))
		short := shrink.Smallest(s, retold, story.smaller, fails)
		require.True(t, fails(short))
		require.Len(t, short.lists, 2)
		require.LessOrEqual(t, len(short.tracks), 3)
	}
}

func TestAFailureOfOneListIsMadeShort(t *testing.T) {
	chance := rand.New(rand.NewPCG(2, 2))
	for range 50 {
		s := drawStory(chance)
		culprit := s.tracks[chance.IntN(len(s.tracks))]
		last := s.lists[len(s.lists)-1]
		fails := func(s story) bool {
			return slices.Contains(s.tracks, culprit) &&
				slices.ContainsFunc(s.lists, func(l list) bool { return l.event == last.event && l.user == last.user })
		}
		short := shrink.Smallest(s, retold, story.smaller, fails)
		require.True(t, fails(short))
		require.Len(t, short.lists, 1)
		require.LessOrEqual(t, len(short.tracks), 3)
	}
}
