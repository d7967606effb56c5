package chatlayer_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec/chatlayer"
)

const emptyEvent = `{"id":"","event":"","bot_id":"","version":"","user_id":"","channel_id":"","channel_type":"",` +
	`"conversation_id":"","attributes":{},"timestamp":"0001-01-01T00:00:00.000Z"}`

func TestAppendTrackingEvent(t *testing.T) {
	offset := time.FixedZone("", 3600)
	cases := []struct {
		name  string
		event chatlayer.TrackingEvent
		want  string
	}{
		{"an_empty_event_has_all_members_in_the_order_of_the_document", chatlayer.TrackingEvent{}, emptyEvent},
		{
			"every_member_is_written_under_its_own_name",
			chatlayer.TrackingEvent{
				ID: "1", Event: "2", BotID: "3", Version: "4", UserID: "5", ChannelID: "6", ChannelType: "7", ConversationID: "8",
				Attributes: map[string]string{"b": "10", "a": "9"}, Timestamp: time.Date(2026, 1, 12, 10, 59, 59, 123, offset),
			},
			`{"id":"1","event":"2","bot_id":"3","version":"4","user_id":"5","channel_id":"6","channel_type":"7",` +
				`"conversation_id":"8","attributes":{"a":"9","b":"10"},"timestamp":"2026-01-12T09:59:59.000000123Z"}`,
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, string(chatlayer.AppendTrackingEvent(nil, &tc.event)))
		})
	}

	t.Run("any_text_comes_back_as_it_was", func(t *testing.T) {
		event := chatlayer.TrackingEvent{Event: "\"\\\x00\u2028 שלום 👩‍🚀 <&>", Attributes: map[string]string{"\n\"": "\t"}}
		var back chatlayer.TrackingEvent
		require.NoError(t, json.Unmarshal(chatlayer.AppendTrackingEvent(nil, &event), &back))
		require.Equal(t, event, back)
	})

	t.Run("invalid_utf8_becomes_the_replacement_character", func(t *testing.T) {
		text := chatlayer.AppendTrackingEvent(nil, &chatlayer.TrackingEvent{Event: "a\xff"})
		require.Contains(t, string(text), `"event":"a`+"\ufffd"+`"`)
	})
}

func TestAppendEvents(t *testing.T) {
	cases := []struct {
		name   string
		events []chatlayer.TrackingEvent
		token  string
		want   string
	}{
		{"a_page_without_events_has_both_members", nil, "", `{"events":[],"next_page_token":""}`},
		{
			"events_and_token_are_there",
			[]chatlayer.TrackingEvent{{}, {}},
			"next",
			`{"events":[` + emptyEvent + `,` + emptyEvent + `],"next_page_token":"next"}`,
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, string(chatlayer.AppendEvents([]byte{}, tc.events, tc.token)))
		})
	}
}
