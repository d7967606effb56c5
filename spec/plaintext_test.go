package spec

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func plainAt(text string, from int) int {
	n, _ := plainText(text, from)
	return n
}

func TestPlainText(t *testing.T) {
	slowly := func(text string) int {
		if end := strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' }); end >= 0 {
			return end
		}
		return len(text)
	}
	t.Run("every_byte_at_every_place", func(t *testing.T) {
		for c := range 256 {
			for at := range 20 {
				text := []byte(strings.Repeat("a\xff", 10))
				text[at] = byte(c)
				if want, got := slowly(string(text)), plainAt(string(text), 0); want != got {
					require.Equal(t, want, got, "%q", text)
				}
				plain := ' ' <= c && c != '"' && c != '\\' && c < utf8.RuneSelf
				if text := strings.Repeat("b", at) + string([]byte{byte(c)}); plain != isPlain(text) {
					require.Fail(t, "taken for plain, or not", "%q", text)
				}
			}
		}
	})
	t.Run("texts", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			text := string(rapid.SliceOfN(rapid.SampledFrom([]byte("ab \"\\\x00\x1f!#[]\x7f\x80\xa2\xdc\xff")), 0, 40).Draw(t, "text"))
			from := rapid.IntRange(0, len(text)).Draw(t, "from")
			plain, beyond := plainText(text, from)
			require.Equal(t, slowly(text[from:]), plain, "%q from %d", text, from)
			if beyond&highest == 0 {
				require.NotRegexp(t, `[^\x00-\x7f]`, text[from:from+plain])
			}
		})
	})
}
