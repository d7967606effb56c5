package kit

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/understudy-mock/understudy/spec/chatlayer"
)

// A filter that a query can have, and that the table lacks, would be sent by nobody and judged by nobody.
func TestPlainFilters(t *testing.T) {
	t.Run("every_value_of_a_query_is_in_the_table_once", func(t *testing.T) {
		q, others := Query{}, []string{"Op", "Bot", "Team", "Version", "Start", "End", "Token"}
		for _, f := range PlainFilters {
			require.False(t, f.Asked(q) != "", "%s is held where another filter is", f.Name)
			q = f.AddTo(q, f.Name)
		}
		for i, v := 0, reflect.ValueOf(q); i < v.NumField(); i++ {
			name := v.Type().Field(i).Name
			if v.Field(i).Kind() == reflect.String && v.Field(i).String() == "" {
				require.Contains(t, others, name, "%s: give it a row of PlainFilters in filters.go, or name it among the others here", name)
			}
		}
		for _, f := range PlainFilters {
			require.Equal(t, f.Name, f.Asked(q))
		}
		require.True(t, q.filtered())
		require.False(t, q.unfiltered().filtered())
	})

	t.Run("every_filter_of_the_document_is_in_the_table", func(t *testing.T) {
		var want, got []string
		for i, v := 0, reflect.TypeFor[api.ListEventsParams](); i < v.NumField(); i++ {
			name, _, _ := strings.Cut(v.Field(i).Tag.Get("form"), ",")
			if !slices.Contains([]string{"version", "start_time", "end_time", "page_size", "page_token"}, name) {
				want = append(want, name)
			}
		}
		for _, f := range PlainFilters {
			got = append(got, f.Name)
		}
		require.ElementsMatch(t, want, got)
	})

	t.Run("planted_events_are_tracked_with_the_value_that_a_filter_asks_for", func(t *testing.T) {
		s := &Session{Names: Names{"r1"}}
		for _, f := range PlainFilters {
			own := f.Own(s.Names)
			plan := slices.DeleteFunc(s.livePlan(), func(e Sent) bool { return f.Sent(e) != own })
			require.NotEmpty(t, plan, "%s: plan events with the value of Own in planted.go", f.Name)
			require.Contains(t, string(s.TrackRequest("bot", plan[0]).Body), own, "%s: write what Sent gives into the body in track.go",
				f.Name)
		}
	})

	t.Run("an_event_of_a_read_only_run_is_known_by_what_lists_show", func(t *testing.T) {
		for _, f := range ShownFilters() {
			e, err := readEvent([]byte(`{"` + f.Name + `":"here"}`))
			require.NoError(t, err)
			require.Equal(t, "here", f.Shown(e), "%s: read the member in event.go", f.Name)
			require.Equal(t, "here", f.Sent(foundAs(e)), "%s: take it over in find.go", f.Name)
		}
	})
}
