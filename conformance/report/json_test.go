package report_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

func TestJSON(t *testing.T) {
	t.Run("reads_back_as_the_report_it_was", func(t *testing.T) {
		want := sample()
		var got conformance.Report
		require.NoError(t, json.Unmarshal([]byte(written(t, "json", want, report.Options{})), &got))
		require.True(t, want.StartedAt.Equal(got.StartedAt))
		picture := &got.Checks[0].Pictures[0]
		require.Contains(t, written(t, "html", want, report.Options{}), picture.SVG, "the same drawing")
		require.NotEmpty(t, picture.SVG)
		picture.SVG = ""
		require.Equal(t, want.Checks[0], got.Checks[0])
		require.Equal(t, want.Summary, got.Summary)
		require.Equal(t, want.Requirements[0], got.Requirements[0])
	})
	t.Run("has_the_members_of_the_surface", func(t *testing.T) {
		var got map[string]any
		require.NoError(t, json.Unmarshal([]byte(written(t, "json", sample(), report.Options{})), &got))
		for _, member := range strings.Fields("tool version api target seed started_at duration_ms verdict summary checks") {
			require.Contains(t, got, member)
		}
		check := got["checks"].([]any)[0].(map[string]any)
		for _, member := range strings.Fields("id level requirement source title outcome message duration_ms exchanges") {
			require.Contains(t, check, member)
		}
		exchange := check["exchanges"].([]any)[0].(map[string]any)
		require.Contains(t, exchange["request"], "headers")
		require.Contains(t, exchange["response"], "status")
		require.Contains(t, exchange, "curl")
	})
	t.Run("no_list_is_null", func(t *testing.T) {
		r := conformance.Report{
			Checks:       []conformance.Result{{Exchanges: []conformance.Exchange{{}}, Pictures: emptyPictures()}},
			Requirements: []conformance.Requirement{{}},
		}
		require.NotContains(t, written(t, "json", r, report.Options{}), "null")
	})
	t.Run("markup_stays_as_it_is_and_times_are_utc", func(t *testing.T) {
		got := written(t, "json", sample(), report.Options{})
		require.Contains(t, got, "<script>")
		require.Contains(t, got, `"started_at": "2026-01-15T10:00:00Z"`)
	})
}

// TestJSONExtremes writes numbers and times that JSON has no form for.
func TestJSONExtremes(t *testing.T) {
	edge := time.Date(9999, 12, 31, 23, 59, 59, 0, time.FixedZone("", -3600))
	r := conformance.Report{
		StartedAt: time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC),
		Cost:      conformance.Cost{PerSecond: math.Inf(1)},
		Checks: []conformance.Result{{Pictures: []conformance.Picture{
			{Line: &conformance.NumberLine{Events: []conformance.Tick{{At: edge}}}},
			{Lanes: &conformance.Lanes{Lanes: []conformance.Lane{{Spans: []conformance.Span{{FromMS: math.NaN(), ToMS: math.Inf(-1)}}}}}},
		}}},
	}
	got := written(t, "json", r, report.Options{})
	require.Contains(t, got, `"at": "9999-12-31T23:59:59-01:00"`)
	require.Contains(t, got, `"limit_per_second": 0`)
}
