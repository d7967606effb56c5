package kit

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// answering is the exchange of a list that was answered with these events.
func answering(s *Session, q Query, events ...map[string]any) *exchange.Exchange {
	body, _ := json.Marshal(map[string]any{"events": append([]map[string]any{}, events...)})
	return &exchange.Exchange{Status: 200, Request: s.Request(q), Body: body}
}

func symptomTexts(s *Session, x *exchange.Exchange) (all []string) {
	for _, symptom := range Symptoms(s, conformance.Failure{Exchanges: []*exchange.Exchange{x}}) {
		all = append(all, symptom.Text)
	}
	return all
}

func TestSymptomsOfExchanges(t *testing.T) {
	s, planted := world(9)
	s.events = map[string]Event{}
	for _, k := range planted {
		k.Attributes = map[string]string{TagKey: k.Tag, "colour": "red"}
	}
	as := func(i int, member string, value any) map[string]any {
		e := map[string]any{
			"id": planted[i].Listed.ID, "event": "e", "user_id": planted[i].User, "version": "LIVE",
			"timestamp":  planted[i].Listed.Timestamp,
			"attributes": map[string]any{TagKey: planted[i].Tag, "colour": "red"},
		}
		e[member] = value
		return e
	}
	q := Query{Start: Bound(planted[0].When()), End: Bound(planted[3].When()), Size: 2}
	texts := func(x *exchange.Exchange) []string { return symptomTexts(s, x) }
	t.Run("what_is_right_has_none", func(t *testing.T) {
		require.Empty(t, texts(answering(s, Query{Start: q.Start, End: Bound(planted[1].When())}, as(0, "event", "e"))))
	})
	t.Run("whichever_check_asked_and_in_whichever_form", func(t *testing.T) {
		for _, op := range []string{Get, Post} {
			q := q.On(op)
			q.User = "u1"
			x := answering(s, q, as(1, "event", "e"), as(2, "event", "e"))
			x.Request.Meta = nil
			require.Equal(t, []string{"lists by user_id show other events", "lists show events that do not meet a filter"}, texts(x)[:2])
		}
	})
	t.Run("each_of_the_kinds", func(t *testing.T) {
		all := []map[string]any{as(0, "event", "e"), as(1, "event", "e")}
		require.Contains(t, texts(answering(s, q, append(all, as(8, "event", "e"))...)), "lists show events on or after end_time")
		require.Contains(t, texts(answering(s, q, append(all, as(2, "event", "e"))...)), TooLong()[0].Text)
		require.Contains(t, texts(answering(s, q, all...)), "lists lack events that were acknowledged")
		require.Contains(t, texts(answering(s, q, all[0], all[0])), "lists show events more than once")
		require.Contains(t, texts(answering(s, q, as(0, "user_id", "x"))),
			"events are listed with another user_id than they were tracked with")
		require.Contains(t, texts(answering(s, q, as(0, "attributes", map[string]any{TagKey: "0"}))),
			"events are listed with other attributes than they were tracked with")
		refused := answering(s, q)
		refused.Status = 400
		require.Equal(t, "valid lists are refused", texts(refused)[0])
		over := q
		over.Size = 101
		tooMany := answering(s, over)
		tooMany.Status = 400
		require.Equal(t, symptom("lists with a page_size above 100 are refused", "CHL-PAGE-3")[0],
			Symptoms(s, conformance.Failure{Exchanges: []*exchange.Exchange{tooMany}})[0])
		refused.Request.Hostile = true
		require.Empty(t, texts(refused), "it may be")
	})
	t.Run("an_id_of_several_events", func(t *testing.T) {
		s.givenTo = map[string]int{"twice": 2}
		require.Equal(t, []string{sharedIDs}, texts(&exchange.Exchange{Status: 200, Request: exchange.Request{Meta: Sent{ID: "twice"}}}))
	})
	t.Run("an_answer_of_which_only_the_beginning_is_kept_shows_nothing", func(t *testing.T) {
		events := []map[string]any{as(0, "attributes", map[string]any{TagKey: "0", "long": string(make([]byte, 60<<10))})}
		require.Empty(t, texts(answering(s, q, events...).Brief()))
	})
}

func TestHollowAnswersToBodiesThatCannotBeRead(t *testing.T) {
	s, _ := world(9)
	x := &exchange.Exchange{Status: 200, Request: s.Request(Query{Op: Post}), Body: []byte(`{"error": "no JSON"}`)}
	x.Request.Body, x.Request.Hostile = []byte(`{"version": "LI`), true
	require.Equal(t, []conformance.Symptom{protocol.Hollow()}, Symptoms(s, conformance.Failure{Exchanges: []*exchange.Exchange{x}}))
	x.Body = []byte(`{"events": []}`)
	require.Empty(t, Symptoms(s, conformance.Failure{Exchanges: []*exchange.Exchange{x}}), "it is a page")
}

func TestTracksThatAreAnsweredWithTheIDOfAnotherEvent(t *testing.T) {
	s, planted := world(9)
	answered := func(id string) (all []string) {
		sent := exchange.Request{Meta: Sent{Attributes: map[string]string{TagKey: planted[3].Tag}}}
		x := &exchange.Exchange{Status: 200, Request: sent, Body: []byte(`{"event_id": "` + id + `"}`)}
		for _, symptom := range Symptoms(s, conformance.Failure{Exchanges: []*exchange.Exchange{x}}) {
			all = append(all, symptom.Text)
		}
		return all
	}
	require.Equal(t, []string{"tracks are answered with the event_id of another event"}, answered(planted[4].Listed.ID))
	require.Empty(t, answered(planted[3].Listed.ID))
	require.Empty(t, answered("evt_"+planted[3].Listed.ID), "it is nobody's")
}

func TestSymptomsOfARunThatWritesNothing(t *testing.T) {
	s, planted := world(9)
	s.events = map[string]Event{}
	for _, k := range planted {
		k.Owned = false
	}
	x := answering(s, Query{Start: Bound(planted[0].When()), End: Bound(planted[3].When())})
	all := Symptoms(s, conformance.Failure{Exchanges: []*exchange.Exchange{x}})
	require.Equal(t, []conformance.Symptom{{Text: "lists lack events that other lists show"}}, slices.Compact(all))
}

func TestSymptomsOfFiltersCiteThatAllOfThemAreMet(t *testing.T) {
	all := Symptoms(&Session{}, conformance.Failure{Symptoms: symptom(listsBy+"user_id show other events", "CHL-FLT-3")})
	require.Equal(t, symptom("lists show events that do not meet a filter", "CHL-FLT-6"), all)
}

func TestSymptomsOfAnotherTeam(t *testing.T) {
	s, planted := world(9)
	s.Auth, s.OtherAuth, s.events = "ours", "theirs", map[string]Event{}
	served := func(authorization string) []conformance.Symptom {
		x := answering(s, Query{Start: Bound(planted[0].When()), End: Bound(planted[3].When())},
			map[string]any{"attributes": map[string]any{TagKey: "0"}})
		x.Request.Authorization, x.Request.Hostile = authorization, true
		return Symptoms(s, conformance.Failure{Exchanges: []*exchange.Exchange{x}})
	}
	foreign := conformance.Symptom{Text: "another team's credentials open the team's bots", Requirement: "CHL-AUTH-4"}
	require.Equal(t, foreign, served("theirs")[0])
	require.NotContains(t, served("nobody's"), foreign)
	require.Contains(t, served("nobody's"), protocol.Strangers()[0])
	track := s.TrackRequest("b", Sent{})
	track.Authorization = "theirs"
	require.Contains(t, Symptoms(s, conformance.Failure{Exchanges: []*exchange.Exchange{{Status: 200, Request: track}}}), foreign)
}
