package spec_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

func TestParseTime(t *testing.T) {
	cases := []struct {
		text string
		want time.Time
	}{
		{"2026-01-15", time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)},
		{"2026-01-15T10:00:00Z", time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)},
		{"2026-01-15t10:00:00.5z", time.Date(2026, 1, 15, 10, 0, 0, 500_000_000, time.UTC)},
		{"2026-01-15T10:00:00.123456789+05:45", time.Date(2026, 1, 15, 4, 15, 0, 123456789, time.UTC)},
		{"2026-01-15T10:00:00.1234567899-00:01", time.Date(2026, 1, 15, 10, 1, 0, 123456789, time.UTC)},
		{"0000-02-29T00:00:00Z", time.Date(0, 2, 29, 0, 0, 0, 0, time.UTC)},
		{"9999-12-31T23:59:59.999999999Z", time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC)},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			got, err := spec.ParseTime(c.text)
			require.NoError(t, err)
			require.True(t, c.want.Equal(got), "%s is not %s", got, c.want)
		})
	}
	for _, bad := range []string{
		"", "2026-02-31", "2026-01-15T10:00:00", "2026-01-15T10:00:00,5Z", "2026-01-15T10:00:00+25:00",
		"1768471200",
	} {
		t.Run("refuses_"+bad, func(t *testing.T) {
			_, err := spec.ParseTime(bad)
			require.ErrorContains(t, err, "2026-01-15")
		})
	}
	t.Run("date_time_alone_refuses_a_date", func(t *testing.T) {
		_, err := spec.ParseDateTime("2026-01-15")
		require.ErrorContains(t, err, "RFC 3339")
	})
}

// FuzzParseTime holds the hand-written check to time.Parse: what we take, it takes too.
func FuzzParseTime(f *testing.F) {
	for _, seed := range []string{
		"2026-01-15", "2026-01-15T10:00:00Z", "2024-02-29t23:59:59.000000001+23:59", "2026-02-31T10:00:00Z", "T",
		"2026-01-15T10:00:00.Z",
	} {
		f.Add(seed)
	}
	c := shelf(f)
	f.Fuzz(func(t *testing.T, text string) {
		_, err := spec.ParseDateTime(text)
		quoted := quoteJSON(t, text)
		if text != invalidReplaced(text) {
			return // JSON cannot carry it
		}
		_, violations := c.ValidateValue("Book", []byte(`{"title":"x","at":`+quoted+`}`))
		require.Equal(t, err != nil, len(violations) > 0, "%v, %v", err, violations)
	})
}

func invalidReplaced(text string) string { return string([]rune(text)) }
