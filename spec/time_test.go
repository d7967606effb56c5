package spec_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

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
		got, err := spec.ParseDateTime(text)
		if err == nil {
			want, errParse := time.Parse(time.RFC3339Nano, strings.ToUpper(text))
			require.NoError(t, errParse)
			require.Equal(t, want, got)
		}
		quoted := quoteJSON(t, text)
		if text != invalidReplaced(text) {
			return // JSON cannot carry it
		}
		_, violations := c.ValidateValue("Book", []byte(`{"title":"x","at":`+quoted+`}`))
		require.Equal(t, err != nil, len(violations) > 0, "%v, %v", err, violations)
	})
}

func TestAppendTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, last := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC).Unix()
		nanos := rapid.Int64Range(0, 999).Draw(t, "parts") * rapid.SampledFrom([]int64{1, 1000, 1_000_000}).Draw(t, "unit")
		at := time.Unix(rapid.Int64Range(first, last).Draw(t, "seconds"), nanos)
		layout := map[bool]string{true: "2006-01-02T15:04:05.000Z", false: "2006-01-02T15:04:05.000000Z"}[nanos%1_000_000 == 0]
		if nanos%1000 != 0 {
			layout = "2006-01-02T15:04:05.000000000Z"
		}
		text := string(spec.AppendTime([]byte("at "), at.In(time.FixedZone("", 3600))))
		require.Equal(t, "at "+at.UTC().Format(layout), text)
		back, err := spec.ParseDateTime(text[len("at "):])
		require.NoError(t, err)
		require.Equal(t, at.UTC(), back)
	})
}

func invalidReplaced(text string) string { return string([]rune(text)) }
