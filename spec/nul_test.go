package spec_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

func TestNULInRequestBodies(t *testing.T) {
	const book = "/components/schemas/Book/properties/"
	cases := []struct {
		name, body string
		want       []string
		got        string
		pointer    string // of the place
	}{
		{"text", `{"title":"a\u0000b"}`, []string{"body.nul /title"}, `"a\u0000b"`, book + "title"},
		{"free_form_text", `{"title":"x","free":{"a":[1,{"b":"\u0000"}]}}`, []string{"body.nul /free/a/1/b"}, `"\u0000"`, book + "free"},
		{
			"value_of_a_map", `{"title":"x","labels":{"a":"\u0000"}}`,
			[]string{"body.nul /labels/a"},
			`"\u0000"`,
			book + "labels/additionalProperties",
		},
		{"name", `{"title":"x","free":{"a\u0000":"b"}}`, []string{"body.nul /free/a" + "\x00"}, `"a\u0000"`, book + "free"},
		{
			"name_of_an_object", `{"title":"x","free":{"a\u0000":{"b":1}}}`,
			[]string{"body.nul /free/a" + "\x00"},
			`"a\u0000"`,
			book + "free",
		},
		{"name_and_text", `{"title":"x","free":{"a\u0000":"b\u0000"}}`, []string{"body.nul /free/a" + "\x00"}, `"b\u0000"`, book + "free"},
		{
			"two_and_a_wrong_type", `{"title":"\u0000","isbn":7,"tags":["\u0000"]}`,
			[]string{"~body.undeclared /isbn", "body.nul /tags/0", "body.nul /title"},
			"", "",
		},
		{"escaped_backslash", `{"title":"\\u0000"}`, []string{}, "", ""},
		{"broken_behind", `{"title":"\u0000"`, []string{"body.syntax"}, "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, violations := addBook(t, c.body)
			require.Equal(t, c.want, found(t, violations))
			if c.got != "" {
				require.Equal(t, c.got, violations[0].Got)
				require.Equal(t, c.pointer, violations[0].Place.Pointer)
				require.Equal(t, spec.RuleBodyNUL, violations[0].Rule)
				require.Equal(t, "leave the NUL character out", violations[0].Fix)
			}
		})
	}
	t.Run("the_body_itself", func(t *testing.T) {
		_, violations := operation(t, "AddItem").ValidateRequest(spec.Request{
			Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(`"\u0000"`),
		})
		require.Equal(t, []string{"body.nul", "body.type"}, found(t, violations))
	})
	t.Run("a_large_body_is_told_of_the_first_alone", func(t *testing.T) {
		_, violations := addBook(t, `{"title":"x","free":{"a":["\u0000"`+strings.Repeat(`,"\u0000"`, 20_000)+`]}}`)
		require.Equal(t, []string{"body.nul /free/a/0"}, found(t, violations))
	})
	t.Run("a_small_one_of_a_hundred", func(t *testing.T) {
		_, violations := addBook(t, `{"title":"x","free":{"a":["\u0000"`+strings.Repeat(`,"\u0000"`, 1_000)+`]}}`)
		require.Len(t, violations, 100)
	})
}

func TestNULInAnswersIsNoViolation(t *testing.T) {
	_, violations := shelf(t).ValidateValue("Book", []byte(`{"title":"a\u0000b","free":{"\u0000":1}}`))
	require.Empty(t, violations)
}

func TestAdviceOnControlCharacters(t *testing.T) {
	_, violations := addBook(t, "{\"title\":\"a\x00b\"}")
	require.Equal(t, "leave the NUL character out", violations[0].Fix)
	_, violations = addBook(t, "{\"title\":\"a\x01b\"}")
	require.Equal(t, `leave the control character out, or escape it, as \u0001 or \n`, violations[0].Fix)
}
