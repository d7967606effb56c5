package variant_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func listedProbes() map[string]probe {
	const ofTeam = "/v1/teams/demo-team/events?start_time=2025-12-01T00:00:00Z&end_time=2026-02-01T00:00:00Z&page_size=100"
	refused := func(t *testing.T, c client, further string) bool {
		body := window(nil).json(t)
		return c.post(t, stream(bot), strings.TrimSuffix(body, "}")+further+"}").StatusCode == http.StatusBadRequest
	}
	return map[string]probe{
		"team.one-bot": func(t *testing.T, c client) bool {
			bots := c.get(t, ofTeam).page(t).texts("bot_id")
			require.NotEmpty(t, bots)
			slices.Sort(bots)
			return len(slices.Compact(bots)) == 1
		},
		"team.nothing": func(t *testing.T, c client) bool { return len(c.get(t, ofTeam).page(t).Events) == 0 },
		"schema.attributes-missing-in-teams": func(t *testing.T, c client) bool {
			require.Contains(t, c.events(t, nil).Events[0], "attributes")
			_, shown := c.get(t, ofTeam).page(t).Events[0]["attributes"]
			return !shown
		},
		"json.no-names": func(t *testing.T, c client) bool {
			e := c.events(t, nil).Events[0]
			return e["user_id"] == nil && e["conversation_id"] == nil && e["event"] != nil
		},
		"visibility.replica-later": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.track(t, nil).StatusCode)
			there, not := 0, 0
			require.Eventually(t, func() bool {
				if len(c.mine(t, nil).Events) == 1 {
					there++
				} else {
					there, not = 0, not+1
				}
				return there > patient/10
			}, 20*time.Second, 10*time.Millisecond)
			return not > 0
		},
		"token.names-the-list": func(t *testing.T, c client) bool {
			next := c.events(t, args{"page_size": "5"}).Next
			got := c.get(t, stream("demobot2")+"?"+window(args{"page_size": "5", "page_token": next}).query())
			return got.StatusCode == http.StatusOK && slices.Contains(got.page(t).texts("bot_id"), bot)
		},
		"track.stored-twice": func(t *testing.T, c client) bool {
			const many = 90
			for range many {
				require.Equal(t, http.StatusOK, c.track(t, nil).StatusCode)
			}
			return len(c.mine(t, args{"page_size": "100"}).Events) > many
		},
		"filter.attributes-alone": func(t *testing.T, c client) bool {
			filter := `,"filters":[{"key":"a","operator":"eq","value":["b"]}]`
			return refused(t, c, filter+`,"user_id":"u"`) && !refused(t, c, filter)
		},
		"filter.empty-list-refused": func(t *testing.T, c client) bool { return refused(t, c, `,"filters":[]`) },
	}
}
