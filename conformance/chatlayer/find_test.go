package chatlayer_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// readOnly reads what is there, as fast as it goes.
func readOnly(t *conformance.Target) {
	t.ReadOnly, t.Settle = true, 300*time.Millisecond
}

func TestAReadOnlyRun(t *testing.T) {
	t.Parallel()
	for _, variant := range []string{"", "range.at-most-1-hour", "team.nothing", "range.future-end-is-refused"} {
		t.Run("judges_by_what_is_there/"+variant, func(t *testing.T) {
			t.Parallel()
			opts := mockserver.Options{EventsPerBot: 3000}
			if variant != "" {
				opts.Variants = []string{variant}
			}
			report := against(t, opts, readOnly)
			for _, c := range report.Checks {
				require.NotEqual(t, conformance.Fail, c.Outcome, "%s: %s\ngot %s", c.ID, c.Message, c.Got)
			}
			require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
			require.Equal(t, conformance.Pass, outcomes(report)["chatlayer.paging.complete"])
			require.Less(t, report.Cost.Requests, 4000)
			requireRecorded(t, report)
		})
	}
	t.Run("says_which_windows_were_refused_and_how_far_it_looked", func(t *testing.T) {
		t.Parallel()
		report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents, Variants: []string{"range.at-most-1-hour"}}, readOnly,
			only("chatlayer.paging.complete"))
		require.Equal(t, conformance.Incomplete, report.Verdict)
		for _, c := range report.Checks {
			if c.ID == "chatlayer.paging.complete" {
				require.Contains(t, c.Message, "windows of 6 hours and longer are refused with status 400")
				require.Contains(t, c.Message, "no live events since")
			}
		}
	})
	t.Run("says_that_a_bot_has_no_events", func(t *testing.T) {
		t.Parallel()
		report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, readOnly, only("chatlayer.paging.complete"))
		for _, c := range report.Checks {
			if c.ID == "chatlayer.paging.complete" {
				require.Contains(t, c.Message, "no live events of the last 30 days")
				require.NotContains(t, c.Message, "refused")
			}
		}
	})
}

// How long events are kept nobody says. Where the oldest go while a run reads, a few with each request or a great part at once, the
// run accuses nobody.
func TestEventsThatGoWhileARunReadsAreAccepted(t *testing.T) {
	for name, kept := range map[string]func(requests int) float64{
		"the_oldest_with_each_request": func(n int) float64 { return min(0.6, float64(n)/1500) },
		"a_partition_at_once":          func(n int) float64 { return float64(min(1, n/120)) / 2 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := mockserver.Start(t, mockserver.Options{EventsPerBot: 300})
			server := httptest.NewServer(rolling(m, kept))
			t.Cleanup(server.Close)
			report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, readOnly,
				func(c *conformance.Target) { c.URL, c.Settle = server.URL, 50*time.Millisecond })
			told := 0
			for _, c := range report.Checks {
				require.NotEqual(t, conformance.Fail, c.Outcome, "%s: %s\nexpected %s\ngot %s", c.ID, c.Message, c.Expected, c.Got)
				if strings.Contains(c.Message, "gone by now") {
					told++
				}
			}
			require.NotEqual(t, conformance.Nonconformant, report.Verdict)
			require.Less(t, told, 30)
			require.Equal(t, conformance.Pass, outcomes(report)["chatlayer.filters.user"])
		})
	}
}

// rolling leaves the oldest part of a month's events out of every page. How great a part depends on how many requests came.
func rolling(next http.Handler, part func(requests int) float64) http.Handler {
	var requests atomic.Int64
	from := time.Now().Add(-30 * 24 * time.Hour)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kept := from.Add(time.Duration(part(int(requests.Add(1))) * float64(30*24*time.Hour)))
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		body := answer.Body.Bytes()
		var page map[string]any
		if json.Unmarshal(body, &page) == nil && page["events"] != nil {
			page["events"] = slices.DeleteFunc(page["events"].([]any), func(e any) bool {
				at, err := time.Parse(time.RFC3339Nano, e.(map[string]any)["timestamp"].(string))
				return err == nil && at.Before(kept)
			})
			body, _ = json.Marshal(page)
			answer.Header().Del("Content-Length")
		}
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(body)
	})
}
