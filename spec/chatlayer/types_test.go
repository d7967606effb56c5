package chatlayer_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// schemas are the schemas of the document, read without package spec.
type schemas map[string]struct {
	Required   []string             `yaml:"required"`
	Properties map[string]yaml.Node `yaml:"properties"`
}

func readSchemas(t *testing.T) schemas {
	t.Helper()
	var document struct {
		Components struct {
			Schemas schemas `yaml:"schemas"`
		} `yaml:"components"`
	}
	require.NoError(t, yaml.Unmarshal(contract(t).Document(), &document))
	return document.Components.Schemas
}

func TestTypes(t *testing.T) {
	types := map[string]any{
		"AttributeFilter":          chatlayer.AttributeFilter{},
		"CampaignInfo":             chatlayer.CampaignInfo{},
		"EchoRequest":              chatlayer.EchoRequest{},
		"EchoResponse":             chatlayer.EchoResponse{},
		"Error":                    chatlayer.Error{},
		"GetTeamEventsResponse":    chatlayer.GetTeamEventsResponse{},
		"ListEventsRequest":        chatlayer.ListEventsRequest{},
		"ListEventsResponse":       chatlayer.ListEventsResponse{},
		"TrackEventRequest":        chatlayer.TrackEventRequest{},
		"TrackEventRequestContext": chatlayer.TrackEventRequestContext{},
		"TrackEventResponse":       chatlayer.TrackEventResponse{},
		"TrackingEvent":            chatlayer.TrackingEvent{},

		"ComputeFunnelRequest":            chatlayer.ComputeFunnelRequest{},
		"ComputeFunnelResponse":           chatlayer.ComputeFunnelResponse{},
		"CreateEventDefinitionRequest":    chatlayer.CreateEventDefinitionRequest{},
		"CreateEventDefinitionResponse":   chatlayer.CreateEventDefinitionResponse{},
		"EventDefinition":                 chatlayer.EventDefinition{},
		"FunnelStep":                      chatlayer.FunnelStep{},
		"FunnelStepFilter":                chatlayer.FunnelStepFilter{},
		"FunnelStepResult":                chatlayer.FunnelStepResult{},
		"FunnelStepResultByCohort":        chatlayer.FunnelStepResultByCohort{},
		"GetEventAttributeValuesRequest":  chatlayer.GetEventAttributeValuesRequest{},
		"GetEventAttributeValuesResponse": chatlayer.GetEventAttributeValuesResponse{},
		"ListEventDefinitionsResponse":    chatlayer.ListEventDefinitionsResponse{},
		"TrackingEventAttribute":          chatlayer.TrackingEventAttribute{},
	}
	declared := readSchemas(t)
	for name, schema := range declared {
		if len(schema.Properties) == 0 {
			continue
		}
		t.Run(name+"_has_the_members_of_the_document", func(t *testing.T) {
			require.Contains(t, types, name)
			want := make([]string, 0, len(schema.Properties))
			for property := range schema.Properties {
				want = append(want, property)
			}
			require.ElementsMatch(t, want, members(types[name]))
		})
	}
	require.Len(t, types, len(declared)-1, "BotVersion is the only schema without members")
}

// members are the names under which a struct's fields are written.
func members(value any) []string {
	var names []string
	for field := range reflect.TypeOf(value).Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

func TestAnswers(t *testing.T) {
	answers := []string{
		"EchoResponse", "Error", "GetTeamEventsResponse", "ListEventsResponse", "TrackEventResponse", "TrackingEvent",
		"ComputeFunnelResponse", "CreateEventDefinitionResponse", "EventDefinition", "FunnelStepResult", "FunnelStepResultByCohort",
		"GetEventAttributeValuesResponse", "ListEventDefinitionsResponse", "TrackingEventAttribute",
	}
	for name, schema := range readSchemas(t) {
		if slices.Contains(answers, name) {
			require.Empty(t, schema.Required, "%s: another server may leave out every member", name)
		}
	}

	event := chatlayer.TrackingEvent{
		ID: "1", Attributes: map[string]string{"step_number": "3"}, Timestamp: time.Date(2026, 1, 12, 9, 59, 59, 0, time.UTC),
	}
	values := map[string]any{
		"EchoResponse":          chatlayer.EchoResponse{Message: "hello"},
		"Error":                 chatlayer.Error{Code: 3, Message: "wrong", Details: []map[string]any{}},
		"GetTeamEventsResponse": chatlayer.GetTeamEventsResponse{Events: []chatlayer.TrackingEvent{event}},
		"ListEventsResponse":    chatlayer.ListEventsResponse{Events: []chatlayer.TrackingEvent{event}},
		"TrackEventResponse":    chatlayer.TrackEventResponse{EventID: "1"},
	}
	for name, value := range values {
		t.Run(name+"_is_written_as_the_document_wants", func(t *testing.T) {
			text, err := json.Marshal(value)
			require.NoError(t, err)
			_, violations := contract(t).ValidateValue(name, text)
			require.Empty(t, violations)
		})
	}

	t.Run("an_empty_event_is_written_with_all_ten_members", func(t *testing.T) {
		text, err := json.Marshal(chatlayer.TrackingEvent{})
		require.NoError(t, err)
		var members map[string]any
		require.NoError(t, json.Unmarshal(text, &members))
		require.Len(t, members, 10)
	})

	t.Run("attributes_that_are_not_strings_are_found", func(t *testing.T) {
		_, violations := contract(t).ValidateValue("TrackingEvent", []byte(`{"attributes":{"step_number":3}}`))
		require.Len(t, violations, 1)
		require.Equal(t, "/attributes/step_number", violations[0].Pointer)
	})
}

func TestRequests(t *testing.T) {
	zero := int32(0)
	epoch := time.Time{}
	cases := []struct {
		name  string
		value any
		want  string
	}{
		{"an_absent_page_size_is_not_0", chatlayer.ListEventsRequest{}, `{"end_time":"","start_time":"","version":""}`},
		{
			"a_page_size_of_0_is_sent",
			chatlayer.ListEventsRequest{Version: chatlayer.BotVersionLive, PageSize: &zero},
			`{"end_time":"","page_size":0,"start_time":"","version":"LIVE"}`,
		},
		{"an_event_may_be_empty", chatlayer.TrackEventRequest{}, `{}`},
		{
			"a_zero_timestamp_and_an_empty_campaign_are_sent",
			chatlayer.TrackEventRequest{
				Timestamp: &epoch, Version: chatlayer.BotVersionDraft,
				Context: chatlayer.TrackEventRequestContext{Campaign: &chatlayer.CampaignInfo{}},
			},
			`{"context":{"campaign":{}},"timestamp":"0001-01-01T00:00:00Z","version":"DRAFT"}`,
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			text, err := json.Marshal(tc.value)
			require.NoError(t, err)
			require.Equal(t, tc.want, string(text))
		})
	}
}
