package exchange

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// FuzzRetryAfter wants a wait that is never negative but for "none", nor longer than an hour for a number, and the instant that net/http
// reads in a date.
func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{
		"0", "120", "-1", "9223372037", "99999999999999999999", "1.5", "+5", " 7",
		"Thu, 15 Jan 2026 10:00:07 GMT", "Thursday, 15-Jan-26 10:00:07 GMT",
	} {
		f.Add(seed)
	}
	now := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		got := RetryAfter(http.Header{"Retry-After": {text}}, now)
		at, err := http.ParseTime(text)
		switch seconds, number := strconv.ParseUint(text, 10, 32); {
		case err == nil:
			require.Equal(t, max(0, at.Sub(now)), got)
		case number == nil:
			require.Equal(t, min(time.Duration(seconds)*time.Second, time.Hour), got)
		default:
			require.Contains(t, []time.Duration{-1, time.Hour}, got, "what is no number is none, what is too large is an hour")
		}
	})
}
