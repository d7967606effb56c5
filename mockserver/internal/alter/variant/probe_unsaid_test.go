package variant_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// unsaidProbes are about lists of which nobody says what they answer.
func unsaidProbes() map[string]probe {
	// listed tracks an event at a fraction of a second and tells whether a list with these arguments has it.
	listed := func(fraction string, over args) probe {
		return func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.track(t, map[string]any{"timestamp": "2026-01-15T11:00:00" + fraction}).StatusCode)
			over["user_id"] = c.name
			got := c.list(t, over)
			return got.StatusCode == http.StatusOK && len(got.page(t).Events) == 1
		}
	}
	begins := func(fraction string) args { return args{"start_time": "2026-01-15T11:00:00" + fraction} }
	return map[string]probe{
		"list.cut-to-millisecond":     listed(".0001Z", begins(".0009Z")),
		"list.rounded-to-millisecond": listed(".0001Z", begins(".0004Z")),
		"list.cut-to-microsecond":     listed(".0000001Z", begins(".0000009Z")),
		"list.bad-time-is-epoch":      listed("Z", args{"start_time": "no-time-at-all"}),
		"page.size-change-skips": func(t *testing.T, c client) bool {
			all := c.events(t, args{"page_size": "9"}).texts("id")
			second := args{"page_size": "4", "page_token": c.events(t, args{"page_size": "5"}).Next}
			return all[6] == c.events(t, second).texts("id")[0]
		},
		"input.page-size-wraps": func(t *testing.T, c client) bool {
			return c.list(t, args{"page_size": "99999999999"}).StatusCode == http.StatusOK
		},
		"track.clock-a-day-late": func(t *testing.T, c client) bool {
			c.track(t, nil)
			return c.mine(t, nil).only(t, "timestamp")[:10] == "2026-01-14"
		},
		"filter.repeated-ignored": func(t *testing.T, c client) bool {
			got := c.get(t, stream(bot)+"?"+window(args{"event": "no-such"}).query()+"&event=neither")
			return got.StatusCode == http.StatusOK && len(got.page(t).Events) > 0
		},
		"track.names-composed": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"event": "cafe\u0301"})
			return c.mine(t, nil).only(t, "event") == "café"
		},
		"filter.accents-composed": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"event": "café"})
			return len(c.mine(t, args{"event": "cafe\u0301"}).Events) == 1
		},
		"filter.unknown-name-is-404": func(t *testing.T, c client) bool {
			c.track(t, nil)
			return c.list(t, args{"event": "no-such"}).StatusCode == http.StatusNotFound && len(c.mine(t, args{"event": "probe"}).Events) == 1
		},
	}
}
