package spec_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

func TestStray(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "",
		"s3cret":           "",
		"two words":        "",
		"schlüssel-🔑":      "",
		"s3cret\n":         "ends in a line feed (U+000A)",
		"s3cret\r\n":       "ends in a line feed (U+000A)",
		"s3cret\r":         "ends in a carriage return (U+000D)",
		"s3cret ":          "ends in a space (U+0020)",
		"s3cret\t":         "ends in a tab (U+0009)",
		"s3cret\u00a0":     "ends in white space (U+00A0)",
		"s3cret\u200b":     "ends in an invisible character (U+200B)",
		" s3cret":          "begins with a space (U+0020)",
		"\ufeffs3cret":     "begins with a byte order mark (U+FEFF)",
		"\ns3cret":         "begins with a line feed (U+000A)",
		"s3\ncret":         "holds a line feed (U+000A)",
		"s3\x00cret":       "holds a control character (U+0000)",
		"s3\x7fcret":       "holds a control character (U+007F)",
		"\n":               "ends in a line feed (U+000A)",
		"not utf-8: \xff.": "",
	} {
		require.Equal(t, want, spec.Stray(text), "%q", text)
	}
}
