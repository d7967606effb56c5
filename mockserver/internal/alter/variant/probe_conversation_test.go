package variant_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const talk = `{"id":"probe","type":"openai","updatedAt":"2026-01-01T00:00:00Z","properties":{"a":1},` +
	`"messages":[{"role":"user","content":"c"}]}`

// conversationProbes log a conversation first.
func conversationProbes() map[string]probe {
	read := func(path string, differs func(t *testing.T, got answer) bool) probe {
		return func(t *testing.T, c client) bool {
			c.auth = bearer
			require.Equal(t, http.StatusOK, c.post(t, "/conversations", talk).StatusCode)
			return differs(t, c.get(t, path))
		}
	}
	holds := func(path, text string) probe {
		return read(path, func(_ *testing.T, got answer) bool { return strings.Contains(got.body, text) })
	}
	return map[string]probe{
		"inkeep.no-conversations": func(t *testing.T, c client) bool {
			c.auth = bearer
			return c.post(t, "/conversations", talk).StatusCode == http.StatusNotFound
		},
		"inkeep.conversations-page": func(t *testing.T, c client) bool {
			c.auth = bearer
			return strings.HasPrefix(c.post(t, "/conversations", talk).body, "<html>")
		},
		"inkeep.conversations-unread": read("/conversations/probe",
			func(_ *testing.T, got answer) bool { return got.StatusCode == http.StatusMethodNotAllowed }),
		"inkeep.conversations-later": read("/conversations/probe",
			func(_ *testing.T, got answer) bool { return got.StatusCode == http.StatusNotFound }),
		"inkeep.conversations-oldest-first": read("/conversations?limit=1", func(_ *testing.T, got answer) bool {
			// Other probes may have logged one since, but all of them about now.
			return strings.Contains(got.body, `"pageSize":1,`) && !strings.Contains(got.body, `"createdAt":"2026-01-15T12:0`)
		}),
		"inkeep.conversations-by-ten": read("/conversations", func(t *testing.T, got answer) bool {
			return got.members(t)["count"] == float64(10)
		}),
		"inkeep.conversations-bare": read("/conversations/probe",
			func(_ *testing.T, got answer) bool { return !strings.Contains(got.body, `"links"`) }),
		"inkeep.conversations-enriched": holds("/conversations/probe", `"organizationId"`),
		"inkeep.updated-now": read("/conversations/probe", func(t *testing.T, got answer) bool { // of the conversation, not of its messages
			return got.members(t)["updatedAt"] == "2026-01-15T12:00:00.123Z"
		}),
		"inkeep.deletes-always": func(t *testing.T, c client) bool {
			c.auth = bearer
			return c.do(t, http.MethodDelete, "/conversations/none", "").StatusCode == http.StatusOK
		},
		"inkeep.no-delete": func(t *testing.T, c client) bool {
			c.auth = bearer
			require.Equal(t, http.StatusOK, c.post(t, "/conversations", talk).StatusCode)
			return c.do(t, http.MethodDelete, "/conversations/probe", "").StatusCode == http.StatusNotFound
		},
		"inkeep.writers-are-401": func(t *testing.T, c client) bool {
			c.auth = "Bearer demo-web-key"
			return c.get(t, "/conversations").StatusCode == http.StatusUnauthorized
		},
	}
}

func queryProbes() map[string]probe {
	return map[string]probe{
		"inkeep.no-queries": func(t *testing.T, c client) bool {
			c.auth = bearer
			return c.post(t, "/query/events", "{}").StatusCode == http.StatusNotFound
		},
		"inkeep.queries-later": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.log(t, `,"id":"probe","type":"t"`).StatusCode)
			c.auth = bearer
			const probe = `{"where":{"condition":{"field":"id","operator":"eq","value":"probe"}}}`
			return strings.Contains(c.post(t, "/query/events", probe).body, `"total":0`)
		},
		"inkeep.queries-by-five": func(t *testing.T, c client) bool {
			c.auth = bearer
			return strings.Contains(c.post(t, "/query/events", "{}").body, `"pageSize":5,`)
		},
		"inkeep.buckets-are-dates": func(t *testing.T, c client) bool {
			c.auth = bearer
			const months = `{"select":[{"type":"time","timeUnit":"month"},{"type":"aggregation","aggregation":"count"}]}`
			return strings.Contains(c.post(t, "/query/events", months).body, `"createdAt_month":"2026-01-01"`)
		},
		"inkeep.no-sums-of-properties": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.log(t, `,"type":"t","properties":{"n":1}`).StatusCode)
			c.auth = bearer
			const sum = `{"select":[{"type":"aggregation","aggregation":"sum","field":"properties","path":["n"]}]}`
			return !strings.Contains(c.post(t, "/query/events", sum).body, `"sum_properties.n"`)
		},
	}
}
