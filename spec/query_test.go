package spec_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

func TestQuery(t *testing.T) {
	cases := []struct {
		name, query string
		want        []string
	}{
		{"everything_is_right", "page_size=10&lent=true&author=Mia%20L&isbn=1234&offset=-5", nil},
		{"nothing_optional_is_fine", "", nil},
		{"undeclared_is_advisory", "colour=red", []string{"~query.undeclared colour"}},
		{"undeclared_is_told_once", "colour=red&colour=blue", []string{"~query.undeclared colour"}},
		{"case_of_a_name_counts", "Page_Size=10", []string{"~query.undeclared Page_Size"}},
		{"semicolon_pairs", "page_size=1;author=x", []string{"query.separator page_size"}},
		{"encoded_semicolon_is_fine", "author=a%3Bb", nil},
		{"percent_without_digits", "author=%zz", []string{"query.encoding author"}},
		{"percent_at_the_end", "author=100%", []string{"query.encoding author"}},
		{"percent_in_a_name", "%=1", []string{"query.encoding %"}},
		{"repeated", "page_size=5&page_size=abc", []string{"query.repeated page_size"}},
		{"repeated_with_the_same_value", "page_size=5&page_size=5", []string{"query.repeated page_size"}},
		{"plus_sign", "page_size=%2B5", []string{"query.type page_size"}},
		{"space_before", "page_size=+5", []string{"query.type page_size"}},
		{"leading_zero", "page_size=010", []string{"query.type page_size"}},
		{"hexadecimal", "page_size=0x10", []string{"query.type page_size"}},
		{"exponent", "page_size=1e2", []string{"query.type page_size"}},
		{"fraction", "page_size=1.0", []string{"query.type page_size"}},
		{"underscore", "page_size=1_0", []string{"query.type page_size"}},
		{"word", "page_size=ten", []string{"query.type page_size"}},
		{"minus_zero", "offset=-0", []string{"query.type offset"}},
		{"largest_int32", "page_size=2147483647", nil},
		{"over_int32", "page_size=2147483648", []string{"query.range page_size"}},
		{"under_the_minimum", "page_size=-1", []string{"query.range page_size"}},
		{"largest_int64", "offset=9223372036854775807", nil},
		{"over_int64", "offset=9223372036854775808", []string{"query.range offset"}},
		{"smallest_int64", "offset=-9223372036854775808", nil},
		{"under_int64", "offset=-9223372036854775809", []string{"query.range offset"}},
		{"over_the_maximum", "copies=10", []string{"query.range copies"}},
		{"bool_one", "lent=1", []string{"query.type lent"}},
		{"bool_t", "lent=t", []string{"query.type lent"}},
		{"bool_upper", "lent=TRUE", []string{"query.type lent"}},
		{"empty_integer", "page_size=", []string{"query.empty page_size"}},
		{"empty_integer_without_equals", "page_size", []string{"query.empty page_size"}},
		{"empty_bool", "lent=", []string{"query.empty lent"}},
		{"empty_optional_text", "author=", nil},
		{"empty_text_with_a_pattern", "isbn=", []string{"query.empty isbn"}},
		{"empty_is_allowed", "anything=", nil},
		{"too_long", "author=012345678901234567890", []string{"query.length author"}},
		{"pattern", "isbn=12a4", []string{"query.pattern isbn"}},
		{"invalid_utf8", "author=%ff", []string{"query.utf8 author"}},
		{"invalid_utf8_unencoded", "author=\xff", []string{"query.utf8 author"}},
		{"invalid_utf8_in_a_name", "%ff=1", []string{"query.utf8 \xff"}},
		{"nul", "author=a%00b", []string{"query.nul author"}},
		{"nul_in_a_name", "a%00b=1", []string{"query.nul a\x00b"}},
		{"all_at_once", "page_size=x&lent=y&colour=z", []string{
			"query.type page_size", "query.type lent", "~query.undeclared colour",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, violations := listBooks(t, c.query)
			require.ElementsMatch(t, c.want, found(t, violations))
		})
	}
}

func TestRequiredQuery(t *testing.T) {
	cases := []struct {
		name, query string
		want        []string
	}{
		{"both_missing", "", []string{"query.missing version", "query.missing start_time"}},
		{"both_empty", "version=&start_time=", []string{"query.empty version", "query.empty start_time"}},
		{"lower_case_enum", "version=live&start_time=2026-01-15", []string{"query.enum version"}},
		{"unreadable_is_not_missing_too", "version=%zz&start_time=2026-01-15", []string{"query.encoding version"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, violations := listBooksRaw(t, c.query)
			require.Equal(t, c.want, found(t, violations))
		})
	}
}

func TestRequiredTextWithoutLimits(t *testing.T) {
	_, violations := operation(t, "AddNote").ValidateRequest(spec.Request{RawQuery: "author="})
	require.Equal(t, []string{"query.empty author"}, found(t, violations))
}

func TestQueryInput(t *testing.T) {
	in, violations := listBooks(t, "page_size=10&lent=false&author=&offset=9223372036854775807&anything=&isbn=x")
	require.Len(t, violations, 1)
	require.Equal(t, map[string]any{
		"version": "LIVE", "start_time": "2026-01-15", "page_size": int64(10), "lent": false, "author": "",
		"offset": int64(9223372036854775807), "anything": "",
	}, in.Params.Map())
	require.False(t, in.Body.Given())
}

func TestQueryTimes(t *testing.T) {
	cases := []struct{ name, value, fix string }{
		{"date", "2026-01-15", ""},
		{"utc", "2026-01-15T10:00:00Z", ""},
		{"nanoseconds_and_offset", "2026-01-15T10:00:00.123456789%2B05:45", ""},
		{"lower_case", "2026-01-15t10:00:00z", ""},
		{"plus_as_a_space", "2026-01-15T10:00:00+02:00", "%2B"},
		{"no_zone", "2026-01-15T10:00:00", "add Z for UTC"},
		{"no_seconds", "2026-01-15T10:00", "and the seconds"},
		{"space_for_t", "2026-01-15%2010:00:00Z", "put T between"},
		{"epoch", "1768471200", "as text"},
		{"day_that_does_not_exist", "2026-02-31", "no such day"},
		{"word", "yesterday", "write it in that form"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, violations := listBooksRaw(t, "version=LIVE&start_time="+c.value)
			if c.fix == "" {
				require.Empty(t, violations)
				return
			}
			require.Equal(t, []string{"query.format start_time"}, found(t, violations))
			require.Contains(t, violations[0].Fix, c.fix)
		})
	}
}

func TestPath(t *testing.T) {
	cases := []struct {
		name   string
		params spec.PathParams
		want   []string
	}{
		{"right", spec.PathParams{{Name: "shelf_id", Value: "abc"}}, []string{}},
		{"not_given", nil, []string{"path.missing shelf_id"}},
		{"empty", spec.PathParams{{Name: "shelf_id", Value: ""}}, []string{"path.empty shelf_id"}},
		{"slash", spec.PathParams{{Name: "shelf_id", Value: "a/b"}}, []string{"path.pattern shelf_id"}},
		{"line_feed_at_the_end", spec.PathParams{{Name: "shelf_id", Value: "ab\n"}}, []string{"path.pattern shelf_id"}},
		{"invalid_utf8", spec.PathParams{{Name: "shelf_id", Value: "\xff"}}, []string{"path.utf8 shelf_id"}},
		{"nul", spec.PathParams{{Name: "shelf_id", Value: "a\x00"}}, []string{"path.nul shelf_id"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, violations := operation(t, "ListBooks").ValidateRequest(spec.Request{
				PathParams: c.params, RawQuery: "version=LIVE&start_time=2026-01-15",
			})
			require.Equal(t, c.want, found(t, violations))
		})
	}
}

func TestRequestHeaders(t *testing.T) {
	cases := []struct {
		name   string
		header http.Header
		want   []string
	}{
		{"right", http.Header{"X-Reader": {"1b4e28ba-2fa1-41d2-883f-0016d3cca427"}}, []string{}},
		{"optional", http.Header{}, []string{}},
		{"format", http.Header{"X-Reader": {"me"}}, []string{"header.format X-Reader"}},
		{"empty", http.Header{"X-Reader": {""}}, []string{"header.empty X-Reader"}},
		{"repeated", http.Header{"X-Reader": {"a", "b"}}, []string{"header.repeated X-Reader"}},
		{"invalid_utf8", http.Header{"X-Reader": {"\xff"}}, []string{"header.utf8 X-Reader"}},
		{"credentials_are_not_ours", http.Header{"Authorization": {"a", "b"}}, []string{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, violations := operation(t, "ListBooks").ValidateRequest(spec.Request{
				PathParams: spec.PathParams{{Name: "shelf_id", Value: "a"}}, Header: c.header,
				RawQuery: "version=LIVE&start_time=2026-01-15",
			})
			require.Equal(t, c.want, found(t, violations))
		})
	}
	t.Run("missing", func(t *testing.T) {
		_, violations := operation(t, "AddBook").ValidateRequest(spec.Request{
			PathParams: spec.PathParams{{Name: "shelf_id", Value: "a"}}, Header: http.Header{"Content-Type": {"application/json"}},
			Body: []byte(`{"title":"x"}`),
		})
		require.Equal(t, []string{"header.missing X-Reader"}, found(t, violations))
	})
}
