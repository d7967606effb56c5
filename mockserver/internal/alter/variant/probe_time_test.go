package variant_test

import (
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// stampProbes are about the timestamps of tracked events. It is noon and 123 milliseconds.
func stampProbes() map[string]probe {
	at := func(timestamp string, holds func(t *testing.T, c client, got answer) bool) probe {
		return func(t *testing.T, c client) bool {
			return holds(t, c, c.track(t, map[string]any{"timestamp": timestamp}))
		}
	}
	refused := func(_ *testing.T, _ client, got answer) bool { return got.StatusCode == http.StatusBadRequest }
	listed := func(want string) func(*testing.T, client, answer) bool {
		return func(t *testing.T, c client, _ answer) bool { return c.mine(t, nil).only(t, "timestamp") == want }
	}
	const now = "2026-01-15T12:00:00.123Z"
	return map[string]probe{
		"stamp.refused-after-1h":  at("2026-01-15T11:00:00Z", refused),
		"stamp.refused-after-24h": at("2026-01-14T12:00:00Z", refused),
		"stamp.now-after-1h":      at("2026-01-15T11:00:00Z", listed(now)),
		"stamp.now-after-24h":     at("2026-01-14T12:00:00Z", listed(now)),
		"stamp.future-refused":    at("2026-01-15T12:01:01Z", refused),
		"stamp.future-is-now":     at("2026-01-15T12:01:01Z", listed(now)),
	}
}

func spanProbes() map[string]probe {
	status := func(want int, over args) probe {
		return func(t *testing.T, c client) bool { return c.list(t, over).StatusCode == want }
	}
	return map[string]probe{
		"range.at-most-30-days":       status(http.StatusBadRequest, args{"start_time": "2025-12-31T00:00:00Z"}),
		"range.at-most-1-day":         status(http.StatusBadRequest, args{"start_time": "2026-01-30T23:00:00Z"}),
		"range.at-most-1-hour":        status(http.StatusBadRequest, args{"start_time": "2026-01-31T22:59:00Z"}),
		"range.future-end-is-refused": status(http.StatusBadRequest, nil),
		"range.start-within-30-days":  status(http.StatusBadRequest, nil),
		"range.full-times-only":       status(http.StatusBadRequest, args{"start_time": "2025-12-01"}),
		"range.dates-only":            status(http.StatusBadRequest, nil),
		"range.javascript-times":      status(http.StatusBadRequest, args{"start_time": "2025-12-01T00:00:00.000001Z"}),
		"range.future-end-is-now": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"timestamp": "2026-01-16T00:00:00Z"})
			return len(c.mine(t, nil).Events) == 0
		},
		"range.forgets-after-30-days": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"timestamp": "2025-12-02T00:00:00Z"})
			return len(c.mine(t, nil).Events) == 0
		},
		"range.forgets-after-1-day": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"timestamp": "2026-01-13T00:00:00Z"})
			return len(c.mine(t, nil).Events) == 0
		},
		"range.cut-to-milliseconds": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"timestamp": "2026-01-15T11:00:00.0005Z"})
			return len(c.mine(t, args{"start_time": "2026-01-15T11:00:00.0009Z"}).Events) == 1
		},
	}
}

func timeProbes() map[string]probe {
	like := func(form string) probe {
		return func(t *testing.T, c client) bool {
			all := c.events(t, args{"page_size": "100"}).texts("timestamp")
			boundsHold(t, c, all)
			return !slices.ContainsFunc(all, func(at string) bool { return !regexp.MustCompile(form).MatchString(at) })
		}
	}
	// stored tracks an event and tells under which time it is listed.
	stored := func(given any, want string) probe {
		return func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.track(t, map[string]any{"timestamp": given}).StatusCode)
			return c.mine(t, nil).only(t, "timestamp") == want
		}
	}
	status := func(want int, over args) probe {
		return func(t *testing.T, c client) bool { return c.list(t, over).StatusCode == want }
	}
	return map[string]probe{
		"time.milliseconds":       stored("2026-01-10T00:00:00.987654Z", "2026-01-10T00:00:00.987Z"),
		"time.microseconds":       like(`\.\d{6}Z$`),
		"time.nanoseconds":        like(`\.\d{9}Z$`),
		"time.zero-offset":        like(`\+00:00$`),
		"time.other-offset":       like(`\+05:30$`),
		"time.fewest-digits":      stored("2026-01-10T00:00:00Z", "2026-01-10T00:00:00Z"),
		"clock.ahead-90s":         stored(nil, "2026-01-15T12:01:30.123Z"),
		"clock.behind-90s":        stored(nil, "2026-01-15T11:58:30.123Z"),
		"range.only-z":            status(http.StatusBadRequest, args{"start_time": "2025-12-01T00:00:00+00:00"}),
		"range.reversed-is-empty": status(http.StatusOK, args{"end_time": "2025-11-01T00:00:00Z"}),
		"range.empty-is-refused":  status(http.StatusBadRequest, args{"end_time": "2025-12-01T00:00:00Z"}),
	}
}

// boundsHold wants a range that starts at a printed timestamp to have that event, and one that ends there not to.
func boundsHold(t *testing.T, c client, times []string) {
	t.Helper()
	at := times[len(times)/2]
	from := c.events(t, args{"start_time": at, "page_size": "100"}).texts("timestamp")
	require.Contains(t, from, at)
	until := c.events(t, args{"end_time": at, "page_size": "100"}).texts("timestamp")
	require.NotContains(t, until, at)
}
