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
)

// serving is a world whose lists are answered with the events of the user that is asked for, or with all.
func serving(t *testing.T, filters bool) (*Session, []*RunEvent) {
	t.Helper()
	s, planted := world(6)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); r.Method == http.MethodPost && !json.Valid(body) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		events := []map[string]any{}
		for _, k := range planted {
			if user := r.URL.Query().Get("user_id"); !filters || user == k.User {
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
	t.Run("lists_that_were_asked_for_in_another_form", func(t *testing.T) {
		s, planted := serving(t, true)
		failed := mixedCases(s, planted)
		for i := range failed {
			v, _ := failed[i].Failure.Observed.(*Sighting)
			r := s.Request(v.q)
			r.RawQuery = "user_id=u0&" + strings.ReplaceAll(r.RawQuery, "&user_id=u0", "")
			failed[i].Failure.Exchanges = []*exchange.Exchange{{Status: 200, Request: r}}
		}
		for _, cause := range Diagnose(t.Context(), s, failed) {
			require.NotContains(t, cause.Name, mixedUp)
		}
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

func TestWrongRequestsThatAreRefusedAlone(t *testing.T) {
	t.Parallel()
	wrong := func(s *Session) conformance.Failure {
		r := s.HostileRequest(Query{Op: Post, Start: "2026-01-15T10:00:00Z", End: "2026-01-15T11:00:00Z"})
		r.Body = r.Body[:len(r.Body)/2]
		x := &exchange.Exchange{Request: r, Status: 200, Body: []byte(`{"events":[],"next_page_token":""}`)}
		return conformance.Failure{Exchanges: []*exchange.Exchange{x}}
	}
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
