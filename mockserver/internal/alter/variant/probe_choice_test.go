package variant_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// queryChoiceProbes ask about events that were just logged, or long ago.
func queryChoiceProbes() map[string]probe {
	ask := func(t *testing.T, c client, path, question string) string {
		t.Helper()
		c.auth = bearer
		return c.post(t, path, question).body
	}
	found := func(t *testing.T, c client, id string) bool {
		t.Helper()
		question := `{"where":{"condition":{"field":"id","operator":"eq","value":"` + id + `"}}}`
		return strings.Contains(ask(t, c, "/query/events", question), `"total":1`)
	}
	logged := func(t *testing.T, c client, more string) {
		t.Helper()
		require.Equal(t, http.StatusOK, c.log(t, `,"type":"t"`+more).StatusCode)
	}
	return map[string]probe{
		"inkeep.queries-of-replicas": func(t *testing.T, c client) bool {
			logged(t, c, `,"id":"probe"`)
			times := 0
			for range 12 {
				if found(t, c, "probe") {
					times++
				}
			}
			return times > 0 && times < 12
		},
		"inkeep.queries-of-a-month": func(t *testing.T, c client) bool {
			logged(t, c, `,"id":"old","createdAt":"2025-01-15T12:00:00Z"`)
			logged(t, c, `,"id":"new"`)
			return !found(t, c, "old") && found(t, c, "new")
		},
		"inkeep.queries-next-day": func(t *testing.T, c client) bool {
			logged(t, c, `,"id":"probe"`)
			return !found(t, c, "probe")
		},
		"inkeep.reports-of-yesterday": func(t *testing.T, c client) bool {
			c.auth = bearer
			const search = `{"entityType":"search","type":"t","searchQuery":"probe"}`
			require.Equal(t, http.StatusOK, c.post(t, "/events", search).StatusCode)
			return !strings.Contains(c.get(t, "/query/top-search-queries").body, `"probe"`)
		},
		"inkeep.keys-of-leaves": func(t *testing.T, c client) bool {
			logged(t, c, `,"properties":{"outer":{"inner":1}}`)
			return strings.Contains(ask(t, c, "/query/property-keys", `{"field":"properties"}`), `"outer.inner"`)
		},
		"inkeep.only-uuids": func(t *testing.T, c client) bool {
			c.auth = bearer
			const named = `{"type":"openai","id":"probe","messages":[{"role":"user","content":"x"}]}`
			return c.post(t, "/conversations", named).StatusCode == http.StatusUnprocessableEntity &&
				c.get(t, "/conversations/probe").StatusCode == http.StatusBadRequest
		},
	}
}
