package eventstore_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

func store(stream string, ticks ...int) *eventstore.Store[int] {
	s := eventstore.New[int](stream, fields...)
	for i, n := range ticks {
		s.Add(eventstore.Event[int]{ID: fmt.Sprintf("%s%02d", stream, i), Time: tick(n), Values: []string{"u", "e"}, Payload: i})
	}
	return s
}

// list is a List that nobody ends early.
func list(q eventstore.Query, sources ...eventstore.Source[int]) eventstore.Page[int] {
	page, err := eventstore.List(context.Background(), q, slices.Values(sources))
	if err != nil {
		return eventstore.Page[int]{Last: eventstore.Position{ID: "a List without an end that fails: " + err.Error()}}
	}
	return page
}

func window(from, to int) eventstore.Query {
	return eventstore.Query{Start: tick(from), End: tick(to), Limit: 100}
}

func payloads(p eventstore.Page[int]) []int {
	got := []int{}
	for _, e := range p.Events {
		got = append(got, e.Payload)
	}
	return got
}

func TestList(t *testing.T) {
	t.Run("event_on_the_start_is_in_and_event_on_the_end_is_out", func(t *testing.T) {
		require.Equal(t, []int{1, 2}, payloads(list(window(1, 3), store("s", 0, 1, 2, 3))))
	})
	t.Run("an_unknown_field_matches_nothing", func(t *testing.T) {
		q := window(0, 9)
		q.Where = []eventstore.Equal{{Field: "colour", Value: "u"}}
		require.Empty(t, list(q, store("s", 1)).Events)
	})
	t.Run("a_limit_of_nothing_returns_nothing", func(t *testing.T) {
		q := window(0, 9)
		q.Limit = 0
		require.Equal(t, eventstore.Page[int]{}, list(q, store("s", 1)))
	})
	t.Run("an_exact_multiple_ends_without_more", func(t *testing.T) {
		q := window(0, 9)
		q.Limit = 2
		first := list(q, store("s", 1, 1, 1, 1))
		q.After = first.Last
		second := list(q, store("s", 1, 1, 1, 1))
		require.True(t, first.More)
		require.False(t, second.More)
		require.Equal(t, []int{2, 3}, payloads(second))
	})
	t.Run("a_position_in_one_stream_places_the_other_streams_too", func(t *testing.T) {
		same := func(stream string) *eventstore.Store[int] {
			s := eventstore.New[int](stream)
			for _, id := range []string{"1", "2"} {
				s.Add(eventstore.Event[int]{ID: id, Time: tick(5), Payload: int(stream[0])})
			}
			return s
		}
		q := window(0, 9)
		q.After = eventstore.Position{Time: tick(5), Stream: "b", ID: "1"}
		got := list(q, same("a"), same("b"), same("c"))
		require.Equal(t, []int{'c', 'a', 'b', 'c'}, payloads(got), "1 of c, then 2 of all")
	})
	t.Run("times_far_outside_the_nanosecond_epoch_keep_their_order", func(t *testing.T) {
		s := eventstore.New[int]("s")
		for i, year := range []int{9999, 1, 2026} {
			s.Add(eventstore.Event[int]{ID: fmt.Sprint(i), Time: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), Payload: year})
		}
		q := eventstore.Query{Start: time.Time{}, End: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), Limit: 9}
		require.Equal(t, []int{1, 2026, 9999}, payloads(list(q, s)))
	})
}

func TestGet(t *testing.T) {
	s := store("s", 1)
	e, ok := s.Get("s00")
	require.True(t, ok)
	require.Equal(t, tick(1), e.Time)
	_, ok = s.Get("none")
	require.False(t, ok)
}

func TestConcurrentWritersLoseNothing(t *testing.T) {
	s := eventstore.New[int]("s", fields...)
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 200 {
				s.Add(eventstore.Event[int]{ID: fmt.Sprintf("%d-%d", w, i), Time: tick(i), Values: []string{"u", "e"}})
				list(window(0, 200), s)
			}
		})
	}
	wg.Wait()
	q := window(0, 200)
	q.Limit = 5000
	require.Len(t, list(q, s).Events, 1600)
	require.Equal(t, 1600, s.Len())
}

func BenchmarkAdd(b *testing.B) {
	s := eventstore.New[int]("s", "a", "b", "c", "d", "e")
	for i := range b.N {
		s.Add(eventstore.Event[int]{
			ID: fmt.Sprint(i), Time: tick(i),
			Values: []string{"DRAFT", fmt.Sprint(i % 20), fmt.Sprint(i % 500), fmt.Sprint(i / 8), ""},
		})
	}
}

func BenchmarkListOfAMillion(b *testing.B) {
	s := eventstore.New[int]("s", "version", "user")
	for i := range 1_000_000 {
		s.Add(eventstore.Event[int]{ID: fmt.Sprint(i), Time: tick(i), Values: []string{"LIVE", fmt.Sprint(i % 5000)}})
	}
	q := window(0, 1_000_000)
	q.Limit = 20
	q.Where = []eventstore.Equal{{Field: "version", Value: "LIVE"}, {Field: "user", Value: "17"}}
	b.ResetTimer()
	for range b.N {
		list(q, s)
	}
}
