package chatlayer

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
		for _, f := range plainFilters {
			require.False(t, f.asked(q) != "", "%s is held where another filter is", f.name)
			q = f.with(q, f.name)
		}
		for i, v := 0, reflect.ValueOf(q); i < v.NumField(); i++ {
			name := v.Type().Field(i).Name
			if v.Field(i).Kind() == reflect.String && v.Field(i).String() == "" {
				require.Contains(t, others, name, "a row of plainFilters")
			}
		}
		for _, f := range plainFilters {
			require.Equal(t, f.name, f.asked(q))
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
		for _, f := range plainFilters {
			got = append(got, f.name)
		}
		require.ElementsMatch(t, want, got)
	})

	t.Run("an_event_holds_the_seed's_value_where_its_filter_looks", func(t *testing.T) {
		n := names{"r1"}
		e := Sent{Event: n.event(), Conversation: n.conversation(), User: n.user(), Campaign: n.campaign()}
		shown := Event{Event: n.event(), ConversationID: n.conversation(), UserID: n.user()}
		for _, f := range plainFilters {
			require.Equal(t, f.own(n), f.sent(e), f.name)
			if f.shown != nil {
				require.Equal(t, f.own(n), f.shown(shown), f.name)
			}
		}
	})
}
