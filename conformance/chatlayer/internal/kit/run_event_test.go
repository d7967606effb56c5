package kit

import (
	"encoding/json"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What a must may insist on: events that the target has shown, behind what it has shown of them.
func TestDue(t *testing.T) {
	at := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	shown := showing{Event{
		Event: "signup", UserID: "mia", At: at,
		Raw: map[string]json.RawMessage{"event": []byte(`"signup"`), "user_id": []byte(`"mia"`)},
	}, "LIVE"}
	open := func(k *RunEvent) { k.open.Store(&shown) }
	behind := func(asks plainValues) func(*RunEvent) {
		return func(k *RunEvent) { k.behind[asks.asked()].Store(&filteredShowing{shown, asks, new(atomic.Bool)}) }
	}
	for _, c := range []struct {
		name  string
		shown func(*RunEvent)
		q     Query
		due   bool
	}{
		{"an_event_that_was_never_shown_is_not", func(*RunEvent) {}, Query{}, false},
		{"one_that_was_shown_is", open, Query{}, true},
		{"one_that_was_shown_is_behind_a_filter_that_it_meets", open, Query{Event: "signup", User: "mia"}, true},
		{"it_is_not_behind_another_value", open, Query{User: "ben"}, false},
		{"it_is_not_behind_a_member_that_is_not_shown", open, Query{Conversation: "talk"}, false},
		{"it_is_not_behind_a_campaign", open, Query{Campaign: "spring"}, false},
		{"it_is_not_in_the_other_version", open, Query{Version: "DRAFT"}, false},
		{"it_is_not_in_the_team's_list", open, Query{Op: Team}, false},
		{
			"one_that_a_campaign_showed_is_behind_that_campaign", behind(plainValues{3: "spring"}),
			Query{Campaign: "spring", User: "mia"},
			true,
		},
		{"it_is_not_behind_another_campaign", behind(plainValues{3: "spring"}), Query{Campaign: "autumn"}, false},
		{"it_is_not_where_no_filter_is", behind(plainValues{3: "spring"}), Query{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := &RunEvent{Sent: Sent{Version: "LIVE", Event: "signup", User: "mia", Conversation: "talk", Campaign: "spring"}}
			c.shown(k)
			q := c.q
			if q.Version == "" {
				q.Version = "LIVE"
			}
			require.Equal(t, c.due, k.due(q, at, at.Add(time.Second)))
			require.False(t, k.due(q, at.Add(time.Second), at.Add(time.Minute)), "outside the window")
		})
	}
}

// Two versions of a bot may number their events alike, be it from run to run: an id in the other version tells nothing of an event that
// shows nothing else.
func TestAnIDOfTheOtherVersionIsNoSign(t *testing.T) {
	s, planted := world(3)
	planted[1].Version, planted[1].Listed.ID = "DRAFT", "226"
	s.byID["226"] = planted[1:2]
	shown := Event{ID: "226", BotID: "b", Version: "LIVE"}
	require.Nil(t, s.Identify(shown))
	shown.Event, shown.UserID = planted[1].Event, planted[1].User
	require.Equal(t, planted[1], s.Identify(shown))
}

// A list by a filter that shows what does not meet it proves of none of its events that it meets it.
func TestListsInDoubtProveNothing(t *testing.T) {
	shows := func(op string, events ...*RunEvent) Page {
		p := Page{Query: Query{Op: op, Bot: "b", Campaign: "spring", Start: "2026-01-01T00:00:00Z", End: "2027-01-01T00:00:00Z"}}
		for _, k := range events {
			p.Events = append(p.Events, k.Listed)
		}
		return p
	}
	in := Query{Version: "LIVE", Campaign: "spring"}
	from, to := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	s, all := world(6)
	without, other := all[0], all[1]
	other.Campaign = "autumn"
	s.showed(shows(Post, without))
	require.True(t, without.due(in, from, to), "it may have the campaign of its user")
	s.showed(shows(Post, other))
	require.False(t, without.due(in, from, to))
	s.showed(shows(Get, without))
	require.True(t, without.due(in, from, to), "the other operation is not in doubt")
}

// An event that is listed with the attributes of another is the one of its id and its other members.
func TestAttributesOfAnotherMakeNoOtherEvent(t *testing.T) {
	s, planted := world(6)
	one, other := planted[0], planted[1]
	for _, k := range planted {
		k.EventID = k.Listed.ID
		s.byID[k.EventID] = append(s.byID[k.EventID], k)
	}
	e := one.Listed
	e.Attributes = other.Attributes
	require.Equal(t, one, s.Identify(e))
	from, to := e.At, e.At.Add(time.Second)
	other.Version = "DRAFT"
	require.Empty(t, s.Forbidden(s.Identify(e), e, Query{Version: "LIVE", Bot: "b"}, from, to), "how the other was tracked is no matter")
	e.ID = "unknown"
	e.Event = "another"
	require.Equal(t, other, s.Identify(e), "nothing says whose it is")
	require.Empty(t, s.Forbidden(other, e, Query{Version: "LIVE", Bot: "b"}, from, to), "nor that it is the other")
	e.ID = other.EventID
	require.NotEmpty(t, s.Forbidden(other, e, Query{Version: "LIVE", Bot: "b"}, from, to), "under its id it is")
	t.Run("an_id_of_another_makes_no_other_event_either", func(t *testing.T) {
		swapped := planted[2].Listed
		swapped.ID = planted[3].EventID
		require.Equal(t, planted[2], s.Identify(swapped))
	})
}
