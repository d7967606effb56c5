package fault

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	list     = Operation{ID: "ListEvents", Method: http.MethodGet, Pages: "page_token"}
	byOffset = Operation{ID: "ListFeedback", Method: http.MethodGet, Pages: "offset"}
	track    = Operation{ID: "TrackEvent", Method: http.MethodPost}
)

func newSet(t testing.TB, faults ...Fault) *Set {
	t.Helper()
	s := New(1, []Operation{list, track})
	for _, f := range faults {
		_, err := s.Add(f)
		require.NoError(t, err)
	}
	return s
}

// asking is a request for an operation, as its client sends it.
func asking(op Operation, query string) Request {
	return Request{Operation: op, Method: op.Method, RawQuery: query, Header: http.Header{"X-Trace": {"1", "2"}}}
}

// hits shows for each of n lists whether it was hit, as 1, or not.
func hits(s *Set, n int) string {
	var all strings.Builder
	for range n {
		if g := s.Given(asking(list, ""), nil); g != nil && g.Status != 0 {
			all.WriteByte('1')
		} else {
			all.WriteByte('.')
		}
	}
	return all.String()
}

func failing(w When) Fault { return Fault{When: w, Effect: Effect{Status: 503}} }

func TestWhichRequestsAreHit(t *testing.T) {
	for want, w := range map[string]When{
		"111111111111": {},
		"...111111111": {Skip: 3},
		"11..........": {First: 2},
		"...11.......": {Skip: 3, First: 2},
		"..1..1..1..1": {Every: 3},
		".....1..1...": {Skip: 3, Every: 3, First: 2},
	} {
		require.Equal(t, want, hits(newSet(t, failing(w)), 12), "%+v", w)
	}
	t.Run("one_fault_after_the_other", func(t *testing.T) {
		s := newSet(t, failing(When{First: 1}), failing(When{Skip: 1, First: 1}))
		require.Equal(t, "1.1.", hits(s, 4), "the second sees no request that the first is given to")
		require.EqualValues(t, 4, s.List()[0].Seen)
		require.EqualValues(t, 3, s.List()[1].Seen)
	})
}

func TestAFaultIsSpentAfterItsLastHit(t *testing.T) {
	s := newSet(t, failing(When{Skip: 1, First: 2}), failing(When{}))
	for _, want := range []bool{false, false, true, true} {
		hits(s, 1)
		require.Equal(t, want, s.List()[0].Spent, "%+v", s.List()[0])
	}
	require.False(t, s.List()[1].Spent, "it has no end")
}

func TestFirstIsExactAmongRequestsAtOnce(t *testing.T) {
	const clients, each, first = 8, 20_000, 40_000
	for _, w := range []When{{First: first}, {First: first, Probability: 0.5}, {Skip: 10, First: first, Every: 3}} {
		s := newSet(t, failing(w))
		var all sync.WaitGroup
		var hit atomic.Int64
		start := make(chan struct{})
		for range clients {
			all.Go(func() {
				<-start
				for range each {
					if g := s.Given(asking(list, ""), nil); g != nil && g.Status == 503 {
						hit.Add(1)
					}
				}
			})
		}
		close(start)
		all.Wait()
		require.EqualValues(t, first, hit.Load(), "%+v", w)
		require.EqualValues(t, first, s.List()[0].Hit)
		require.EqualValues(t, clients*each, s.List()[0].Seen)
	}
}

func TestWhatIsDrawn(t *testing.T) {
	drawn := func(seed uint64, ordinal int) string {
		s := New(seed, []Operation{list})
		for range ordinal {
			_, err := s.Add(Fault{Match: Match{Method: http.MethodHead}, Effect: Effect{Status: 500}})
			require.NoError(t, err)
		}
		_, err := s.Add(failing(When{Probability: 0.3}))
		require.NoError(t, err)
		return hits(s, 1000)
	}
	t.Run("is_the_same_with_the_same_seed", func(t *testing.T) {
		require.Equal(t, drawn(1, 0), drawn(1, 0))
		require.NotEqual(t, drawn(1, 0), drawn(2, 0))
		require.NotEqual(t, drawn(1, 0), drawn(1, 1), "each fault draws for itself")
		require.InDelta(t, 300, strings.Count(drawn(1, 0), "1"), 50)
	})
	t.Run("is_the_same_after_a_reset", func(t *testing.T) {
		s := newSet(t, failing(When{Probability: 0.3}))
		before := hits(s, 100)
		s.Reset()
		require.Nil(t, s.Given(asking(list, ""), nil))
		added, err := s.Add(failing(When{Probability: 0.3}))
		require.NoError(t, err)
		require.Equal(t, "f2", added.ID, "an id is never used again")
		require.Equal(t, before, hits(s, 100))
	})
	t.Run("delays_have_their_percentiles", func(t *testing.T) {
		s := newSet(t, Fault{Delay: Delay{P50: 50 * time.Millisecond, P99: 2 * time.Second}})
		const n = 10_000
		above50, above99 := 0, 0
		for range n {
			wait := s.Given(asking(list, ""), nil).Waits[0].Time
			if wait > 50*time.Millisecond {
				above50++
			}
			if wait > 2*time.Second {
				above99++
			}
		}
		require.InDelta(t, n/2, above50, n/20)
		require.InDelta(t, n/100, above99, n/200)
	})
	t.Run("delays_that_do_not_vary", func(t *testing.T) {
		s := newSet(t, Fault{Delay: Delay{P50: time.Second, P99: time.Second}})
		require.Equal(t, time.Second, s.Given(asking(list, ""), nil).Waits[0].Time)
	})
}

func TestForIsTheMachinesTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSet(t, failing(When{For: time.Second}))
		time.Sleep(time.Second)
		require.Equal(t, "1", hits(s, 1))
		require.False(t, s.List()[0].Spent)
		time.Sleep(time.Nanosecond)
		require.True(t, s.List()[0].Spent)
		require.Equal(t, "...", hits(s, 3))
		require.EqualValues(t, 1, s.List()[0].Seen, "the list shows it still")
	})
}

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		name    string
		match   Match
		request Request
		want    bool
	}{
		{"everything", Match{}, asking(track, ""), true},
		{"the_operation", Match{Operation: "ListEvents"}, asking(list, ""), true},
		{"another_operation", Match{Operation: "ListEvents"}, asking(track, ""), false},
		{"the_method", Match{Method: "GET"}, asking(list, ""), true},
		{"another_method", Match{Method: "GET"}, Request{Operation: list, Method: "HEAD"}, false},
		{"a_parameter", Match{Query: map[string]string{"event": "sign up"}}, asking(list, "a=b&event=sign%20up"), true},
		{"one_of_two_parameters", Match{Query: map[string]string{"event": "x", "version": "LIVE"}}, asking(list, "event=x"), false},
		{"another_value", Match{Query: map[string]string{"event": "x"}}, asking(list, "event=y"), false},
		{"a_second_value", Match{Query: map[string]string{"event": "x"}}, asking(list, "event=y&event=x"), true},
		{"an_empty_value", Match{Query: map[string]string{"event": ""}}, asking(list, ""), false},
		{"a_header", Match{Header: map[string]string{"x-trace": "2"}}, asking(list, ""), true},
		{"another_header", Match{Header: map[string]string{"x-trace": "3"}}, asking(list, ""), false},
		{"the_first_page", Match{Page: First}, asking(list, "page_token="), true},
		{"no_first_page", Match{Page: First}, asking(list, "page_token=x"), false},
		{"a_later_page", Match{Page: Later}, asking(list, "page_token=x"), true},
		{"no_later_page", Match{Page: Later}, asking(list, ""), false},
		{"a_later_page_by_offset", Match{Page: Later}, asking(byOffset, "limit=2&offset=2"), true},
		{"the_first_page_by_offset", Match{Page: First}, asking(byOffset, "offset=0"), true},
		{"no_later_page_by_offset", Match{Page: Later}, asking(byOffset, "offset=0"), false},
		{"no_page_at_all", Match{Page: First}, asking(track, ""), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSet(t, Fault{Match: tt.match, Effect: Effect{Status: 500}})
			require.Equal(t, tt.want, s.Given(tt.request, nil) != nil)
		})
	}
}

func TestDelaysAddUp(t *testing.T) {
	s := newSet(t, Fault{Delay: Delay{Fixed: 1}}, Fault{Delay: Delay{Fixed: 2}, Effect: Effect{Malformed: true}},
		Fault{Delay: Delay{Fixed: 3}})
	g := s.Given(asking(list, ""), nil)
	require.Equal(t, "f2", g.Fault)
	require.True(t, g.Malformed)
	require.Len(t, g.Waits, 2)
	require.Equal(t, time.Duration(1), g.Waits[0].Time)
	require.Equal(t, time.Duration(2), g.Waits[1].Time)
	require.Zero(t, s.List()[2].Seen)
}

func TestRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSet(t, Fault{Effect: Effect{Rate: &Rate{PerSecond: 0.5, Burst: 2}}})
		ask := func() *Given { return s.Given(asking(list, ""), nil) }
		for _, want := range []string{`"f1";r=1;t=2`, `"f1";r=0;t=4`} {
			g := ask()
			require.Nil(t, g.Rate)
			require.Empty(t, g.Fault)
			require.Equal(t, http.Header{"Ratelimit": {want}, "Ratelimit-Policy": {`"f1";q=2;w=4`}}, g.Header)
		}
		time.Sleep(500 * time.Millisecond)
		g := ask()
		require.NotNil(t, g.Rate)
		require.Equal(t, "f1", g.Fault)
		require.Equal(t, `"f1";r=0;t=2`, g.Header.Get("RateLimit"))
		require.Equal(t, "2", g.Header.Get("Retry-After"), "it says what RateLimit says")
		time.Sleep(2 * time.Second)
		require.Nil(t, ask().Rate, "who waits as told may pass")
		require.NotNil(t, ask().Rate)
		require.EqualValues(t, 5, s.List()[0].Seen)
		require.EqualValues(t, 2, s.List()[0].Hit)
	})
}

// TestARateThatIsSpentTellsOfNoBucket has a limit that refuses one request, and is over then.
func TestARateThatIsSpentTellsOfNoBucket(t *testing.T) {
	s := newSet(t, Fault{Effect: Effect{Rate: &Rate{PerSecond: 1e-6, Burst: 1}}, When: When{First: 1}})
	ask := func() *Given { return s.Given(asking(list, ""), nil) }
	require.NotEmpty(t, ask().Header)
	require.NotNil(t, ask().Rate)
	require.True(t, s.List()[0].Spent)
	require.Empty(t, ask().Header)
}

func TestSet(t *testing.T) {
	s := newSet(t)
	for i := range Most {
		added, err := s.Add(failing(When{}))
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("f%d", i+1), added.ID)
	}
	_, err := s.Add(failing(When{}))
	require.ErrorIs(t, err, FullError{})
	require.ErrorContains(t, err, "there are 500 faults")
	for range 2 { // it has been there
		known, err := s.Remove("f2")
		require.NoError(t, err)
		require.True(t, known)
	}
	for _, never := range []string{"", "f", "f0", "f501", "f02", "F1", "x1", "f-1", "f1 "} {
		known, err := s.Remove(never)
		require.NoError(t, err)
		require.False(t, known, never)
	}
	require.Len(t, s.List(), Most-1)
	require.Equal(t, "f3", s.List()[1].ID)
	require.NoError(t, s.Clear())
	require.Empty(t, s.List())
	added, err := s.Add(failing(When{}))
	require.NoError(t, err)
	require.Equal(t, "f501", added.ID)
}

// TestASetThatEndsWhileAChangeIsWrittenDown has a namespace go while its faults are changed.
func TestASetThatEndsWhileAChangeIsWrittenDown(t *testing.T) {
	for name, change := range map[string]func(*Set) error{
		"add":    func(s *Set) error { _, err := s.Add(failing(When{})); return err },
		"remove": func(s *Set) error { _, err := s.Remove("f1"); return err },
		"clear":  (*Set).Clear,
	} {
		t.Run(name, func(t *testing.T) {
			s := newSet(t, failing(When{}), failing(When{}))
			s.KeepBy(func(change func(write func(Memory) error) error) error {
				return change(func(Memory) error { s.End(); return nil })
			})
			require.NoError(t, change(s))
			require.Empty(t, s.List())
			require.True(t, s.Idle())
		})
	}
}

func TestARequestThatNoFaultIsForCostsNothing(t *testing.T) {
	s := newSet(t, Fault{Match: Match{Operation: "TrackEvent"}, Effect: Effect{Status: 500}})
	r := asking(list, "a=b")
	require.Zero(t, testing.AllocsPerRun(100, func() { s.Given(r, nil) }))
}

func BenchmarkGiven(b *testing.B) {
	for name, faults := range map[string][]Fault{
		"none":         nil,
		"not_matching": {{Match: Match{Operation: "TrackEvent"}, Effect: Effect{Status: 500}}},
		"page":         {{Match: Match{Page: Later}, Effect: Effect{Status: 500}}},
	} {
		b.Run(name, func(b *testing.B) {
			s, r := newSet(b, faults...), asking(list, "version=LIVE&start_time=2020-01-01T00:00:00Z")
			b.ReportAllocs()
			for b.Loop() {
				s.Given(r, nil)
			}
		})
	}
}
