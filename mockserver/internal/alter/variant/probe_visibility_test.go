package variant_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func lagProbes() map[string]probe {
	team := func(t *testing.T, c client) int {
		path := "/v1/teams/demo-team/events?start_time=2025-12-01T00:00:00Z&end_time=2026-02-01T00:00:00Z&user_id=" + c.name
		return len(c.get(t, path).page(t).Events)
	}
	byGet := func(t *testing.T, c client) int { return len(c.mine(t, nil).Events) }
	byPost := func(t *testing.T, c client) int {
		return len(c.post(t, stream(bot), window(args{"user_id": c.name}).json(t)).page(t).Events)
	}
	byAttributes := func(t *testing.T, c client) int {
		body := `{"version":"LIVE","start_time":"2025-12-01T00:00:00Z","end_time":"2026-02-01T00:00:00Z","user_id":"` + c.name +
			`","filters":[{"key":"colour","operator":"eq","value":["red"]}]}`
		return len(c.post(t, stream(bot), body).page(t).Events)
	}
	red := map[string]any{"attributes": map[string]any{"colour": "red"}}
	// before wants one list to show an event before another does.
	before := func(one, two func(*testing.T, client) int) probe {
		return func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.track(t, red).StatusCode)
			require.Eventually(t, func() bool { return one(t, c) == 1 }, 20*time.Second, 10*time.Millisecond)
			return two(t, c) == 0
		}
	}
	return map[string]probe{
		"visibility.bot-later":  before(team, byGet),
		"visibility.post-later": before(byGet, byPost),
		"visibility.attributes-later": func(t *testing.T, c client) bool {
			late := before(byPost, byAttributes)(t, c)
			require.Eventually(t, func() bool { return byAttributes(t, c) == 1 }, 20*time.Second, 10*time.Millisecond)
			return late
		},
		"visibility.each-its-own": before(byGet, team),
		"visibility.draft-later": func(t *testing.T, c client) bool {
			c.track(t, nil)
			c.track(t, map[string]any{"version": "DRAFT"})
			return byGet(t, c) == 1 && len(c.mine(t, args{"version": "DRAFT"}).Events) == 0
		},
		"cache.get-1s": func(t *testing.T, c client) bool {
			require.Equal(t, byGet(t, c), byPost(t, c))
			c.track(t, nil)
			return byGet(t, c) < byPost(t, c)
		},
	}
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
			}, 20*time.Second, 10*time.Millisecond)
			return flapped
		},
	}
}
