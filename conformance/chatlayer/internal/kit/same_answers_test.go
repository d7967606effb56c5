package kit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// asking walks over windows on one page each, as a run does, and gives what the answers of a server lead to.
func asking(s *Session, planted []*RunEvent, queries []Query, server wrongly) (failed []conformance.Case) {
	for i, q := range queries {
		q.Op, q.Version, q.Bot, q.Size = Get, "LIVE", "b", 100
		c, wrong := judged(s, fmt.Sprint("check ", i), q, planted, server)
		from, to := Instants(q)
		var right []*RunEvent
		for _, k := range planted {
			if k.Matches(q, from, to) {
				right = append(right, k)
			}
		}
		x := &exchange.Exchange{Number: i + 1, Status: 200, Request: exchange.Request{Meta: q}}
		page := Page{X: x}
		for _, shown := range server(q, right, planted) {
			for _, k := range shown {
				page.Events, x.Body = append(page.Events, k.Listed), fmt.Append(x.Body, k.Tag, ",")
			}
		}
		s.hold(page)
		if wrong {
			c.Failure.Exchanges = []*exchange.Exchange{x}
			c.Failure.Observed.(*Sighting).numbered[0].number = x.Number //nolint:forcetypeassert // judged made it
			failed = append(failed, c)
		}
	}
	return failed
}

// hours are windows that have nothing in common, and each user in one of them.
func hours(planted []*RunEvent) []Query {
	at := func(i int) string { return Bound(planted[i].When()) }
	var all []Query
	for _, user := range []string{"", "u0", "u1"} {
		for i := 0; i < 9; i += 3 {
			all = append(all, Query{Start: at(i), End: at(i + 3), User: user})
		}
	}
	return all
}

const mixedUpByGet = "the same answer to different queries, by GET: a cache whose key lacks a part of what is asked, or a variable that " +
	"requests share"

func TestTheSameAnswerToDifferentQueries(t *testing.T) {
	named := func(server wrongly) (names []string) {
		s, planted := world(21)
		s.Planted = planted
		for _, cause := range Diagnose(unable(t), s, asking(s, planted, hours(planted), server)) {
			names = append(names, cause.Name)
		}
		return names
	}
	t.Run("a_cache_without_the_window_that_lasts_for_three_queries_is_named", func(t *testing.T) {
		n, kept := 0, [][]*RunEvent(nil)
		require.Equal(t, []string{mixedUpByGet}, named(func(_ Query, right, _ []*RunEvent) [][]*RunEvent {
			if n%6 < 2 { // each query is answered twice: to be judged, and to be held
				kept = [][]*RunEvent{right}
			}
			n++
			return kept
		}))
	})
	t.Run("one_answer_to_all_queries_is_named", func(t *testing.T) {
		require.Equal(t, []string{mixedUpByGet}, named(func(_ Query, _, all []*RunEvent) [][]*RunEvent { return [][]*RunEvent{all[:3]} }))
	})
	t.Run("an_answer_that_is_wrong_for_each_query_is_none", func(t *testing.T) {
		require.NotContains(t, named(func(q Query, right, all []*RunEvent) [][]*RunEvent {
			if q.User != "" {
				return [][]*RunEvent{{all[20]}}
			}
			return [][]*RunEvent{right}
		}), mixedUpByGet)
	})
	t.Run("a_window_that_is_always_an_hour_early_is_none", func(t *testing.T) {
		require.NotContains(t, named(func(q Query, _, all []*RunEvent) [][]*RunEvent {
			from, to := Instants(q)
			early := to.Sub(from)
			return [][]*RunEvent{selected(all, func(k *RunEvent) bool {
				return k.fits(q) && Inside(k.When(), from.Add(-early), to.Add(-early))
			})}
		}), mixedUpByGet)
	})
	t.Run("a_filter_that_is_always_ignored_is_none", func(t *testing.T) {
		names := named(func(q Query, _, all []*RunEvent) [][]*RunEvent {
			from, to := Instants(q)
			return [][]*RunEvent{selected(all, func(k *RunEvent) bool { return Inside(k.When(), from, to) })}
		})
		require.NotEmpty(t, names)
		require.NotContains(t, names, mixedUpByGet)
	})
	t.Run("the_first_event_of_the_window_whoever_is_asked_for_is_none", func(t *testing.T) {
		names := named(func(q Query, _, all []*RunEvent) [][]*RunEvent {
			from, to := Instants(q)
			return [][]*RunEvent{selected(all, func(k *RunEvent) bool { return Inside(k.When(), from, to) })[:1]}
		})
		require.NotContains(t, names, mixedUpByGet)
	})
	t.Run("end_inclusive_is_none", func(t *testing.T) {
		require.NotContains(t, named(wrongServers()["end_time compared with <= instead of <"]), mixedUpByGet)
	})
}

func TestWhatTheSameAnswersExplain(t *testing.T) {
	t.Run("a_cache_without_the_filters_explains_what_is_lost_too", func(t *testing.T) {
		s, planted := world(21)
		s.Planted = planted
		queries := hours(planted)
		slices.SortStableFunc(queries, func(a, b Query) int { // each window for one user, for the other, and for all
			return cmp.Or(strings.Compare(a.Start, b.Start), -strings.Compare(a.User, b.User))
		})
		kept := map[string][][]*RunEvent{}
		failed := asking(s, planted, queries, func(q Query, right, _ []*RunEvent) [][]*RunEvent {
			if kept[q.Start] == nil || q.Start == Bound(planted[6].When()) { // there is no cache for the last window
				kept[q.Start] = [][]*RunEvent{right}
			}
			return kept[q.Start]
		})
		require.Len(t, failed, 4)
		causes := Diagnose(unable(t), s, failed)
		require.Len(t, causes, 1)
		require.Equal(t, mixedUpByGet, causes[0].Name)
		require.Len(t, causes[0].Explains, 4)
	})
	t.Run("what_the_cause_does_not_explain_stays_by_itself", func(t *testing.T) {
		s, planted := world(21)
		s.Planted = planted
		n, kept := 0, [][]*RunEvent(nil)
		queries := append(hours(planted), Query{Start: Bound(planted[12].When()), End: Bound(planted[16].When())})
		failed := asking(s, planted, queries, func(q Query, right, _ []*RunEvent) [][]*RunEvent {
			if q.Start == Bound(planted[12].When()) { // nobody else got this answer
				return [][]*RunEvent{right[1:]}
			}
			if n%6 < 2 {
				kept = [][]*RunEvent{right}
			}
			n++
			return kept
		})
		causes := Diagnose(unable(t), s, failed)
		require.Equal(t, mixedUpByGet, causes[0].Name)
		require.Len(t, causes[0].Explains, len(failed)-1)
		require.NotContains(t, causes[0].Explains, failed[len(failed)-1].Check.ID)
	})
}

func TestOffsetsThatAreMisread(t *testing.T) {
	east := 2 * time.Hour
	require.Equal(t, zoneDropped, MisreadOffset(east, east))
	require.Equal(t, zoneAdded, MisreadOffset(2*east, east))
	require.Empty(t, MisreadOffset(-east, east))
	require.Empty(t, MisreadOffset(0, 0))
}

func TestBoundsWithOffsetsThatAreMisread(t *testing.T) {
	s, planted := world(21)
	s.Planted = planted
	p := &Probe{Asker: Asker{Session: s}}
	zone := time.FixedZone("", -3600)
	q := Query{
		Start: planted[2].When().In(zone).Format(time.RFC3339Nano), End: planted[20].When().In(zone).Format(time.RFC3339Nano),
		Version: "LIVE",
	}
	page := Page{X: &exchange.Exchange{Request: exchange.Request{Meta: q}}}
	showing := func(fits func(at, from, to time.Time) bool) map[*RunEvent]int {
		from, to := Instants(q)
		got := map[*RunEvent]int{}
		for _, k := range planted {
			if fits(k.When(), from, to) {
				got[k] = 1
			}
		}
		return got
	}
	require.Equal(t, zoneDropped+" from start_time",
		p.MisreadBounds(page, p.Planted, showing(func(at, from, to time.Time) bool { return Inside(at, from.Add(-time.Hour), to) })))
	require.Equal(t, zoneMisread, p.MisreadBounds(page, p.Planted, showing(func(_, _, _ time.Time) bool { return false })),
		"several readings show nothing")
	inclusive := showing(func(at, from, to time.Time) bool { return !at.Before(from) && !at.After(to) })
	require.Empty(t, p.MisreadBounds(page, p.Planted, inclusive),
		"end inclusive is no matter of offsets")
}
