package variant_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func filterProbes() map[string]probe {
	ask := func(t *testing.T, c client, user, filters string) answer {
		t.Helper()
		body := fmt.Sprintf(
			`{"version":"LIVE","start_time":"2025-12-01T00:00:00Z","end_time":"2026-02-01T00:00:00Z","user_id":%q,"filters":[%s]}`,
			user,
			filters,
		)
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

// listRuleProbes are about lists of which nobody says what they answer.
func listRuleProbes() map[string]probe {
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
			return c.list(t, args{"event": "no-such"}).StatusCode == http.StatusNotFound &&
				len(c.mine(t, args{"event": "probe"}).Events) == 1
		},
	}
}
