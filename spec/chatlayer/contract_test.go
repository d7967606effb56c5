package chatlayer_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// notServed is what a chosen row says about an operation that the document does not carry.
const notServed = "not served by this version"

func contract(t *testing.T) *spec.Contract {
	t.Helper()
	c, err := chatlayer.Contract()
	require.NoError(t, err)
	return c
}

func TestContract(t *testing.T) {
	c := contract(t)

	t.Run("has_its_name_and_the_whole_document", func(t *testing.T) {
		require.Equal(t, "chatlayer", c.Name())
		require.Equal(t, "Chatlayer Analytics API, events", c.Title())
		require.Contains(t, string(c.Document()), "openapi: 3.0.3\ninfo:\n  title: "+c.Title()+"\n")
	})

	t.Run("carries_these_operations_and_no_others", func(t *testing.T) {
		var got []string
		for _, o := range c.Operations() {
			got = append(got, o.ID+" "+o.Method+" "+o.Path)
			require.NotEmpty(t, o.Summary, o.ID)
		}
		require.Equal(t, []string{
			"ListEvents GET /v1/bots/{bot_id}/events/stream",
			"ListEventsWithFilters POST /v1/bots/{bot_id}/events/stream",
			"TrackEvent POST /v1/bots/{bot_id}/events/track",
			"GetEventAttributeValues POST /v1/bots/{bot_id}/events/attributes/{attribute_key}/values",
			"ListEventDefinitions GET /v1/bots/{bot_id}/events/definitions",
			"CreateEventDefinition POST /v1/bots/{bot_id}/events/definitions",
			"ComputeEventsFunnel POST /v1/bots/{bot_id}/events/funnel",
			"GetTeamEvents GET /v1/teams/{team_id}/events",
			"ListTeamEventDefinitions GET /v1/teams/{team_id}/events/definitions",
			"Echo POST /v1/echo",
		}, got)
	})
}

func TestRequirements(t *testing.T) {
	rows := contract(t).Requirements()

	t.Run("insist_on_nothing_but_what_the_publisher_or_a_standard_says", func(t *testing.T) {
		for _, row := range rows {
			if row.Level == spec.Must {
				require.Regexp(t, `Chatlayer Analytics API|^RFC \d{4}$|^Fetch standard$`, row.Source.Name, row.ID)
			}
		}
	})

	t.Run("say_plainly_what_is_not_served", func(t *testing.T) {
		for _, row := range rows {
			if row.Level == spec.Chosen {
				require.Equal(t, len(row.Outside) > 0, row.Choice == notServed, row.ID)
			}
			if len(row.Outside) > 0 && row.Level != spec.Chosen {
				require.Empty(t, row.Operations, row.ID)
			}
		}
	})

	t.Run("keep_the_row_that_reports_are_documented_with", func(t *testing.T) {
		at := slices.IndexFunc(rows, func(r spec.Requirement) bool { return r.ID == "CHL-TIME-2" })
		require.GreaterOrEqual(t, at, 0)
		require.Equal(t, spec.Must, rows[at].Level)
		require.Equal(t, spec.Citation{
			Name:  "Events page of the Chatlayer Analytics API reference",
			URL:   "https://developers.sinch.com/docs/chatlayer-analytics/api-reference/chatlayer-analytics/events",
			Place: "end_time",
		}, rows[at].Source)
		require.Equal(t, "https://github.com/understudy-mock/understudy/blob/main/docs/chatlayer.md#chl-time-2", rows[at].Page)
		require.Contains(t, rows[at].Statement, "end_time is exclusive")
	})
}
