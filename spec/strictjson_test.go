package spec_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStrictJSON(t *testing.T) {
	deep := func(n int) string {
		return `{"title":"x","free":{"a":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}}`
	}
	cases := []struct {
		name, body, want, got string
	}{
		{"cut_off", `{"title":"x"`, "body.syntax", "the end, at byte 12"},
		{"trailing_comma", `{"title":"x",}`, "body.syntax", `",}" at byte 12`},
		{"single_quotes", `{'title':'x'}`, "body.syntax", "at byte 1"},
		{"word", `hello`, "body.syntax", "at byte 0"},
		{"only_spaces", "  ", "body.syntax", "the end"},
		{"leading_zero", `{"pages":010}`, "body.syntax", "at byte"},
		{"infinity", `{"weight":Infinity}`, "body.syntax /weight", "at byte 10"},
		{"nul_outside", "{\"title\":\x00}", "body.syntax /title", `at byte 9`},
		{"nul_inside_a_text", "{\"title\":\"a\x00b\"}", "body.syntax /title", `at byte 11`},
		{"byte_order_mark", "\xef\xbb\xbf{}", "body.syntax", "at byte 0"},
		{"trailing_word", `{"title":"x"} and`, "body.trailing", `"and" at byte 14`},
		{"second_value", `{"title":"x"}{}`, "body.trailing", "at byte 13"},
		{"trailing_nul", "{\"title\":\"x\"}\x00", "body.trailing", "at byte 13"},
		{"duplicate", `{"title":"x","title":"y"}`, "body.duplicate /title", "at byte 13"},
		{"duplicate_deep", `{"title":"x","free":{"a":[{"b":1,"\u0062":2}]}}`, "body.duplicate /free/a/0/b", "at byte 33"},
		{"invalid_utf8", "{\"title\":\"a\xffb\"}", "body.utf8", `at byte 11`},
		{"surrogate_half", `{"title":"\ud800"}`, "body.surrogate /title", "at byte 10"},
		{"surrogate_other_half", `{"title":"a\uDE00"}`, "body.surrogate /title", "at byte 11"},
		{"too_deep", deep(999), "body.depth", "more than 1000 levels"},
		{"very_deep", deep(100_000), "body.depth", "more than 1000 levels"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in, violations := addBook(t, c.body)
			require.Equal(t, []string{c.want}, found(t, violations))
			require.Contains(t, violations[0].Got, c.got)
			require.False(t, in.Body.Given())
		})
	}
	t.Run("deep_enough", func(t *testing.T) {
		_, violations := addBook(t, deep(998))
		require.Empty(t, violations)
	})
	t.Run("surrogate_pair_and_other_escapes_are_fine", func(t *testing.T) {
		in, violations := addBook(t, `{"title":"\ud83d\ude00\u0001\/"}`)
		require.Empty(t, violations)
		require.Equal(t, map[string]any{"title": "😀\x01/"}, in.Body.Map())
	})
	t.Run("numbers_stay_as_written", func(t *testing.T) {
		in, violations := addBook(t, `{"title":"x","free":{"a":1.50,"b":9007199254740993,"c":1E400,"d":-0}}`)
		require.Empty(t, violations)
		require.Equal(t, map[string]any{"title": "x", "free": map[string]any{
			"a": json.Number("1.50"), "b": json.Number("9007199254740993"), "c": json.Number("1E400"), "d": json.Number("-0"),
		}}, in.Body.Map())
	})
}
