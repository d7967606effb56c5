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
				require.Contains(t, others, name, "a row of plainFilters")
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

	t.Run("an_event_holds_the_seed's_value_where_its_filter_looks", func(t *testing.T) {
		n := Names{"r1"}
		e := Sent{Event: n.Event(), Conversation: n.Conversation(), User: n.User(), Campaign: n.Campaign()}
		shown := Event{Event: n.Event(), ConversationID: n.Conversation(), UserID: n.User()}
		for _, f := range PlainFilters {
			require.Equal(t, f.Own(n), f.Sent(e), f.Name)
			if f.Shown != nil {
				require.Equal(t, f.Own(n), f.Shown(shown), f.Name)
			}
		}
	})
}
