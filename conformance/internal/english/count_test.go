package english_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/internal/english"
)

func TestCount(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"0 events": english.Count(0, "event"), "1 event": english.Count(1, "event"), "2 planted events": english.Count(2, "planted event"),
		"2 entries": english.Count(2, "entry"), "3 more boxes": english.Count(3, "more box"), "0 of 1 event": english.Of(0, 1, "event"),
		"1 of 2 events": english.Of(1, 2, "event"),
	} {
		require.Equal(t, want, got)
	}
}
