package eventstore_test

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"
	"weak"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

func store(stream string, ticks ...int) *eventstore.Store {
	s := eventstore.New(fields...)
	for i, n := range ticks {
		id := fmt.Sprintf("%s%02d", stream, i)
		s.Add(eventstore.Event{Stream: stream, ID: id, Time: tick(n), Values: []string{"u", "e"}, Payload: fmt.Sprint(i)})
	}
	return s
}

// list is a List that nobody ends early.
func list(q eventstore.Query, sources ...eventstore.Source) eventstore.Page {
	page, err := eventstore.List(context.Background(), q, sources...)
	if err != nil {
		return eventstore.Page{Last: eventstore.Position{ID: "a List without an end that fails: " + err.Error()}}
	}
	return page
}

func window(from, to int) eventstore.Query {
	return eventstore.Query{Start: tick(from), End: tick(to), Limit: 100}
}

func TestList(t *testing.T) {
	t.Run("event_on_the_start_is_in_and_event_on_the_end_is_out", func(t *testing.T) {
		require.Equal(t, []string{"1", "2"}, list(window(1, 3), store("s", 0, 1, 2, 3)).Payloads)
	})
	t.Run("an_unknown_field_matches_nothing", func(t *testing.T) {
		q := window(0, 9)
		q.Where = []eventstore.Equal{{Field: "colour", Value: "u"}}
		require.Empty(t, list(q, store("s", 1)).Payloads)
	})
	t.Run("a_limit_of_nothing_returns_nothing", func(t *testing.T) {
		q := window(0, 9)
		q.Limit = 0
		require.Equal(t, eventstore.Page{}, list(q, store("s", 1)))
	})
	t.Run("an_exact_multiple_ends_without_more", func(t *testing.T) {
		q := window(0, 9)
		q.Limit = 2
		first := list(q, store("s", 1, 1, 1, 1))
		q.After = first.Last
		second := list(q, store("s", 1, 1, 1, 1))
		require.True(t, first.More)
		require.False(t, second.More)
		require.Equal(t, []string{"2", "3"}, second.Payloads)
	})
	t.Run("a_position_in_one_stream_places_the_other_streams_too", func(t *testing.T) {
		same := func(stream string) *eventstore.Store {
			s := eventstore.New()
			for _, id := range []string{"1", "2"} {
				s.Add(eventstore.Event{Stream: stream, ID: id, Time: tick(5), Payload: stream})
			}
			return s
		}
		q := window(0, 9)
		q.After = eventstore.Position{Time: tick(5), Stream: "b", ID: "1"}
		got := list(q, same("a"), same("b"), same("c"))
		require.Equal(t, []string{"c", "a", "b", "c"}, got.Payloads, "1 of c, then 2 of all")
	})
	t.Run("times_far_outside_the_nanosecond_epoch_keep_their_order", func(t *testing.T) {
		s := eventstore.New()
		for _, year := range []int{9999, 1, 2026} {
			s.Add(eventstore.Event{ID: fmt.Sprint(year), Time: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), Payload: fmt.Sprint(year)})
		}
		q := eventstore.Query{Start: time.Time{}, End: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), Limit: 9}
		require.Equal(t, []string{"1", "2026", "9999"}, list(q, s).Payloads)
	})
}

// TestTimesComeBack has events of times that a segment can hold in few bytes, and of some that need more.
func TestTimesComeBack(t *testing.T) {
	const day = 24 * time.Hour
	for name, behind := range map[string][]time.Duration{
		"whole_milliseconds":            {0, time.Millisecond, time.Second, 49 * day},
		"over_the_end_of_a_second":      {0, time.Millisecond, 2 * time.Millisecond, 1001 * time.Millisecond},
		"nanoseconds":                   {0, 1, time.Millisecond, time.Millisecond + 1},
		"fifty_days":                    {0, math.MaxUint32 * time.Millisecond, (math.MaxUint32 + 1) * time.Millisecond, 60 * day},
		"one_nanosecond_everywhere":     {0, time.Nanosecond, time.Nanosecond + time.Millisecond, time.Hour},
		"a_nanosecond_after_fifty_days": {0, 50 * day, 51*day + 1, 99 * day},
	} {
		t.Run(name, func(t *testing.T) {
			for _, first := range []time.Time{base, base.Add(time.Second - time.Millisecond)} {
				s := eventstore.NewSized(len(behind), 64, 4)
				want, got := []time.Time{}, []time.Time{}
				for i, d := range behind {
					want = append(want, first.Add(d))
					s.Add(eventstore.Event{ID: fmt.Sprint(i), Time: want[i]})
				}
				require.Eventually(t, func() bool { return s.Sealed() == len(behind) }, 20*time.Second, time.Millisecond)
				for e := range s.All {
					got = append(got, e.Time)
				}
				require.Equal(t, want, got)
			}
		})
	}
}

func TestConcurrentWritersLoseNothing(t *testing.T) {
	s := eventstore.NewSized(16, 200, 3, fields...)
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			seen := 0
			for i := range 200 {
				s.Add(eventstore.Event{Stream: "s", ID: fmt.Sprintf("%d-%d", w, i), Time: tick(i), Values: []string{"u", "e"}})
				q := window(0, 200)
				q.Limit = 5000
				require.LessOrEqual(t, s.Parts(), 30, "who writes waits")
				now := len(list(q, s).Payloads)
				require.Greater(t, now, seen, "what was added is there, and what was there stays")
				seen = now
			}
		})
	}
	wg.Wait()
	require.Equal(t, 1600, s.Len())
}

// TestClose closes a store while there is much to merge, and goes on writing: nobody waits for what is not done any more.
func TestClose(t *testing.T) {
	s := eventstore.NewSized(2, 4, 2, fields...)
	for n := range 1000 {
		if n == 500 {
			s.Close()
		}
		require.True(t, s.Add(eventstore.Event{ID: fmt.Sprint(n), Time: tick(n % 7), Values: []string{"u", "e"}}))
	}
	q := window(0, 9)
	q.Limit = 2000
	require.Len(t, list(q, s).Payloads, 1000)
}

// TestSealedBuffersAreFreed wants a buffer to be garbage once there is a run of it.
func TestSealedBuffersAreFreed(t *testing.T) {
	s := eventstore.NewSized(8, 64, 4, fields...)
	buffers := []weak.Pointer[eventstore.Recent]{s.Buffer()}
	for i := range 400 {
		s.Add(eventstore.Event{Stream: "s", ID: fmt.Sprint(i), Time: tick(i), Values: []string{"u", "e"}, Payload: "p"})
		if b := s.Buffer(); b != buffers[len(buffers)-1] {
			buffers = append(buffers, b)
		}
	}
	require.Len(t, buffers, 51)
	require.Eventually(t, func() bool {
		runtime.GC()
		return !slices.ContainsFunc(buffers[:50], func(b weak.Pointer[eventstore.Recent]) bool { return b.Value() != nil })
	}, 20*time.Second, time.Millisecond)
	runtime.KeepAlive(s)
}
