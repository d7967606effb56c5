package eventstore_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// hardest is a store and a query that keeps a processor busy for minutes.
func hardest() (*eventstore.Store, eventstore.Query) {
	s := eventstore.New(fields...)
	for n := range 2000 {
		label := []eventstore.Label{{"text", fmt.Sprint(n, strings.Repeat("a", 10_000))}}
		s.Add(eventstore.Event{ID: fmt.Sprintf("%04d", n), Time: tick(n), Values: []string{"u", "e"}, Labels: label})
	}
	q := window(0, 5000)
	q.Labels = []eventstore.Condition{{Key: "text", Op: eventstore.Contains, Values: slices.Repeat([]string{"b"}, 1_000_000)}}
	return s, q
}

// search begins a search in the background.
func search(ctx context.Context, s *eventstore.Store, q eventstore.Query) chan error {
	ended := make(chan error, 1)
	go func() {
		_, err := eventstore.List(ctx, q, s)
		ended <- err
	}()
	return ended
}

// TestNobodyWaitsForASearch adds, reads and lists while a search goes on that would take minutes, and then ends it.
func TestNobodyWaitsForASearch(t *testing.T) {
	s, q := hardest()
	ctx, cancel := context.WithCancel(t.Context())
	ended := search(ctx, s, q)
	for n := range 1000 {
		require.True(t, s.Add(eventstore.Event{ID: fmt.Sprint("new", n), Time: tick(n), Values: []string{fmt.Sprint(n), "f"}}))
		require.True(t, s.Has("", "0001"))
		byUser := window(0, 5000)
		byUser.Where = []eventstore.Equal{{Field: "user", Value: fmt.Sprint(n)}}
		require.Len(t, list(byUser, s).Payloads, 1)
	}
	require.Empty(t, ended, "all that happened while the search went on")
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
}

// TestOneLongComparisonEndsToo has no second event at which a search could look up.
func TestOneLongComparisonEndsToo(t *testing.T) {
	s := eventstore.New()
	s.Add(eventstore.Event{ID: "x", Time: tick(1), Labels: []eventstore.Label{{"text", strings.Repeat("a", 1<<20)}}})
	q := window(0, 9)
	q.Labels = []eventstore.Condition{{Key: "text", Op: eventstore.Contains, Values: slices.Repeat([]string{"b"}, 10_000_000)}}
	ctx, cancel := context.WithCancel(t.Context())
	ended := search(ctx, s, q)
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
}

// TestManyValuesEndToo asks for one of very many values in an event that has another, once for each event: neither what has to be put
// together for that nor what is looked through takes longer than the context.
func TestManyValuesEndToo(t *testing.T) {
	s := eventstore.New(fields...)
	for n := range 50_000 {
		labels := []eventstore.Label{{"half", fmt.Sprint(n % 2)}, {"text", fmt.Sprint("hello ", n)}}
		s.Add(eventstore.Event{ID: fmt.Sprint(n), Time: tick(n), Values: []string{"u", "e"}, Labels: labels})
	}
	q := window(0, 50_000)
	q.Labels = []eventstore.Condition{
		{Key: "text", Op: eventstore.Contains, Values: []string{"hello"}},
		{Key: "half", Values: []string{"0"}},
		{Key: "half", Op: eventstore.NoneOf, Values: []string{"0"}},
	}
	require.Empty(t, list(q, s).Payloads)
	work := 0
	cursor := s.Search(&q)
	_, err := cursor.Next(func(n int) error {
		if work += n; work > 100_000 {
			return context.DeadlineExceeded
		}
		return nil
	})
	require.ErrorIs(t, err, context.DeadlineExceeded, "work is told as it is done")
}
