package kit

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// serving is a world whose lists are answered with the events of the user that is asked for, or with all.
func serving(t *testing.T, filters bool) (*Session, []*RunEvent) {
	t.Helper()
	return servingWhere(t, func(*http.Request) bool { return filters })
}

// servingWhere is one whose filter is heeded in some requests alone.
func servingWhere(t *testing.T, filters func(*http.Request) bool) (*Session, []*RunEvent) {
	t.Helper()
	s, planted := world(6)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); r.Method == http.MethodPost && !json.Valid(body) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		events := []map[string]any{}
		for _, k := range planted {
			if user := r.URL.Query().Get("user_id"); !filters(r) || user == k.User {
				events = append(events, map[string]any{
					"id": k.Listed.ID, "event": k.Event, "user_id": k.User, "version": "LIVE", "bot_id": "b",
					"timestamp": k.Listed.Timestamp, "attributes": k.Attributes,
				})
			}
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"events": events, "next_page_token": ""})
	}))
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL)
	require.NoError(t, err)
	s.client = exchange.New(exchange.Options{Base: base, MaxBody: 1 << 20, Parallel: 1, Clock: exchange.SystemClock()})
	t.Cleanup(s.client.Close)
	s.Clock, s.events, s.copies, s.givenTo = s.client.Clock(), map[string]Event{}, map[string]int{}, map[string]int{}
	return s, planted
}

// mixedCases are two lists by a user that showed an event of another.
func mixedCases(s *Session, planted []*RunEvent) (failed []conformance.Case) {
	from, to := planted[0].When(), planted[len(planted)-1].When().Add(1)
	for _, id := range []string{"a", "b"} {
		v := &Sighting{
			q: s.WithDefaults(Query{User: "u0", Start: Bound(from), End: Bound(to)}), from: from, to: to, planted: planted,
			right: map[*RunEvent]bool{}, got: map[*RunEvent]bool{planted[0]: true, planted[1]: true},
			extra: []shown{{planted[1], "id1", planted[1].When()}},
		}
		for _, k := range planted {
			v.right[k] = k.User == "u0"
		}
		failed = append(failed, conformance.Case{Check: conformance.Check{ID: id}, Failure: conformance.Failure{Observed: v}})
	}
	return failed
}

func TestWhatIsRightAloneWasMixed(t *testing.T) {
	t.Parallel()
	t.Run("lists_that_are_right_when_they_are_asked_for_again", func(t *testing.T) {
		s, planted := serving(t, true)
		causes := Diagnose(t.Context(), s, mixedCases(s, planted))
		require.Len(t, causes, 1)
		require.Contains(t, causes[0].Name, mixedUp)
		require.Equal(t, []string{"a", "b"}, causes[0].Explains)
	})
	t.Run("lists_that_stay_wrong", func(t *testing.T) {
		s, planted := serving(t, false)
		for _, cause := range Diagnose(t.Context(), s, mixedCases(s, planted)) {
			require.NotContains(t, cause.Name, mixedUp)
		}
	})
	t.Run("lists_that_are_asked_for_again_in_a_form_of_their_own", func(t *testing.T) {
		inOwnForm := func(s *Session, planted []*RunEvent) []conformance.Case {
			failed := mixedCases(s, planted)
			for i := range failed {
				v, _ := failed[i].Failure.Observed.(*Sighting)
				r := s.Request(v.q)
				r.RawQuery = "user_id=u0&" + strings.ReplaceAll(r.RawQuery, "&user_id=u0", "")
				failed[i].Failure.Exchanges = []*exchange.Exchange{{Status: 200, Request: r}}
			}
			return failed
		}
		s, planted := serving(t, true)
		causes := s.withMixed(t.Context(), s.askAgain(), nil, inOwnForm(s, planted))
		require.Len(t, causes, 1)
		require.Equal(t, []string{"a", "b"}, causes[0].Explains)
		s, planted = servingWhere(t, func(r *http.Request) bool { return !strings.HasPrefix(r.URL.RawQuery, "user_id") })
		require.Empty(t, s.withMixed(t.Context(), s.askAgain(), nil, inOwnForm(s, planted)), "it is wrong in that form each time")
	})
	t.Run("lists_of_which_a_target_may_have_another_opinion", func(t *testing.T) {
		s, planted := serving(t, true)
		failed := mixedCases(s, planted)
		for i := range failed {
			v, _ := failed[i].Failure.Observed.(*Sighting)
			r := s.HostileRequest(v.q)
			aside := v.q
			aside.Aside = true
			r.Meta = aside
			failed[i].Failure.Exchanges = []*exchange.Exchange{{
				Status: 200, Request: r, Body: []byte(`{"events":[],"next_page_token":""}`),
			}}
		}
		require.Len(t, s.withMixed(t.Context(), s.askAgain(), nil, failed), 1, "they are valid, and not to be refused")
	})
	t.Run("one_list_alone_proves_nothing", func(t *testing.T) {
		s, planted := serving(t, true)
		require.Empty(t, Diagnose(t.Context(), s, mixedCases(s, planted)[:1]))
	})
	t.Run("letters_that_are_not_folded_any_more", func(t *testing.T) {
		s, planted := serving(t, true)
		failed := mixedCases(s, planted)[:1]
		failed[0].Failure.LooksLike = CaseFolded
		causes := Diagnose(t.Context(), s, failed)
		require.Len(t, causes, 1)
		require.Contains(t, causes[0].Name, mixedUp)
	})
}

func TestAMistakeThatPassesIsNoneThatIsMadeAlways(t *testing.T) {
	t.Parallel()
	ignored := func(filters bool) (names []string) {
		s, planted := serving(t, filters)
		failed := mixedCases(s, planted)
		for _, c := range failed {
			v, _ := c.Failure.Observed.(*Sighting)
			for _, k := range planted {
				v.got[k] = true
			}
		}
		for _, cause := range Diagnose(t.Context(), s, failed) {
			names = append(names, cause.Name)
		}
		return names
	}
	require.Contains(t, strings.Join(ignored(false), "\n"), "user_id is ignored")
	require.NotContains(t, strings.Join(ignored(true), "\n"), "user_id is ignored")
}

// takenWrong is a request that is cut off, and was answered with a page.
func takenWrong(s *Session) conformance.Failure {
	r := s.HostileRequest(Query{Op: Post, Start: "2026-01-15T10:00:00Z", End: "2026-01-15T11:00:00Z"})
	r.Body = r.Body[:len(r.Body)/2]
	x := &exchange.Exchange{Request: r, Status: 200, Body: []byte(`{"events":[],"next_page_token":""}`)}
	return conformance.Failure{Exchanges: []*exchange.Exchange{x}}
}

func TestAnswersToOtherSizesOfPagesWereMixed(t *testing.T) {
	t.Parallel()
	s, planted := serving(t, false)
	s.Planted = planted
	q := s.WithDefaults(Query{Size: 6, Start: Bound(planted[0].When()), End: Bound(planted[5].When().Add(1e9))})
	events := []byte(`{"events":[{},{},{},{},{},{},{}],"next_page_token":""}`)
	long := conformance.Failure{Symptoms: TooLong(), Exchanges: []*exchange.Exchange{{Status: 200, Request: s.Request(q), Body: events}}}
	both := []conformance.Case{
		{Check: conformance.Check{ID: "long"}, Failure: long}, {Check: conformance.Check{ID: "wrong"}, Failure: takenWrong(s)},
	}
	causes := s.withMixed(t.Context(), s.askAgain(), nil, both)
	require.Len(t, causes, 1)
	require.Equal(t, []string{"long", "wrong"}, causes[0].Explains)
	q.Size = 5
	both[0].Failure.Exchanges[0].Request = s.Request(q)
	require.Empty(t, s.withMixed(t.Context(), s.askAgain(), nil, both), "the page is too long each time")
}

func TestWrongRequestsThatAreRefusedAlone(t *testing.T) {
	t.Parallel()
	wrong := takenWrong
	s, _ := serving(t, true)
	require.True(t, s.askAgain().rightAlone(t.Context(), wrong(s)), "the answer was another request's")
	careless, _ := serving(t, true)
	f := wrong(careless)
	f.Exchanges[0].Request.Body = []byte("{}")
	require.False(t, careless.askAgain().rightAlone(t.Context(), f), "it is taken each time")
}

func TestWalksThatEndAlone(t *testing.T) {
	t.Parallel()
	endless := func(s *Session, planted []*RunEvent) conformance.Failure {
		q := Query{User: "u0", Start: Bound(planted[0].When()), End: Bound(planted[5].When().Add(1e9))}
		x := &exchange.Exchange{Status: 200, Request: s.Request(q), Body: []byte(`{"events":[],"next_page_token":"again"}`)}
		return conformance.Failure{Symptoms: WithoutEnd(), Exchanges: []*exchange.Exchange{x}}
	}
	s, planted := serving(t, true)
	require.True(t, s.askAgain().rightAlone(t.Context(), endless(s, planted)))
	s, planted = serving(t, false)
	require.False(t, s.askAgain().rightAlone(t.Context(), endless(s, planted)), "the list is wrong each time")
}

func TestWhatACacheGivesWhoeverAsksIsOfTheSameCache(t *testing.T) {
	t.Parallel()
	mixed := conformance.Cause{Name: mixedUpByGet, Explains: []string{"a"}}
	cached := conformance.Case{Check: conformance.Check{ID: "b"}, Failure: conformance.Failure{
		LooksLike: "answers are cached by what is asked alone, and given to whoever asks the same next",
	}}
	causes := withCached([]conformance.Cause{mixed}, []conformance.Case{cached})
	require.Equal(t, []string{"a", "b"}, causes[0].Explains)
	require.Equal(t, "the same answer to different queries: a cache whose key lacks a part of what is asked", causes[0].Name)
	require.Empty(t, withCached(nil, []conformance.Case{cached}))
	cached.Failure.Symptoms = protocol.Strangers()
	require.Equal(t, []string{"a"}, withCached([]conformance.Cause{mixed}, []conformance.Case{cached})[0].Explains, "strangers were let in")
}
