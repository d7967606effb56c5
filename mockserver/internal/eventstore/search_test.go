package eventstore_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// hardest is a store and a query that keeps a processor busy for minutes.
func hardest() (*eventstore.Store[int], eventstore.Query) {
	s := eventstore.New[int]("s", fields...)
	for n := range 2000 {
		label := map[string]string{"text": strings.Repeat("a", 10_000)}
		s.Add(eventstore.Event[int]{ID: fmt.Sprintf("%04d", n), Time: tick(n), Values: []string{"u", "e"}, Labels: label})
	}
	q := window(0, 5000)
	q.Labels = []eventstore.Condition{{Key: "text", Op: eventstore.Contains, Values: slices.Repeat([]string{"b"}, 1_000_000)}}
	return s, q
}

// TestNobodyWaitsForASearch adds, reads and lists while a search goes on that would take minutes, and then ends it.
func TestNobodyWaitsForASearch(t *testing.T) {
	s, q := hardest()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := eventstore.List(ctx, q, slices.Values([]eventstore.Source[int]{s}))
		ended <- err
	}()
	for n := range 1000 {
		_, added := s.Add(eventstore.Event[int]{ID: fmt.Sprint("new", n), Time: tick(n), Values: []string{fmt.Sprint(n), "f"}})
		require.True(t, added)
		_, there := s.Get("0001")
		require.True(t, there)
		byUser := window(0, 5000)
		byUser.Where = []eventstore.Equal{{Field: "user", Value: fmt.Sprint(n)}}
		require.Len(t, list(byUser, s).Events, 1)
	}
	require.Empty(t, ended, "all that happened while the search went on")
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
}

// TestOneLongComparisonEndsToo has no second event at which a search could look up.
func TestOneLongComparisonEndsToo(t *testing.T) {
	s := eventstore.New[int]("s")
	s.Add(eventstore.Event[int]{ID: "x", Time: tick(1), Labels: map[string]string{"text": strings.Repeat("a", 1<<20)}})
	q := window(0, 9)
	q.Labels = []eventstore.Condition{{Key: "text", Op: eventstore.Contains, Values: slices.Repeat([]string{"b"}, 10_000_000)}}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := eventstore.List(ctx, q, slices.Values([]eventstore.Source[int]{s}))
		ended <- err
	}()
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
}

// TestAnotherSourceIsNotSearchedFurtherThanNeeded lists a page that the first source fills, and counts what the second one makes.
func TestAnotherSourceIsNotSearchedFurtherThanNeeded(t *testing.T) {
	looked := 0
	m := &model{}
	for n := range 100 {
		m.add("made", eventstore.Event[int]{ID: fmt.Sprintf("%03d", n), Time: tick(1 + n), Values: []string{"u", "e"}, Payload: 100 + n})
	}
	late := madeOf(m)
	from := late.From
	late.From = func(at time.Time) iter.Seq[eventstore.Event[int]] {
		return func(yield func(eventstore.Event[int]) bool) {
			from(at)(func(e eventstore.Event[int]) bool {
				looked++
				return yield(e)
			})
		}
	}
	q := window(0, 1000)
	q.Limit = 3
	require.Equal(t, []int{0, 1, 2}, payloads(list(q, store("a", 0, 0, 0, 0), late)))
	require.LessOrEqual(t, looked, 2)
}
