package kit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestInstant(t *testing.T) {
	at := time.Date(2026, 1, 14, 9, 26, 53, 589e6, time.UTC)
	for _, text := range []string{"2026-01-14T09:26:53.589Z", "2026-01-14T10:26:53.589000+01:00", "1768382813589"} {
		got, ok := Instant(text)
		require.True(t, ok, text)
		require.True(t, at.Equal(got), text)
	}
	for _, text := range []string{"", "2026-01-14T09:26:53", "now", "1768382813", "Wed Jan 14 2026"} {
		_, ok := Instant(text)
		require.False(t, ok, text)
	}
}
