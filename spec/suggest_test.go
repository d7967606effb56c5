package spec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNearest(t *testing.T) {
	known := []string{"page_size", "page_token", "start_time", "version", "id", "request_id"}
	cases := []struct{ name, got, want string }{
		{"case", "Page_Size", "page_size"},
		{"camel_case", "pageSize", "page_size"},
		{"hyphen", "page-token", "page_token"},
		{"swap", "vresion", "version"},
		{"missing_letter", "verson", "version"},
		{"extra_letter", "versions", "version"},
		{"wrong_letter", "bersion", "version"},
		{"two_edits", "strta_tim", "start_time"},
		{"upper_case_short", "ID", "id"},
		{"three_edits_are_too_many", "varsimm", ""},
		{"without_the_word_id", "request", "request_id"},
		{"with_the_word_id", "versionId", "version"},
		{"only_id", "_id", "id"},
		{"far_away", "colour", ""},
		{"short_stranger", "x", ""},
		{"empty", "", ""},
		{"the_same", "id", ""},
		{"too_long_to_compare", strings.Repeat("version", 10), ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, Nearest(c.got, known)) })
	}
}

func TestEdits(t *testing.T) {
	cases := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "acb", 1}, {"abcd", "badc", 2}, {"kitten", "sitting", 3}, {"ca", "abc", 3},
	}
	for _, c := range cases {
		require.Equal(t, c.want, edits([]rune(c.a), []rune(c.b)), "%q %q", c.a, c.b)
		require.Equal(t, c.want, edits([]rune(c.b), []rune(c.a)), "%q %q", c.b, c.a)
	}
}

func TestFixName(t *testing.T) {
	require.Equal(t, `did you mean "version"?`, FixName("verson", []string{"version"}, "use one of them"))
	require.Equal(t, "use one of them", FixName("color", []string{"version"}, "use one of them"))
}
