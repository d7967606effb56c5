package kit

import (
	"encoding/json"
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
		return func(k *RunEvent) { k.behind[asks.asked()].Store(&filteredShowing{shown, asks}) }
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
