package chatlayer_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec/chatlayer"
)

func TestAppendEventDefinitions(t *testing.T) {
	require.JSONEq(t, `{"event_definitions":[],"next_page_token":""}`,
		string(chatlayer.AppendEventDefinitions(nil, chatlayer.ListEventDefinitionsResponse{})))
	at := time.Date(2026, 1, 12, 10, 59, 59, 0, time.FixedZone("", 3600))
	page := chatlayer.ListEventDefinitionsResponse{NextPageToken: "next", EventDefinitions: []chatlayer.EventDefinition{
		{CreatedAt: at},
		{ID: "1", TeamID: "2", BotID: "3", Event: "\"4", Description: "5", CreatedAt: at, LastSeenAt: &at, Volume30Day: 6},
	}}
	text := chatlayer.AppendEventDefinitions(nil, page)
	require.Equal(t, `{"event_definitions":[{"id":"","team_id":"","bot_id":"","event":"","description":"",`+
		`"created_at":"2026-01-12T09:59:59.000Z","volume_30_day":0},{"id":"1","team_id":"2","bot_id":"3","event":"\"4",`+
		`"description":"5","created_at":"2026-01-12T09:59:59.000Z","last_seen_at":"2026-01-12T09:59:59.000Z","volume_30_day":6}],`+
		`"next_page_token":"next"}`, string(text))
	contract, err := chatlayer.Contract()
	require.NoError(t, err)
	for _, d := range page.EventDefinitions {
		require.Empty(t, contract.CheckValue("EventDefinition", string(chatlayer.AppendEventDefinition(nil, &d))))
	}
	var back chatlayer.ListEventDefinitionsResponse
	require.NoError(t, json.Unmarshal(text, &back))
	require.Len(t, back.EventDefinitions, 2)
}
