package variant

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// hand is a stopwatch that is moved by hand.
type hand struct{ at time.Duration }

func (h *hand) read() time.Duration { return h.at }

func TestArrivalsBecomeVisibleWithinTheLongestDelayAndOutOfOrder(t *testing.T) {
	const longest = 15 * time.Second
	watch := &hand{}
	s := newArrivals(watch.read, longest)
	var events []event
	for n := range 50 {
		e := event{BotID: "b", ID: fmt.Sprint(n)}
		s.at[arrival{e.BotID, e.ID}] = 0
		events = append(events, e)
	}
	seen := func(at time.Duration) (all []event) {
		watch.at = at
		for _, e := range events {
			if s.visible(e, 0) {
				all = append(all, e)
			}
		}
		return all
	}
	require.Empty(t, seen(longest/4-1))
	half := seen(longest / 2)
	require.NotEmpty(t, half)
	require.NotEqual(t, events[:len(half)], half, "not in the order of arrival")
	require.Equal(t, events, seen(longest))
}

func TestReplicasLearnOfAnEventEachInItsOwnTime(t *testing.T) {
	watch := &hand{at: time.Second}
	s := newArrivals(watch.read, 2*time.Second)
	differ := 0
	for n := range 50 {
		e := event{BotID: "b", ID: fmt.Sprint(n)}
		s.at[arrival{e.BotID, e.ID}] = 0
		if s.visible(e, 0) != s.visible(e, 1) {
			differ++
		}
	}
	require.Positive(t, differ)
}

func TestRememberedTokensExpire(t *testing.T) {
	for name, life := range map[string]time.Duration{"a_minute": time.Minute, "ten_minutes": 10 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			watch := &hand{}
			m := newIssuer(watch.read, life, "k", false)
			token := m.issue("own")
			watch.at = life - 1
			own, ok := m.accept(token)
			require.True(t, ok)
			require.Equal(t, "own", own)
			watch.at = life
			_, ok = m.accept(token)
			require.False(t, ok)
		})
	}
}

func TestDeduplicationForgetsAfterFiveSeconds(t *testing.T) {
	watch, stored := &hand{}, 0
	steps := &chatlayersteps.Steps{Track: func(*pipeline.Call, chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		stored++
		return chatlayerworld.Tracked{Added: true}, nil
	}}
	p := &pipeline.Pipeline{Own: []any{steps}}
	deduplicated(watch.read)(p)
	for at, want := range []int{1, 1, 1, 1, 1, 2} {
		watch.at = time.Duration(at) * time.Second
		_, err := steps.Track(&pipeline.Call{Sent: []byte("{}")}, chatlayerworld.Track{})
		require.NoError(t, err)
		require.Equal(t, want, stored, "after %v", watch.at)
	}
}

func TestLeadingIsTheBeginningOfTheSortedWhole(t *testing.T) {
	var all []event
	for n := range 500 {
		all = append(all, event{BotID: "b", ID: fmt.Sprint(n), Timestamp: time.Unix(int64(n/3), 0)})
	}
	for _, order := range []before{newestFirst, byID} {
		sorted := leading(slices.Clone(all), len(all), order)
		require.True(t, slices.IsSortedFunc(sorted, func(a, b event) int {
			return order(chatlayersteps.PositionOf(a), chatlayersteps.PositionOf(b))
		}))
		for _, n := range []int{1, 2, 50, 100, 499, 1000} {
			require.Equal(t, sorted[:min(n, len(all))], leading(slices.Clone(all), n, order))
		}
	}
}

func TestULID(t *testing.T) {
	at := time.Date(2016, 7, 30, 23, 54, 10, 259_000_000, time.UTC)
	id := ulid(at, 1, 1)
	require.Equal(t, "01ARZ3NDEK", id[:10], "the time is that of the specification's example")
	require.True(t, isULID(id))
	require.NotEqual(t, id, ulid(at, 1, 2))
	for _, wrong := range []string{"", id[1:], id + "0", "8" + id[1:], id[:25] + "U"} {
		require.False(t, isULID(wrong), wrong)
	}
}
