package inkeep_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec/inkeep"
)

// stubborn is JSON that a careless decoder changes: digits, exponents, nulls, order, characters that HTML escapes.
const stubborn = `{"z":12345678901234567890,"a":1.0,"m":1e2,"n":null,"in":{"deep":[null,{"x":null,"B":-0,"b":0.10}]},` +
	`"text":"<b>&amp;</b> ` + "\u2028" + ` \u003c \/ é \ud83d","":[]}`

// allowLoneSurrogates lets half of an escaped pair pass, as JSON does.
var allowLoneSurrogates = jsontext.AllowInvalidUTF8(true)

func ptr(s string) *string { return &s }

func sample(kind inkeep.EntityType) inkeep.Event {
	return inkeep.Event{
		EntityType:     kind,
		ID:             "evt_1",
		Type:           "user_message_submitted",
		Reference:      "ref <1> & \u2028 \"two\" مرحبا",
		CreatedAt:      time.Date(2026, 1, 14, 9, 26, 53, 589e6, time.UTC),
		ProjectID:      ptr("demo-project"),
		Properties:     json.RawMessage(stubborn),
		UserProperties: json.RawMessage(`{ "id" : 4711 }`),
	}
}

func TestEventWireForm(t *testing.T) {
	for kind, reference := range map[inkeep.EntityType]string{
		inkeep.EntityMessage:      "messageId",
		inkeep.EntityConversation: "conversationId",
		inkeep.EntitySearch:       "searchQuery",
	} {
		t.Run(string(kind), func(t *testing.T) {
			got, err := sample(kind).MarshalJSON()
			require.NoError(t, err)
			require.Equal(t, `{"id":"evt_1","type":"user_message_submitted","`+reference+`":"ref <1> & `+"\u2028"+` \"two\" مرحبا",`+
				`"createdAt":"2026-01-14T09:26:53.589Z","projectId":"demo-project","integrationId":null,`+
				`"properties":`+stubborn+`,"userProperties":{ "id" : 4711 },"entityType":"`+string(kind)+`"}`, string(got))
		})
	}
}

func TestEventRoundTrip(t *testing.T) {
	for _, kind := range []inkeep.EntityType{inkeep.EntityMessage, inkeep.EntityConversation, inkeep.EntitySearch} {
		t.Run(string(kind), func(t *testing.T) {
			first, err := sample(kind).MarshalJSON()
			require.NoError(t, err)
			var event inkeep.Event
			require.NoError(t, json.Unmarshal(first, &event))
			require.Equal(t, sample(kind), event)
			second, err := event.AppendJSON(nil)
			require.NoError(t, err)
			require.Equal(t, string(first), string(second))
		})
	}
}

func TestEventThroughEncoder(t *testing.T) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	require.NoError(t, encoder.Encode(sample(inkeep.EntityMessage)))
	require.Contains(t, out.String(), `"properties":`+stubborn+`,`)
}

func TestEventCreatedAt(t *testing.T) {
	for text, want := range map[string]string{
		"2026-01-14T09:26:53Z":                "2026-01-14T09:26:53.000Z",
		"2026-01-14T09:26:53.5Z":              "2026-01-14T09:26:53.500Z",
		"2026-01-14T09:26:53.5891Z":           "2026-01-14T09:26:53.589100Z",
		"2026-01-14T09:26:53.589123Z":         "2026-01-14T09:26:53.589123Z",
		"2026-01-14T09:26:53.0000001Z":        "2026-01-14T09:26:53.000000100Z",
		"2026-01-14T09:26:53.123456789+05:30": "2026-01-14T03:56:53.123456789Z",
		"2026-01-14t09:26:53z":                "2026-01-14T09:26:53.000Z",
	} {
		t.Run(text, func(t *testing.T) {
			event := decode(t, `{"id":"1","type":"t","messageId":"m","createdAt":"`+text+`","entityType":"message"}`)
			require.Equal(t, time.UTC, event.CreatedAt.Location())
			got, err := event.MarshalJSON()
			require.NoError(t, err)
			require.Contains(t, string(got), `"createdAt":"`+want+`"`)
		})
	}
}

func decode(t *testing.T, text string) inkeep.Event {
	t.Helper()
	var event inkeep.Event
	require.NoError(t, event.UnmarshalJSON([]byte(text)))
	return event
}

func TestEventAbsentAndNullAreTheSame(t *testing.T) {
	const head = `{"id":"1","type":"t","searchQuery":"","createdAt":"2026-01-14T09:26:53Z",`
	absent := decode(t, head+`"entityType":"search"}`)
	null := decode(t, head+`"projectId":null,"integrationId":null,"properties":null,"userProperties":null,"entityType":"search"}`)
	require.Equal(t, absent, null)
	require.Nil(t, absent.Properties)
	got, err := absent.AppendJSON([]byte("> "))
	require.NoError(t, err)
	require.Equal(t, `> {"id":"1","type":"t","searchQuery":"","createdAt":"2026-01-14T09:26:53.000Z","projectId":null,`+
		`"integrationId":null,"properties":null,"userProperties":null,"entityType":"search"}`, string(got))
}

func TestEventDropsLineBreaksOnly(t *testing.T) {
	event := sample(inkeep.EntityMessage)
	event.Properties = json.RawMessage("\r\n {\r\n\t\"a\": \"x\\ny\",\n\t\"b\": 1\n}\n")
	got, err := event.MarshalJSON()
	require.NoError(t, err)
	require.Contains(t, string(got), "\"properties\":{\t\"a\": \"x\\ny\",\t\"b\": 1},")
	require.NotContains(t, string(got), "\n")
}

func TestEventKeepsItsOwnBytes(t *testing.T) {
	data := []byte(`{"id":"1","type":"t","messageId":"m","createdAt":"2026-01-14T09:26:53Z","properties":{"a":1},"entityType":"message"}`)
	var event inkeep.Event
	require.NoError(t, event.UnmarshalJSON(data))
	clear(data)
	require.Equal(t, `{"a":1}`, string(event.Properties))
}

func TestEventRefusesToEncode(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*inkeep.Event)
		want   string
	}{
		"no_kind":            {func(e *inkeep.Event) { e.EntityType = "" }, `unknown entityType ""`},
		"unknown_kind":       {func(e *inkeep.Event) { e.EntityType = "Message" }, `unknown entityType "Message"`},
		"broken_utf8":        {func(e *inkeep.Event) { e.Type = "\xff" }, `member "type"`},
		"year_after_9999":    {func(e *inkeep.Event) { e.CreatedAt = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, "year 10000"},
		"year_before_0":      {func(e *inkeep.Event) { e.CreatedAt = time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC) }, "year -1"},
		"properties_array":   {func(e *inkeep.Event) { e.Properties = json.RawMessage(`[1]`) }, `"properties"`},
		"half_an_object":     {func(e *inkeep.Event) { e.Properties = json.RawMessage(`1}`) }, `"properties"`},
		"user_properties_17": {func(e *inkeep.Event) { e.UserProperties = json.RawMessage(`17`) }, `"userProperties"`},
	} {
		t.Run(name, func(t *testing.T) {
			event := sample(inkeep.EntityMessage)
			test.change(&event)
			got, err := event.AppendJSON([]byte("kept"))
			require.ErrorContains(t, err, test.want)
			require.Equal(t, "kept", string(got))
		})
	}
}

func TestEventRefusesToDecode(t *testing.T) {
	const good = `"id":"1","type":"t","messageId":"m","createdAt":"2026-01-14T09:26:53Z","entityType":"message"`
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"everything_missing": {`{"entityType":"message"}`, []string{"id is", "type is", "createdAt is", "messageId is"}},
		"no_kind":            {`{"id":"1","type":"t","messageId":"m","createdAt":"2026-01-14T09:26:53Z"}`, []string{"entityType"}},
		"unknown_kind":       {`{"entityType":"ticket"}`, []string{"entityType is missing or unknown"}},
		"null_id": {
			`{"id":null,"type":"t","messageId":"m","createdAt":"2026-01-14T09:26:53Z","entityType":"message"}`,
			[]string{"id is"},
		},
		"other_case":             {`{"ID":"2",` + good + `}`, []string{"ID"}},
		"unknown_name":           {`{` + good + `,"userproperties":{}}`, []string{"userproperties"}},
		"repeated_name":          {`{` + good + `,"type":"u"}`, []string{"type"}},
		"repeated_name_at_depth": {`{` + good + `,"properties":{"a":{"b":1,"b":2}}}`, []string{"duplicate"}},
		"foreign_reference":      {`{` + good + `,"searchQuery":"q"}`, []string{"searchQuery does not belong to a message event"}},
		"properties_array":       {`{` + good + `,"properties":[]}`, []string{"properties is not an object"}},
		"user_properties_text":   {`{` + good + `,"userProperties":"x"}`, []string{"userProperties is not an object"}},
		"number_for_text":        {`{"id":1,"entityType":"message"}`, []string{"id"}},
		"broken_utf8":            {"{\"id\":\"\xff\"," + good[9:] + "}", []string{"UTF-8"}},
		"trailing_text":          {`{` + good + `}{}`, []string{"decode event"}},
		"time_without_zone":      {badTime("2026-01-14T09:26:53"), []string{"createdAt"}},
		"date_only":              {badTime("2026-01-14"), []string{"createdAt"}},
		"impossible_date":        {badTime("2026-02-30T00:00:00Z"), []string{"createdAt"}},
		"year_after_9999_in_utc": {badTime("9999-12-31T23:59:59-01:00"), []string{"year 10000"}},
		"year_before_0_in_utc":   {badTime("0000-01-01T00:00:00+01:00"), []string{"year -1"}},
		"empty_time":             {badTime(""), []string{"createdAt"}},
	} {
		t.Run(name, func(t *testing.T) {
			event := sample(inkeep.EntitySearch)
			err := event.UnmarshalJSON([]byte(test.text))
			for _, want := range test.want {
				require.ErrorContains(t, err, want)
			}
			require.Equal(t, sample(inkeep.EntitySearch), event, "a failure must change nothing")
		})
	}
}

func badTime(text string) string {
	return `{"id":"1","type":"t","messageId":"m","createdAt":"` + text + `","entityType":"message"}`
}

// The generated types know the names and the null of every member, so what Event writes must fit them exactly.
func TestEventFitsTheGeneratedTypes(t *testing.T) {
	strict := jsonv2.RejectUnknownMembers(true)
	data, err := sample(inkeep.EntitySearch).MarshalJSON()
	require.NoError(t, err)
	var search inkeep.SelectSearchEvent
	require.NoError(t, jsonv2.Unmarshal(data, &search, strict, allowLoneSurrogates))
	require.Equal(t, sample(inkeep.EntitySearch).Reference, search.SearchQuery)
	require.Equal(t, "demo-project", search.ProjectID.MustGet())
	require.True(t, search.IntegrationID.IsNull())
	require.Equal(t, stubborn, string(search.Properties))

	data, err = sample(inkeep.EntityConversation).MarshalJSON()
	require.NoError(t, err)
	var conversation inkeep.SelectConversationEvent
	require.NoError(t, jsonv2.Unmarshal(data, &conversation, strict, allowLoneSurrogates))
	require.Equal(t, inkeep.SelectConversationEventEntityTypeConversation, conversation.EntityType)
}

// What a client sends is read with the generated types; absent, null and given stay three things.
func TestLogTypes(t *testing.T) {
	var event inkeep.LogMessageEvent
	require.NoError(t, jsonv2.Unmarshal([]byte(`{"entityType":"message","type":"t","messageId":"m","ID":"not the id","projectId":null,
		"integrationId":"i","createdAt":"2026-01-14T10:26:53+01:00","properties":`+stubborn+`,"userProperties":null}`), &event,
		allowLoneSurrogates))
	require.Nil(t, event.ID)
	require.True(t, event.ProjectID.IsNull())
	require.Equal(t, "i", event.IntegrationID.MustGet())
	require.True(t, event.CreatedAt.MustGet().Equal(time.Date(2026, 1, 14, 9, 26, 53, 0, time.UTC)))
	require.Equal(t, stubborn, string(event.Properties))
	require.Equal(t, "null", string(event.UserProperties))
}

func FuzzEventUnmarshalJSON(f *testing.F) {
	f.Add(`{"id":"1","type":"t","messageId":"m","createdAt":"2026-01-14T09:26:53Z","properties":` + stubborn + `,"entityType":"message"}`)
	f.Add(badTime("9999-12-31T23:59:59-01:00"))
	f.Add(`{"id":"\ud800","type":"","searchQuery":"","createdAt":"0000-01-01T00:00:00Z","userProperties": { } ,"entityType":"search"}`)
	f.Fuzz(func(t *testing.T, text string) {
		var first, second inkeep.Event
		if first.UnmarshalJSON([]byte(text)) != nil {
			return
		}
		line, err := first.MarshalJSON()
		require.NoError(t, err, "what can be read can be written")
		require.NotContains(t, string(line), "\n")
		require.NoError(t, second.UnmarshalJSON(line))
		again, err := second.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, string(line), string(again))
	})
}
