package variant_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// inkeepLenientProbes send what the plain mock answers otherwise.
func inkeepLenientProbes() map[string]probe {
	send := func(body string, want int, headers ...string) probe {
		return func(t *testing.T, c client) bool {
			c.auth = bearer
			return c.do(t, http.MethodPost, "/events", body, headers...).StatusCode == want
		}
	}
	const event = `{"entityType":"search","type":"t","searchQuery":"q"}`
	large := fmt.Sprintf(`{"entityType":"search","type":"t","searchQuery":%q}`, strings.Repeat("q", 1_200_000))
	return map[string]probe{
		"inkeep.numbers-for-texts": send(`{"entityType":"search","type":5,"searchQuery":7}`, http.StatusOK),
		"inkeep.owner-number":      send(`{"entityType":"search","type":"t","searchQuery":"q","projectId":5}`, http.StatusOK),
		"inkeep.names-any-case":    send(`{"EntityType":"search","TYPE":"t","searchquery":"q"}`, http.StatusOK),
		"inkeep.list-of-one":       send("["+event+"]", http.StatusOK),
		"auth.inkeep-any-scheme":   send(event, http.StatusOK, "Authorization: Token demo-api-key"),
		"inkeep.agent-needed":      send(event, http.StatusForbidden, "User-Agent: "),
		"inkeep.two-projects": func(t *testing.T, c client) bool {
			c.auth = "Bearer demo-web-key"
			return c.do(t, http.MethodPost, "/events", event).members(t)["projectId"] == "other-project"
		},
		"limit.one-megabyte": send(large, http.StatusRequestEntityTooLarge),
		"limit.chunked-one-megabyte": func(t *testing.T, c client) bool {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/events", io.MultiReader(strings.NewReader(large)))
			if err != nil {
				return false
			}
			r.Header.Set("Authorization", bearer)
			r.Header.Set("Content-Type", "application/json")
			got, err := c.http.Do(r)
			return err == nil && got.Body.Close() == nil && got.StatusCode == http.StatusRequestEntityTooLarge
		},
	}
}
