package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestListRange holds the window to the nanosecond: its start is in it, its end is not.
func TestListRange(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	c.trackAll(t, bot,
		args{"id": "before", "timestamp": "2026-01-10T09:59:59.999999999Z"},
		args{"id": "on", "timestamp": "2026-01-10T10:00:00Z"},
		args{"id": "after", "timestamp": "2026-01-10T10:00:00.000000001Z"},
		args{"id": "midnight", "timestamp": "2026-01-11T00:00:00Z"},
	)
	for _, tt := range []struct {
		name, start, end string
		want             []string
	}{
		{"event_on_start_time_is_listed", "2026-01-10T10:00:00Z", "2026-01-10T10:00:00.000000001Z", []string{"on"}},
		{"event_on_end_time_is_left_out", "2026-01-10T09:00:00Z", "2026-01-10T10:00:00Z", []string{"before"}},
		{"start_one_nanosecond_late", "2026-01-10T10:00:00.000000001Z", "2026-01-10T11:00:00Z", []string{"after"}},
		{"start_one_nanosecond_early", "2026-01-10T09:59:59.999999999Z", "2026-01-10T10:00:00.000000001Z", []string{"before", "on"}},
		{"end_one_nanosecond_late", "2026-01-10T10:00:00Z", "2026-01-10T10:00:00.000000002Z", []string{"on", "after"}},
		{"more_digits_than_a_nanosecond_has", "2026-01-10T10:00:00.0000000000Z", "2026-01-10T10:00:00.0000000010Z", []string{"on"}},
		{"one_nanosecond_between", "2026-01-10T09:59:59.999999999Z", "2026-01-10T10:00:00Z", []string{"before"}},
		{"equal_bounds_are_empty", "2026-01-10T10:00:00Z", "2026-01-10T10:00:00Z", []string{}},
		{"equal_bounds_in_other_offsets_are_empty", "2026-01-10T10:00:00Z", "2026-01-10T11:00:00+01:00", []string{}},
		{"positive_offset", "2026-01-10T15:30:00+05:30", "2026-01-10T15:30:00.000000001+05:30", []string{"on"}},
		{"negative_offset", "2026-01-10T02:00:00-08:00", "2026-01-10T02:00:00.000000001-08:00", []string{"on"}},
		{"offset_over_a_date_line", "2026-01-11T00:00:00+14:00", "2026-01-10T10:00:00.000000001Z", []string{"on"}},
		{"unknown_local_offset", "2026-01-10T10:00:00-00:00", "2026-01-10T10:00:00.000000001-00:00", []string{"on"}},
		{"offset_makes_order", "2026-01-10T20:00:00+12:00", "2026-01-10T10:00:00-01:00", []string{"before", "on", "after"}},
		{"lower_case_t_and_z", "2026-01-10t10:00:00z", "2026-01-10t10:00:00.000000001z", []string{"on"}},
		{"milliseconds_like_toISOString", "2026-01-10T10:00:00.000Z", "2026-01-10T10:00:00.001Z", []string{"on", "after"}},
		{"plain_dates_are_midnight_UTC", "2026-01-10", "2026-01-11", []string{"before", "on", "after"}},
		{"plain_date_includes_midnight", "2026-01-11", "2026-01-12", []string{"midnight"}},
		{"date_and_instant", "2026-01-10", "2026-01-10T10:00:00Z", []string{"before"}},
		{"leap_day", "2024-02-29", "2026-01-10T10:00:00Z", []string{"before"}},
		{"nothing_there", "2025-01-01", "2025-02-01", []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, c.listed(t, bot, args{"start_time": tt.start, "end_time": tt.end}))
		})
	}
}

func TestListAnswer(t *testing.T) {
	s := fresh(t)
	c := demo(s)

	t.Run("nothing_is_an_empty_list_and_an_empty_token", func(t *testing.T) {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			r := c.ask(t, method, ownBot(t), everything())
			require.Equal(t, http.StatusOK, r.status)
			require.JSONEq(t, `{"events":[],"next_page_token":""}`, r.body)
			require.Empty(t, r.header.Get("Understudy-Violations"))
		}
	})

	t.Run("all_ten_members_are_always_there", func(t *testing.T) {
		bot := ownBot(t)
		c.track(t, bot, args{"id": "bare"})
		require.JSONEq(t, `{"events":[{"id":"bare","event":"","bot_id":"`+bot+`","version":"LIVE","user_id":"","channel_id":"",
			"channel_type":"","conversation_id":"","attributes":{},"timestamp":"2026-01-15T12:00:00.123Z"}],"next_page_token":""}`,
			c.ask(t, http.MethodGet, bot, everything()).body)
	})

	t.Run("order_is_time_then_id", func(t *testing.T) {
		bot := ownBot(t)
		c.trackAll(t, bot,
			args{"id": "b", "timestamp": "2026-01-02T00:00:00Z"}, args{"id": "é", "timestamp": "2026-01-02T00:00:00Z"},
			args{"id": "a", "timestamp": "2026-01-03T00:00:00Z"}, args{"id": "z", "timestamp": "2026-01-01T00:00:00Z"},
			args{"id": "B", "timestamp": "2026-01-02T01:00:00+01:00"}, args{"id": "a1", "timestamp": "2026-01-02T00:00:00Z"},
		)
		require.Equal(t, []string{"z", "B", "a1", "b", "é", "a"}, c.listed(t, bot, nil))
	})

	t.Run("version_is_DRAFT_or_LIVE", func(t *testing.T) {
		bot := ownBot(t)
		c.trackAll(t, bot, args{"id": "d", "version": "DRAFT"}, args{"id": "l", "version": "LIVE"})
		require.Equal(t, []string{"d"}, c.listed(t, bot, args{"version": "DRAFT"}))
		require.Equal(t, []string{"l"}, c.listed(t, bot, args{"version": "LIVE"}))
	})

	t.Run("a_bot_lists_its_own_events_only", func(t *testing.T) {
		c.track(t, ownBot(t)+"a", args{"id": "x"})
		c.track(t, ownBot(t)+"b", args{"id": "y"})
		require.Equal(t, []string{"x"}, c.listed(t, ownBot(t)+"a", nil))
	})
}

// TestListTimestampForm wants one width, in UTC, whatever was sent.
func TestListTimestampForm(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	for sent, want := range map[string]string{
		"2026-01-10T10:00:00Z":               "2026-01-10T10:00:00.000Z",
		"2026-01-10T10:00:00.5Z":             "2026-01-10T10:00:00.500Z",
		"2026-01-10T10:00:00.123456789Z":     "2026-01-10T10:00:00.123456789Z",
		"2026-01-10t10:00:00.000000001z":     "2026-01-10T10:00:00.000000001Z",
		"2026-01-10T10:00:00.25+05:30":       "2026-01-10T04:30:00.250Z",
		"0000-01-01T00:00:00Z":               "0000-01-01T00:00:00.000Z",
		"9999-12-31T23:59:59.999999999Z":     "9999-12-31T23:59:59.999999999Z",
		"9999-12-31T00:00:00.123456789+14:0": "",
	} {
		t.Run(sent, func(t *testing.T) {
			bot := ownBot(t)
			if want == "" {
				c.post(t, trackOf(bot), args{"timestamp": sent}.json(t)).refusedByChatlayer(t, http.StatusBadRequest, "timestamp")
				return
			}
			c.track(t, bot, args{"id": "e", "timestamp": sent})
			var p page
			all := args{"start_time": "0000-01-01", "end_time": "9999-12-31T23:59:59.999999999Z"}
			if want[:4] == "9999" {
				all["start_time"], all["end_time"] = "9999-01-01", "9999-12-31T23:59:59.999999999-01:00"
			}
			c.ask(t, http.MethodGet, bot, everything().with(all)).into(t, &p)
			require.Len(t, p.Events, 1)
			require.Equal(t, want, p.Events[0].Timestamp)
		})
	}
}
