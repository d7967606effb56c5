package spec_test

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/spec"
)

// TestAppendQuoted holds what is written here to what the library writes.
func TestAppendQuoted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.String(), rapid.StringMatching(`[a-z0-9 <>&'/]{0,30}`),
			rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) }),
		).Draw(t, "text")
		want, errWanted := jsontext.AppendQuote([]byte("x"), text)
		got, err := spec.AppendQuoted([]byte("x"), text)
		require.Equal(t, string(want), string(got))
		require.Equal(t, errWanted == nil, err == nil)
	})
}
