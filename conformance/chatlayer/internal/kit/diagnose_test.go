package kit

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// unable is a context in which nothing can be asked again.
func unable(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// world is a session that knows so many events a second apart; three in the middle share an instant.
func world(n int) (*Session, []*RunEvent) {
	s := &Session{
		client: exchange.New(exchange.Options{}), Settings: Settings{Bot: "b"},
		byTag: map[string]*RunEvent{}, byID: map[string][]*RunEvent{}, byUser: map[string]*RunEvent{},
	}
	at := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	var planted []*RunEvent
	for i := range n {
		k := &RunEvent{
			Sent: Sent{Version: "LIVE", Event: "e", User: fmt.Sprintf("u%d", i%2), Attributes: map[string]string{TagKey: fmt.Sprint(i)}},
			Tag:  fmt.Sprint(i), Owned: true, Seen: true,
		}
		if i < n/2 || i > n/2+2 {
			at = at.Add(time.Second)
		}
		k.Listed = Event{
			ID: fmt.Sprintf("id%d", i), At: at, Timestamp: at.Format(time.RFC3339Nano), UserID: k.User, Event: "e", Version: "LIVE",
			Attributes: k.Attributes,
		}
		k.Listed.Raw = map[string]json.RawMessage{"user_id": json.RawMessage(`"u"`), "event": json.RawMessage(`"e"`)}
		k.open.Store(&showing{k.Listed, "LIVE"})
		k.At = at
		if i%2 == 0 {
			k.At = at.Add(time.Millisecond)
		}
		s.byTag[k.Tag] = k
		planted = append(planted, k)
	}
	return s, planted
}

// wrongly is a wrong server: it gives the pages of a query.
type wrongly func(q Query, right []*RunEvent, all []*RunEvent) [][]*RunEvent

func paged(size int, list []*RunEvent) [][]*RunEvent {
	var pages [][]*RunEvent
	for i := 0; i < len(list); i += size {
		pages = append(pages, list[i:min(i+size, len(list))])
	}
	return pages
}

// judged makes the case of a check that walked, and remembers the walk if it was right.
func judged(s *Session, id string, q Query, planted []*RunEvent, server wrongly) (conformance.Case, bool) {
	q.Version = "LIVE"
	from, to := Instants(q)
	var right []*RunEvent
	for _, k := range planted {
		if k.Matches(q, from, to) {
			right = append(right, k)
		}
	}
	w := Walk{Query: q, Ended: true}
	for _, page := range server(q, right, planted) {
		var events []Event
		for _, k := range page {
			events = append(events, k.Listed)
		}
		w.Pages = append(w.Pages, Page{Events: events, X: &exchange.Exchange{}})
	}
	d := s.Compare(w, planted)
	if d.None() {
		s.wasRight(w, planted)
		return conformance.Case{}, false
	}
	failure := conformance.Failure{Symptoms: d.Symptoms(), Observed: s.Sight(w, planted, d)}
	return conformance.Case{Check: conformance.Check{ID: id}, Failure: failure}, true
}

// windows are queries over the run's events: whole, in parts, on events, and for one user.
func windows(planted []*RunEvent) []Query {
	n := len(planted)
	first, last := planted[0].When(), planted[n-1].When().Add(time.Second)
	return []Query{
		{Start: Bound(first), End: Bound(last), Size: 4},
		{Start: Bound(first), End: Bound(last), Size: 5},
		{Start: Bound(planted[2].When()), End: Bound(planted[7].When()), Size: 100},
		{Start: Bound(planted[3].When()), End: Bound(planted[n-2].When()), Size: 3},
		{Start: Bound(first.Add(-time.Second)), End: Bound(planted[4].When().Add(time.Millisecond)), Size: 100},
		{Start: Bound(first), End: Bound(last), Size: 3, User: "u0"},
		{Start: Bound(first), End: Bound(last), Size: 3, Event: "another"},
		{Start: Bound(first), End: Bound(planted[5].When().Add(-time.Millisecond)), Size: 100},
		{Start: Bound(first), End: Bound(last), Size: 100, User: "u_"},
		{Start: Bound(planted[6].When().Add(time.Millisecond)), End: Bound(last), Size: 100},
	}
}

func selected(all []*RunEvent, fits func(*RunEvent) bool) []*RunEvent {
	var some []*RunEvent
	for _, k := range all {
		if fits(k) {
			some = append(some, k)
		}
	}
	return some
}

// lostOnPageTwo are two names of what one filter alone cannot tell apart.
const lostOnPageTwo = "a page token without the filters: they are lost from page two on, or a page token without user_id: it is lost " +
	"from page two on"

// wrongServers are servers by what is wrong with them.
func wrongServers() map[string]wrongly {
	return map[string]wrongly{
		"end_time compared with <= instead of <": func(q Query, _, all []*RunEvent) [][]*RunEvent {
			from, to := Instants(q)
			return paged(q.Size, selected(all, func(k *RunEvent) bool {
				return k.fits(q) && !k.When().Before(from) && !k.When().After(to)
			}))
		},
		"user_id is ignored": func(q Query, _, all []*RunEvent) [][]*RunEvent {
			from, to := Instants(q)
			q.User = ""
			return paged(q.Size, selected(all, func(k *RunEvent) bool { return Inside(k.When(), from, to) && k.fits(q) }))
		},
		"user_id is matched as a pattern: % and _ stand for others (LIKE)": func(q Query, _, all []*RunEvent) [][]*RunEvent {
			from, to := Instants(q)
			if q.User == "u_" {
				q.User = ""
			}
			return paged(q.Size, selected(all, func(k *RunEvent) bool { return Inside(k.When(), from, to) && k.fits(q) }))
		},
		"some timestamps are listed a millisecond early, as floating point makes them": func(q Query, _, all []*RunEvent) [][]*RunEvent {
			from, to := Instants(q)
			return paged(q.Size, selected(all, func(k *RunEvent) bool { return k.fits(q) && Inside(k.At, from, to) }))
		},
		"the last event of a page is repeated on the next": func(q Query, right, _ []*RunEvent) [][]*RunEvent {
			pages := paged(q.Size, right)
			for i := len(pages) - 1; i > 0; i-- {
				pages[i] = append([]*RunEvent{pages[i-1][len(pages[i-1])-1]}, pages[i]...)
			}
			return pages
		},
		"the first event of a next page is skipped": func(q Query, right, _ []*RunEvent) [][]*RunEvent {
			pages := paged(q.Size, right)
			for i := range pages {
				if i > 0 {
					pages[i] = pages[i][1:]
				}
			}
			return pages
		},
		"no token leads further than page 2": func(q Query, right, _ []*RunEvent) [][]*RunEvent {
			pages := paged(q.Size, right)
			return pages[:min(2, len(pages))]
		},
		lostOnPageTwo: unfiltered,
		"no tie-breaker in the cursor: events of one instant are repeated or lost where a page ends": untied,
	}
}

// unfiltered forgets the filters behind the first page.
func unfiltered(q Query, right, all []*RunEvent) [][]*RunEvent {
	pages := paged(q.Size, right)
	if len(pages) < 2 {
		return pages
	}
	from, to := Instants(q)
	last := pages[0][len(pages[0])-1]
	return append(pages[:1:1], paged(q.Size,
		selected(all, func(k *RunEvent) bool { return Inside(k.When(), from, to) && k.When().After(last.When()) }))...)
}

// untied goes on behind the instant of a page's last event.
func untied(q Query, right, _ []*RunEvent) [][]*RunEvent {
	var pages [][]*RunEvent
	for left := right; len(left) > 0; {
		page := left[:min(q.Size, len(left))]
		pages = append(pages, page)
		left = selected(left[len(page):], func(k *RunEvent) bool { return k.When().After(page[len(page)-1].When()) })
	}
	return pages
}

func TestDiagnosesOfAWholeRun(t *testing.T) {
	for name, server := range wrongServers() {
		t.Run(name, func(t *testing.T) {
			s, planted := world(21)
			var failed []conformance.Case
			var ids []string
			for i, q := range windows(planted) {
				if c, wrong := judged(s, fmt.Sprint("check ", i), q, planted, server); wrong {
					failed, ids = append(failed, c), append(ids, c.Check.ID)
				}
			}
			require.NotEmpty(t, failed)
			causes := Diagnose(unable(t), s, failed)
			require.Len(t, causes, 1, "%v", causes)
			require.Equal(t, name, causes[0].Name)
			require.ElementsMatch(t, ids, causes[0].Explains)
		})
	}
}

func TestNoDiagnosisIsGuessed(t *testing.T) {
	t.Run("a_walk_that_was_right_contradicts", func(t *testing.T) {
		s, planted := world(21)
		var failed []conformance.Case
		for i, q := range windows(planted) {
			server := func(q Query, right, _ []*RunEvent) [][]*RunEvent { return paged(q.Size, right) }
			if i == 3 { // once alone, an event on end_time is shown
				server = func(q Query, right, all []*RunEvent) [][]*RunEvent { return paged(100, append(right, all[len(all)-2])) }
			}
			if c, wrong := judged(s, fmt.Sprint("check ", i), q, planted, server); wrong {
				failed = append(failed, c)
			}
		}
		require.Len(t, failed, 1)
		require.Empty(t, Diagnose(unable(t), s, failed))
	})
	t.Run("without_a_session_or_a_walk_there_is_nothing_to_say", func(t *testing.T) {
		require.Empty(t, Diagnose(unable(t), nil, []conformance.Case{{}}))
		s, _ := world(9)
		require.Empty(t, Diagnose(unable(t), s, []conformance.Case{{}}))
	})
}

// TestOffsetPaging walks newest first over events of which the newest two arrive behind page one.
func TestOffsetPaging(t *testing.T) {
	began := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	walked := func(s *Session, planted []*RunEvent, indexes ...[]int) *Sighting {
		w := Walk{
			Query: Query{Version: "LIVE", Start: Bound(planted[0].When()), End: Bound(planted[len(planted)-1].When().Add(time.Second))},
			Ended: true,
		}
		for i, page := range indexes {
			var events []Event
			for _, k := range page {
				events = append(events, planted[k].Listed)
			}
			x := &exchange.Exchange{Began: began.Add(time.Duration(i) * time.Second), Took: time.Millisecond}
			w.Pages = append(w.Pages, Page{Events: events, X: x})
		}
		return s.Sight(w, planted[:len(planted)-2], s.Compare(w, planted[:len(planted)-2]))
	}
	arriving := func(arrivals int) (*Session, []*RunEvent) {
		s, planted := world(8)
		for i, k := range planted { // none at the instant of another
			k.Listed.At = began.Add(time.Duration(i-60) * time.Minute)
			k.Listed.Timestamp = k.Listed.At.Format(time.RFC3339Nano)
		}
		for _, k := range planted[8-arrivals:] {
			k.Acked, k.AckedAt = true, began.Add(500*time.Millisecond)
		}
		return s, planted
	}
	t.Run("as_many_are_repeated_as_arrived", func(t *testing.T) {
		s, planted := arriving(2)
		v := walked(s, planted, []int{5, 4, 3}, []int{4, 3, 2}, []int{1, 0})
		causes := Diagnose(unable(t), s, []conformance.Case{{Check: conformance.Check{ID: "a"}, Failure: conformance.Failure{Observed: v}}})
		require.Len(t, causes, 1)
		require.Contains(t, causes[0].Name, "offset paging")
	})
	t.Run("none_arrived", func(t *testing.T) {
		s, planted := arriving(0)
		require.Equal(t, nothing, shifted(walked(s, planted, []int{5, 4, 3}, []int{4, 3, 2}, []int{1, 0})))
	})
	t.Run("more_are_repeated_than_arrived", func(t *testing.T) {
		s, planted := arriving(1)
		require.Equal(t, otherwise, shifted(walked(s, planted, []int{5, 4, 3}, []int{4, 3, 2}, []int{1, 0})))
	})
	t.Run("a_walk_that_they_do_not_shift_contradicts", func(t *testing.T) {
		s, planted := arriving(2)
		require.Equal(t, otherwise, shifted(walked(s, planted, []int{5, 4, 3}, []int{2, 1, 0})))
	})
}

// walking gives what a walk over all of the run's events comes to that shows them so, if it differs.
func walking(s *Session, planted []*RunEvent, pages ...[]*RunEvent) conformance.Case {
	q := Query{Start: Bound(planted[0].Moment()), End: Bound(planted[len(planted)-1].When().Add(time.Second)), Size: 100}
	c, _ := judged(s, "check", q, planted, func(Query, []*RunEvent, []*RunEvent) [][]*RunEvent { return pages })
	return c
}

func TestOneIDForSeveralBots(t *testing.T) {
	s, planted := world(9)
	twin := &RunEvent{Sent: planted[4].Sent, Tag: "twin", Owned: true, Seen: true, Listed: planted[4].Listed}
	twin.Bot, twin.ID = "twin", "same"
	twin.Listed.Attributes, twin.Listed.ID = map[string]string{TagKey: "twin"}, "same"
	s.byTag["twin"], s.givenTo = twin, map[string]int{"same": 2}
	found := conformance.Case{Check: conformance.Check{ID: "kept"}, Failure: conformance.Failure{LooksLike: AcrossBots}}
	shows := walking(s, planted, append(planted[:9:9], twin))
	require.NotNil(t, shows.Failure.Observed)
	t.Run("a_walk_that_shows_an_event_of_another_bot_under_it_has_the_same_cause", func(t *testing.T) {
		causes := Diagnose(unable(t), s, []conformance.Case{found, shows})
		require.Len(t, causes, 1)
		require.Equal(t, AcrossBots, causes[0].Name)
		require.ElementsMatch(t, []string{"kept", "check"}, causes[0].Explains)
	})
	t.Run("one_that_lacks_another_event_as_well_has_not", func(t *testing.T) {
		lacks := walking(s, planted, append(planted[1:9:9], twin))
		require.Equal(t, []string{"kept"}, Diagnose(unable(t), s, []conformance.Case{found, lacks})[0].Explains)
	})
	t.Run("nor_has_it_if_versions_share_ids", func(t *testing.T) {
		versions := found
		versions.Failure.LooksLike = AcrossVersions
		require.Equal(t, []string{"kept"}, Diagnose(unable(t), s, []conformance.Case{versions, shows})[0].Explains)
	})
	t.Run("and_alone_it_names_nothing", func(t *testing.T) {
		require.Empty(t, s.movedByID([]conformance.Case{shows}))
	})
}

func TestCursorsThatKnowTheMillisecondAlone(t *testing.T) {
	within := func(offsets ...time.Duration) (*Session, []*RunEvent) {
		s, planted := world(len(offsets))
		for i, k := range planted {
			k.Listed.At = k.Listed.At.Truncate(time.Minute).Add(offsets[i])
			k.Listed.Timestamp = k.Listed.At.Format(time.RFC3339Nano)
			k.open.Store(&showing{k.Listed, "LIVE"})
		}
		return s, planted
	}
	named := func(s *Session, c conformance.Case) (names []string) {
		for _, cause := range Diagnose(unable(t), s, []conformance.Case{c}) {
			names = append(names, cause.Name)
		}
		return names
	}
	const us = time.Microsecond
	t.Run("events_of_the_millisecond_that_are_repeated", func(t *testing.T) {
		s, planted := within(110*us, 120*us, 600*us, 900*us)
		require.Equal(t, []string{CutCursor}, named(s, walking(s, planted, planted[:3], planted[1:])))
	})
	t.Run("events_of_the_instant_at_which_the_last_page_with_events_ends", func(t *testing.T) {
		s, planted := within(110*us, 120*us, 120*us, 120*us)
		require.Nil(t, walking(s, planted, planted[:1], planted[1:]).Failure.Observed, "tokens lead on")
		require.Equal(t, []string{tieLost}, named(s, walking(s, planted, planted[:2], nil)))
	})
	t.Run("events_of_one_instant_are_of_no_tie_breaker", func(t *testing.T) {
		s, planted := within(110*us, 120*us, 120*us, 120*us, 120*us, 900*us)
		require.Equal(t, []string{tieLost}, named(s, walking(s, planted, planted[:2], planted[5:])))
	})
}

func TestTokensThatLeadNoFurtherLoseWhatComesBehind(t *testing.T) {
	s, planted := world(12)
	names := func(pages ...[]*RunEvent) (all []string) {
		for _, cause := range Diagnose(unable(t), s, []conformance.Case{walking(s, planted, pages...)}) {
			all = append(all, cause.Name)
		}
		return all
	}
	require.Equal(t, []string{"no token leads further than page 2"}, names(planted[:4], planted[4:8]))
	require.NotContains(t, names(planted[:4], planted[8:]), "no token leads further than page 2", "what is missing lies between the pages")
}

// A kind of walk of which there are many leaves room for those that contradict a mistake.
func TestRightWalksOfEachKindAreRemembered(t *testing.T) {
	s, planted := world(9)
	right := func(q Query) {
		_, wrong := judged(s, "check", q, planted, func(_ Query, right, _ []*RunEvent) [][]*RunEvent { return [][]*RunEvent{right} })
		require.False(t, wrong)
	}
	all := Query{Start: Bound(planted[0].When()), End: Bound(planted[8].When().Add(time.Second))}
	for range 400 {
		right(all)
	}
	nobody := all
	nobody.User = "nobody"
	right(nobody)
	require.Len(t, s.sightings, mostOfAKind+1)
	nobody.User = "*"
	everything := func(Query, []*RunEvent, []*RunEvent) [][]*RunEvent { return [][]*RunEvent{planted} }
	ignored, wrong := judged(s, "check", nobody, planted, everything)
	require.True(t, wrong)
	for _, cause := range Diagnose(unable(t), s, []conformance.Case{ignored}) {
		require.NotContains(t, cause.Name, "filters that no event meets are ignored")
	}
}
