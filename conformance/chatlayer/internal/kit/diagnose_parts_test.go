package kit

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestOneOfSeveralFiltersAlone(t *testing.T) {
	s, planted := world(21)
	for i, k := range planted {
		if i%5 == 0 {
			k.Event, k.Listed.Event = "f", "f"
		}
	}
	var failed []conformance.Case
	for _, q := range []Query{{User: "u0"}, {Event: "f"}, {User: "u0", Event: "f"}, {User: "u1", Event: "f"}} {
		q.Start, q.End, q.Size = Bound(planted[0].When()), Bound(planted[20].When().Add(time.Second)), 100
		c, wrong := judged(s, fmt.Sprint("check ", len(failed)), q, planted, func(q Query, _, all []*RunEvent) [][]*RunEvent {
			if q.Event != "" {
				q.User = ""
			}
			return [][]*RunEvent{selected(all, func(k *RunEvent) bool { return k.fits(q) })}
		})
		if wrong {
			failed = append(failed, c)
		}
	}
	causes := Diagnose(unable(t), s, failed)
	require.Len(t, causes, 1)
	require.Equal(t, "of several filters one alone is honoured", causes[0].Name)
	require.Len(t, causes[0].Explains, 2)
}

// That a mistake is made in a part alone is known where another part is right in the same place.
func TestAPartAloneIsSaidWhereTheRestIsRight(t *testing.T) {
	named := func(byGet wrongly) (names []string) {
		s, planted := world(21)
		inclusively := func(q Query, _, all []*RunEvent) [][]*RunEvent {
			from, to := Instants(q)
			return [][]*RunEvent{selected(all, func(k *RunEvent) bool { return !k.When().Before(from) && !k.When().After(to) })}
		}
		var failed []conformance.Case
		for i, end := range []int{7, 15, 17} {
			q := Query{Op: Post, Start: Bound(planted[2].When()), End: Bound(planted[end].When()), Size: 100}
			for _, server := range []wrongly{inclusively, byGet} {
				if c, wrong := judged(s, fmt.Sprint(q.Op, i), q, planted, server); wrong {
					failed = append(failed, c)
				}
				q.Op = Get
			}
		}
		for _, cause := range Diagnose(unable(t), s, failed) {
			names = append(names, cause.Name)
		}
		return names
	}
	rightly := func(_ Query, right, _ []*RunEvent) [][]*RunEvent { return [][]*RunEvent{right} }
	require.Equal(t, []string{"end_time compared with <= instead of < (in " + Called(Post) + " alone)"}, named(rightly))
	otherwise := func(_ Query, right, all []*RunEvent) [][]*RunEvent {
		return [][]*RunEvent{append(right[1:4:4], all[20])}
	}
	require.Empty(t, named(otherwise), "something else is wrong there, which proves nothing")
}

func TestAMistakeOfPagesOfOneSizeIsNamedWithIt(t *testing.T) {
	s, planted := world(21)
	var failed []conformance.Case
	for i, size := range []int{0, 500, 100, 7, 8} {
		q := Query{Start: Bound(planted[2].When()), End: Bound(planted[14+i].When()), Size: size}
		c, wrong := judged(s, fmt.Sprint(i), q, planted, func(q Query, right, all []*RunEvent) [][]*RunEvent {
			from, to := Instants(q)
			if q.longest() < 100 {
				return paged(q.Size, right)
			}
			return [][]*RunEvent{selected(all, func(k *RunEvent) bool { return !k.When().Before(from) && !k.When().After(to) })}
		})
		if wrong {
			failed = append(failed, c)
		}
	}
	causes := Diagnose(unable(t), s, failed)
	require.Len(t, causes, 1)
	require.Equal(t, "end_time compared with <= instead of < (on pages of 100 alone)", causes[0].Name)
	require.Len(t, causes[0].Explains, 3)
}

// A walk that ends a page among events of one instant proves nothing of pages if no list has shown what it lacks.
func TestEventsThatNoListShowsAreNotLostBetweenPages(t *testing.T) {
	named := func(shown bool) (names []string) {
		s, planted := world(21)
		q := Query{Start: Bound(planted[8].When()), End: Bound(planted[14].When()), Size: 2}
		c, wrong := judged(s, "ties", q, planted, func(_ Query, right, _ []*RunEvent) [][]*RunEvent {
			at := func(k *RunEvent) bool { return k.When().Equal(planted[10].When()) }
			i := slices.IndexFunc(right, at)
			return paged(2, slices.Delete(right, i+2, i+3))
		})
		require.True(t, wrong)
		if v, _ := c.Failure.Observed.(*Sighting); !shown {
			for _, k := range planted {
				k.open.Store(nil)
			}
			v.unshown = s.Sight(Walk{Query: v.q, Pages: []Page{{X: &exchange.Exchange{}}}}, planted, Difference{}).unshown
		}
		for _, cause := range Diagnose(unable(t), s, []conformance.Case{c}) {
			names = append(names, cause.Name)
		}
		return names
	}
	require.Contains(t, strings.Join(named(true), "\n"), tieLost)
	require.NotContains(t, strings.Join(named(false), "\n"), tieLost)
}

func TestLettersThatOneFilterFoldsAreNamedWithIt(t *testing.T) {
	s, planted := world(12)
	for i, k := range planted {
		k.User, k.Event = []string{"Ann", "ann", "bob"}[i%3], []string{"Tap", "tap"}[i%2]
		k.Listed.UserID, k.Listed.Event = k.User, k.Event
	}
	var failed []conformance.Case
	for i, q := range []Query{
		{User: "ann"}, {User: "Ann"}, {User: "bob"}, {User: "b_b"}, {User: "bob."}, {Event: "tap"}, {Event: "Tap", User: "ann"},
	} {
		q.Op, q.Start, q.End, q.Size = Get, Bound(planted[0].When()), Bound(planted[11].When().Add(time.Second)), 100
		var events []Event
		for _, k := range planted {
			if (q.User == "" || strings.EqualFold(q.User, k.User)) && (q.Event == "" || q.Event == k.Event) {
				events = append(events, k.Listed)
			}
		}
		w := Walk{Query: q, Pages: []Page{{Events: events, X: &exchange.Exchange{}}}, Ended: true}
		if strings.EqualFold(q.User, "ann") {
			failed = append(failed, conformance.Case{
				Check:   conformance.Check{ID: fmt.Sprint("check ", i)},
				Failure: conformance.Failure{LooksLike: CaseFolded, Observed: s.Sight(w, planted, Difference{})},
			})
		} else {
			s.wasRight(w, planted)
		}
	}
	failed = append(failed, conformance.Case{
		Check: conformance.Check{ID: "says so itself"}, Failure: conformance.Failure{LooksLike: CaseFolded},
	})
	causes := Diagnose(unable(t), s, failed)
	require.Len(t, causes, 1)
	require.Equal(t, CaseFolded+" in user_id", causes[0].Name)
	require.Len(t, causes[0].Explains, 4)
}

// What a check shows that did not walk is explained if it is exactly what the mistake makes.
func TestListsThatNobodyWalkedHaveTheCauseThatTheyShow(t *testing.T) {
	s, planted := serving(t, false)
	s.Planted = planted
	q := s.WithDefaults(Query{User: "u0", Start: Bound(planted[0].When()), End: Bound(planted[5].When().Add(time.Second)), Size: 100})
	ignoring := func(Query, []*RunEvent, []*RunEvent) [][]*RunEvent { return [][]*RunEvent{planted} }
	walked, wrong := judged(s, "walked", q, planted, ignoring)
	require.True(t, wrong)
	x := s.client.Do(t.Context(), "asked", s.Request(q))
	asked := conformance.Case{Check: conformance.Check{ID: "asked"}, Failure: conformance.Failure{Exchanges: []*exchange.Exchange{x}}}
	causes := Diagnose(unable(t), s, []conformance.Case{walked, asked})
	require.Len(t, causes, 1)
	require.Equal(t, []string{"walked", "asked"}, causes[0].Explains)
	x.Body = bytes.Replace(x.Body, []byte(`"`+planted[1].Tag+`"`), []byte(`"another"`), 1)
	require.Equal(t, []string{"walked"}, Diagnose(unable(t), s, []conformance.Case{walked, asked})[0].Explains, "an event is missing, too")
}
