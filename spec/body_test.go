package spec_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

// bodyCase is a body of AddBook and what is found in it.
type bodyCase struct {
	name, body string
	want       []string
}

func runBodyCases(t *testing.T, cases []bodyCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, violations := addBook(t, c.body)
			require.ElementsMatch(t, c.want, found(t, violations))
		})
	}
}

func TestBodyValues(t *testing.T) {
	runBodyCases(t, []bodyCase{
		{"right", `{"title":"Dune","pages":412,"tags":["a"],"free":{"x":[1,{"y":null}]},"mood":"sad","taste":null,"subtitle":null}`, nil},
		{"missing_member", `{}`, []string{"body.required /title"}},
		{"wrong_type_of_the_whole", `[1]`, []string{"body.type"}},
		{"null_for_the_whole", `null`, []string{"body.null"}},
		{"number_for_text", `{"title":1}`, []string{"body.type /title"}},
		{"text_for_a_number", `{"title":"x","pages":"10"}`, []string{"body.type /pages"}},
		{"text_for_a_bool", `{"title":"x","lent":"true"}`, []string{"body.type /lent"}},
		{"null_where_not_allowed", `{"title":null}`, []string{"body.null /title"}},
		{"nullable_enum_without_null", `{"title":"x","mood":null}`, []string{"body.null /mood"}},
		{"enum", `{"title":"x","mood":"Sad"}`, []string{"body.enum /mood"}},
		{"too_short", `{"title":""}`, []string{"body.length /title"}},
		{"pattern", `{"title":"x","code":"a"}`, []string{"body.pattern /code"}},
		{"point_in_a_whole_number", `{"title":"x","pages":10.0}`, []string{"body.integer /pages"}},
		{"exponent_in_a_whole_number", `{"title":"x","pages":1e1}`, []string{"body.integer /pages"}},
		{"fraction", `{"title":"x","pages":10.5}`, []string{"body.type /pages"}},
		{"largest_int32", `{"title":"x","pages":2147483647}`, nil},
		{"over_int32", `{"title":"x","pages":2147483648}`, []string{"body.range /pages"}},
		{"largest_int64", `{"title":"x","size":9223372036854775807}`, nil},
		{"over_int64_by_one", `{"title":"x","size":9223372036854775808}`, []string{"body.range /size"}},
		{"under_int64_by_one", `{"title":"x","size":-9223372036854775809}`, []string{"body.range /size"}},
		{"largest_uint64", `{"title":"x","seed":18446744073709551615}`, nil},
		{"over_uint64_by_one", `{"title":"x","seed":18446744073709551616}`, []string{"body.range /seed"}},
		{"under_uint64", `{"title":"x","seed":-1}`, []string{"body.range /seed"}},
		{"largest_uint32", `{"title":"x","edition":4294967295}`, nil},
		{"over_uint32_by_one", `{"title":"x","edition":4294967296}`, []string{"body.range /edition"}},
		{"under_uint32", `{"title":"x","edition":-1}`, []string{"body.range /edition"}},
		{"integer_without_format_has_no_limit", `{"title":"x","count":123456789012345678901234567890}`, nil},
		{"number_too_large_to_compare", `{"title":"x","weight":1e999}`, []string{"body.type /weight"}},
		{"exclusive_minimum", `{"title":"x","weight":0}`, []string{"body.range /weight"}},
		{"multiple", `{"title":"x","weight":0.7}`, []string{"body.range /weight"}},
		{"too_few_items", `{"title":"x","tags":[]}`, []string{"body.items /tags"}},
		{"too_many_items", `{"title":"x","tags":["a","b","c"]}`, []string{"body.items /tags"}},
		{"same_item_twice", `{"title":"x","tags":["a","a"]}`, []string{"body.unique /tags"}},
		{"wrong_item", `{"title":"x","tags":[1]}`, []string{"body.type /tags/0"}},
		{"too_many_members", `{"title":"x","labels":{"a":"","b":"","c":""}}`, []string{"body.members /labels"}},
		{"map_value", `{"title":"x","labels":{"a/b":1}}`, []string{"body.type /labels/a~1b"}},
		{"map_null", `{"title":"x","labels":{"a":null}}`, []string{"body.null /labels/a"}},
		{
			"closed", `{"title":"x","closed":{"known":"y","other":1,"more":2}}`,
			[]string{"body.not-allowed /closed/more", "body.not-allowed /closed/other"},
		},
		{"read_only", `{"title":"x","id":"1b4e28ba-2fa1-41d2-883f-0016d3cca427"}`, []string{"body.read-only /id"}},
		{"write_only_is_for_requests", `{"title":"x","secret_note":"y"}`, nil},
	})
}

func TestBodyMembers(t *testing.T) {
	runBodyCases(t, []bodyCase{
		{"undeclared", `{"title":"x","colour":1}`, []string{"~body.undeclared /colour"}},
		{
			"undeclared_deep", `{"title":"x","sequels":[{"title":"y","sequels":[{"title":"z","titel":1}]}]}`,
			[]string{"~body.undeclared /sequels/0/sequels/0/titel"},
		},
		{"free_members_are_free", `{"title":"x","free":{"anything":{"at":"all"}}}`, nil},
		{"open_with_a_list_is_open", `{"title":"x","partly":{"a":1,"b":2}}`, nil},
		{"open_with_a_list_checks_the_list", `{"title":"x","partly":{"a":1.0}}`, []string{"body.integer /partly/a"}},
		{"object_without_a_list_is_open", `{"title":"x","plain":{"b":2}}`, nil},
		{"all_of_lists_together", `{"title":"x","owner":{"name":"Mia","age":3}}`, nil},
		{"all_of_undeclared", `{"title":"x","owner":{"name":"Mia","ages":3}}`, []string{"~body.undeclared /owner/ages"}},
		{"all_of_parts_are_told", `{"title":"x","owner":{"age":"3"}}`, []string{"body.type /owner/age", "body.required /owner/name"}},
		{"all_of_plain_integer", `{"title":"x","owner":{"name":"Mia","age":3.0}}`, []string{"body.integer /owner/age"}},
		{"one_of_types", `{"title":"x","ref":"a"}`, nil},
		{"one_of_null", `{"title":"x","ref":null}`, nil},
		{"one_of_neither", `{"title":"x","ref":true}`, []string{"body.one-of /ref"}},
		{"one_of_the_branch_that_was_meant", `{"title":"x","small":{"two":1}}`, []string{"body.required /small/one"}},
		{"one_of_type_inside_the_branch", `{"title":"x","small":{"one":"1"}}`, []string{"body.type /small/one"}},
		{"one_of_undeclared", `{"title":"x","small":{"one":1,"on":2}}`, []string{"~body.undeclared /small/on"}},
		{"one_of_both", `{"title":"x","overlap":"ab"}`, []string{"body.one-of /overlap"}},
		{"any_of", `{"title":"x","either":"abc"}`, []string{"body.any-of /either"}},
		{"any_of_integer", `{"title":"x","either":1.0}`, []string{"body.integer /either"}},
		{"not", `{"title":"x","never":"text"}`, []string{"body.not /never"}},
		{
			"several_at_once", `{"title":"","pages":"x","colour":1}`,
			[]string{"body.length /title", "body.type /pages", "~body.undeclared /colour"},
		},
	})
}

func TestFormats(t *testing.T) {
	cases := []struct {
		member string
		good   []string
		bad    []string
	}{
		{
			"at",
			[]string{
				"2026-01-15T10:00:00Z", "2026-01-15t10:00:00z", "2024-02-29T00:00:00.5-23:59", "2026-01-15T10:00:00.1234567890Z",
				"0000-01-01T00:00:00Z", "2026-12-31T23:59:59+00:00",
			},
			[]string{
				"2026-02-31T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-15T10:00:00+25:99",
				"2026-01-15T10:00:00+24:00", "2026-01-15T10:00:00+23:60", "2026-01-15T24:00:00Z", "2026-01-15T10:60:00Z",
				"2026-12-31T23:59:60Z",
				"2026-01-15T10:00:00", "2026-01-15 10:00:00Z", "2026-01-15T10:00:00,5Z", "2026-01-15T10:00:00.Z",
				"2026-01-15T10:00:00+0200",
				"2026-01-15T1:00:00Z", "2026-00-15T10:00:00Z", "2026-13-15T10:00:00Z", "2026-01-00T10:00:00Z", "2026-01-15", "", "now",
				"+026-01-15T10:00:00Z", "2026-01-15T10:00:00Z ", "2026-01-15T10:00:00ZZ", "2026/01/15T10:00:00Z", "2026-01-15T10-00-00Z",
			},
		},
		{
			"day",
			[]string{"2026-01-15", "2000-02-29"},
			[]string{"2026-02-31", "2100-02-29", "2026-1-5", "2026-01-15T00:00:00Z", "20260115", ""},
		},
		{"mail", []string{"mia@example.com"}, []string{"mia", "Mia <mia@example.com>", "@example.com", "mia@", ""}},
		{
			"page",
			[]string{"https://example.com/a?b=c#d", "urn:isbn:1"},
			[]string{"example.com", "/a", "http://a b", "https://example.com/a b", "https://example.com/é", "http://[::1", ""},
		},
		{"link", []string{"/a?b=c", "https://example.com", ""}, []string{"a b", "%zz", "a\"b"}},
		{"host4", []string{"192.0.2.1"}, []string{"192.0.2.256", "192.0.2", "::1", "192.0.2.01"}},
		{"host6", []string{"2001:db8::1", "::"}, []string{"192.0.2.1", "2001:db8", "::g"}},
		{"cover", []string{"U3dhZ2dlcg=="}, []string{"not base64!"}},
	}
	for _, c := range cases {
		for _, good := range c.good {
			t.Run(c.member+"_takes_"+good, func(t *testing.T) {
				_, violations := addBook(t, `{"title":"x","`+c.member+`":`+quoteJSON(t, good)+`}`)
				require.Empty(t, violations)
			})
		}
		for _, bad := range c.bad {
			t.Run(c.member+"_refuses_"+bad, func(t *testing.T) {
				_, violations := addBook(t, `{"title":"x","`+c.member+`":`+quoteJSON(t, bad)+`}`)
				require.Equal(t, []string{"body.format /" + c.member}, found(t, violations))
			})
		}
	}
}

func quoteJSON(t *testing.T, text string) string {
	t.Helper()
	data, err := json.Marshal(text)
	require.NoError(t, err)
	return string(data)
}

func TestContentType(t *testing.T) {
	cases := []struct {
		name   string
		header []string
		want   []string
	}{
		{"plain", []string{"application/json"}, []string{}},
		{"upper_case_charset", []string{"application/json; charset=UTF-8"}, []string{}},
		{"upper_case_type", []string{"Application/JSON"}, []string{}},
		{"other_parameter", []string{`application/json; v="1"`}, []string{}},
		{"missing", nil, []string{"content-type.missing Content-Type"}},
		{"empty", []string{""}, []string{"content-type.missing Content-Type"}},
		{"other", []string{"text/plain"}, []string{"content-type.unsupported Content-Type"}},
		{"form", []string{"application/x-www-form-urlencoded"}, []string{"content-type.unsupported Content-Type"}},
		{"broken", []string{"application/json; charset"}, []string{"content-type.unsupported Content-Type"}},
		{"latin", []string{"application/json; charset=iso-8859-1"}, []string{"content-type.charset Content-Type"}},
		{"repeated", []string{"application/json", "text/plain"}, []string{"header.repeated Content-Type"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, violations := operation(t, "AddItem").ValidateRequest(spec.Request{
				Header: http.Header{"Content-Type": c.header}, Body: []byte(`{"kind":"film","minutes":1}`),
			})
			require.Equal(t, c.want, found(t, violations))
		})
	}
	t.Run("missing_with_a_bad_body_tells_both", func(t *testing.T) {
		_, violations := operation(t, "AddItem").ValidateRequest(spec.Request{Body: []byte(`{`)})
		require.Equal(t, []string{"content-type.missing Content-Type", "body.syntax"}, found(t, violations))
	})
}

func TestNoBody(t *testing.T) {
	t.Run("required", func(t *testing.T) {
		_, violations := addBook(t, "")
		require.Equal(t, []string{"body.empty"}, found(t, violations))
	})
	t.Run("optional", func(t *testing.T) {
		_, violations := operation(t, "AddItem").ValidateRequest(spec.Request{})
		require.Empty(t, violations)
	})
	t.Run("not_declared", func(t *testing.T) {
		_, violations := operation(t, "PeekItem").ValidateRequest(spec.Request{Body: []byte("{}")})
		require.Equal(t, []string{"~body.unexpected"}, found(t, violations))
	})
}

func TestHugeBodiesStayCheap(t *testing.T) {
	_, violations := addBook(t, `{"title":"x","tags":[`+strings.Repeat("1,", 200_000)+`1]}`)
	require.Len(t, violations, 1, "the first alone")
	var members strings.Builder
	for i := range 5_000 {
		members.WriteString(`,"m` + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i/26) + `":1`)
	}
	_, violations = addBook(t, `{"title":"x"`+members.String()+`}`)
	require.Len(t, violations, 100)
}
