package variant_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

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
		"range.at-most-400-days":  status(http.StatusBadRequest, args{"start_time": "2024-01-01T00:00:00Z"}),
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

func visibilityProbes() map[string]probe {
	// hidden tracks an event and tells whether it takes a while to be listed, but no longer than said.
	hidden := func(longest time.Duration) probe {
		return func(t *testing.T, c client) bool {
			late := false
			for n := 1; n <= 10 && !late; n++ { // a busy machine may take longer than the delay to ask
				require.Equal(t, http.StatusOK, c.track(t, nil).StatusCode)
				late = len(c.mine(t, nil).Events) < n
				require.Eventually(t, func() bool { return len(c.mine(t, nil).Events) == n }, longest+2*time.Second, 20*time.Millisecond)
			}
			return late
		}
	}
	return map[string]probe{
		"visibility.after-200ms": hidden(200 * time.Millisecond),
		"visibility.after-3s":    hidden(3 * time.Second),
		"visibility.team-later": func(t *testing.T, c client) bool {
			c.track(t, nil)
			require.Len(t, c.mine(t, nil).Events, 1)
			team := "/v1/teams/demo-team/events?start_time=2025-12-01T00:00:00Z&end_time=2026-02-01T00:00:00Z&user_id=" + c.name
			return len(c.get(t, team).page(t).Events) == 0
		},
		"visibility.filtered-later": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"timestamp": "2026-01-31T00:00:00Z"})
			require.Contains(t, c.events(t, args{"start_time": "2026-01-31T00:00:00Z", "page_size": "100"}).texts("user_id"), c.name)
			return len(c.mine(t, nil).Events) == 0
		},
		"visibility.after-15s": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.track(t, nil).StatusCode)
			return len(c.mine(t, nil).Events) == 0
		},
		"visibility.flaps": func(t *testing.T, c client) bool {
			for range 20 {
				require.Equal(t, http.StatusOK, c.track(t, nil).StatusCode)
			}
			flapped, before := false, 0
			require.Eventually(t, func() bool {
				one, two := len(c.mine(t, nil).Events), len(c.mine(t, nil).Events)
				flapped = flapped || one < before || two < one
				before = two
				return one == 20 && two == 20
			}, 4*time.Second, 10*time.Millisecond)
			return flapped
		},
	}
}

func trackProbes() map[string]probe {
	id := func(form string) probe {
		return func(t *testing.T, c client) bool {
			return regexp.MustCompile(form).MatchString(c.track(t, nil).members(t)["event_id"].(string))
		}
	}
	refused := func(status int, over map[string]any) probe {
		return func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.track(t, map[string]any{"id": c.name}).StatusCode)
			return c.track(t, over).StatusCode == status
		}
	}
	many := map[string]string{}
	for i := range 51 {
		many[fmt.Sprint(i)] = "x"
	}
	return map[string]probe{
		"id.ulid":    id(`^[0-7][0-9A-HJKMNP-TV-Z]{25}$`),
		"id.decimal": id(`^70\d{8}$`),
		"track.deduplicated-5s": func(t *testing.T, c client) bool {
			first, second := c.track(t, nil), c.track(t, nil)
			return first.body == second.body && len(c.mine(t, nil).Events) == 1
		},
		"track.same-id-is-refused": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.track(t, map[string]any{"id": c.name}).StatusCode)
			return c.track(t, map[string]any{"id": c.name}).StatusCode == http.StatusConflict
		},
		"track.name-required":         refused(http.StatusBadRequest, map[string]any{"event": nil}),
		"track.user-required":         refused(http.StatusBadRequest, map[string]any{"user_id": nil}),
		"track.at-most-50-attributes": refused(http.StatusBadRequest, map[string]any{"attributes": many}),
		"strings.at-most-1024":        refused(http.StatusBadRequest, map[string]any{"attributes": map[string]string{"a": strings.Repeat("ñ", 1025)}}),
		"track.names-a-channel": func(t *testing.T, c client) bool {
			c.track(t, nil)
			return c.mine(t, nil).only(t, "channel_type") == "webHook"
		},
		"track.draft-by-default": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"version": nil})
			return len(c.mine(t, args{"version": "DRAFT"}).Events) == 1
		},
	}
}

func filterProbes() map[string]probe {
	ask := func(t *testing.T, c client, user, filters string) answer {
		t.Helper()
		body := fmt.Sprintf(`{"version":"LIVE","start_time":"2025-12-01T00:00:00Z","end_time":"2026-02-01T00:00:00Z","user_id":%q,"filters":[%s]}`, user, filters)
		return c.post(t, stream(bot), body)
	}
	status := func(want int, filters string) probe {
		return func(t *testing.T, c client) bool { return ask(t, c, c.name, filters).StatusCode == want }
	}
	one := `{"key":"k","operator":"eq","value":["v"]}`
	return map[string]probe{
		"filter.other-operators": status(http.StatusOK, `{"key":"k","operator":"EQUAL_TO","value":["v"]}`),
		"filter.only-eq":         status(http.StatusBadRequest, `{"key":"k","operator":"neq","value":["v"]}`),
		"filter.none":            status(http.StatusBadRequest, one),
		"filter.one-value":       status(http.StatusBadRequest, `{"key":"k","operator":"eq","value":["v","w"]}`),
		"filter.at-most-3":       status(http.StatusBadRequest, strings.Join([]string{one, one, one, one}, ",")),
		"filter.not-equal-wants-the-key": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"attributes": map[string]string{"k": "v"}})
			require.Len(t, ask(t, c, c.name, `{"key":"k","operator":"neq","value":["w"]}`).page(t).Events, 1)
			return len(ask(t, c, c.name, `{"key":"other","operator":"neq","value":["w"]}`).page(t).Events) == 0
		},
	}
}
