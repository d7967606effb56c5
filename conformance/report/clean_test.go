package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestCleaning holds the properties that every writer relies on, for any bytes.
func TestCleaning(t *testing.T) {
	t.Run("what_is_cut_is_a_beginning", rapid.MakeCheck(func(t *rapid.T) {
		text, most := rapid.String().Draw(t, "text"), rapid.IntRange(0, 40).Draw(t, "most")
		kept, _, cut := strings.Cut(shorten(text, most), "… (")
		require.True(t, strings.HasPrefix(text, kept) || !cut)
		require.True(t, utf8.ValidString(kept))
		require.Equal(t, len(text) > most, shorten(text, most) != text)
	}))
	t.Run("a_brief_text_is_one_short_line", rapid.MakeCheck(func(t *rapid.T) {
		most := rapid.IntRange(1, 40).Draw(t, "most")
		line := brief(rapid.String().Draw(t, "text"), most)
		require.LessOrEqual(t, utf8.RuneCountInString(line), most)
		require.NotContains(t, line, "\n")
	}))
	t.Run("wrapping_loses_no_word", rapid.MakeCheck(func(t *rapid.T) {
		text, width := rapid.String().Draw(t, "text"), rapid.IntRange(1, 30).Draw(t, "width")
		lines := wrap(text, width)
		require.Equal(t, strings.Fields(text), strings.Fields(strings.Join(lines, "\n")))
		for _, line := range lines {
			require.True(t, utf8.RuneCountInString(line) <= width || len(strings.Fields(line)) == 1)
		}
	}))
}

func TestShorten(t *testing.T) {
	require.Equal(t, "abc", shorten("abc", 3))
	require.Equal(t, "ab… (1 more bytes)", shorten("abc", 2))
	require.Equal(t, "… (2 more bytes)", shorten("ë", 1), "never inside a character")
}

func TestMarkdownEscapes(t *testing.T) {
	require.Equal(t, `a \| b \*c\* \[d\](e) &#60;b&#62; &#64;&#8203;f &#35;&#8203;1`, markdown("a | b *c* [d](e) <b> @f #1"))
	require.Equal(t, `&#33;&#8203;1 http&#58;//a www&#46;b &#36;x&#36;`, markdown("!1 http://a www.b $x$"))
	require.Equal(t, "````\n```\n````\n", fence("```"))
}
