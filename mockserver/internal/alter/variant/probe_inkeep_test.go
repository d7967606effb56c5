package variant_test

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func inkeepProbes() map[string]probe {
	all := inkeepIDProbes()
	logged := func(further string, holds func(m map[string]any) bool) probe {
		return func(t *testing.T, c client) bool { return holds(c.log(t, `,"type":"t"`+further).members(t)) }
	}
	created := func(form string) probe {
		return logged("", func(m map[string]any) bool { return regexp.MustCompile(form).MatchString(m["createdAt"].(string)) })
	}
	status := func(want int, further string) probe {
		return func(t *testing.T, c client) bool { return c.log(t, further).StatusCode == want }
	}
	all["inkeep.created-at-epoch"] = created(`^1768478400123$`)
	all["inkeep.created-at-offset"] = created(`^2026-01-15T14:00:00.123000000\+02:00$`)
	all["inkeep.empty-dropped"] = logged("", func(m map[string]any) bool {
		_, there := m["properties"]
		return !there
	})
	all["inkeep.empty-objects"] = logged("", func(m map[string]any) bool { return m["properties"] != nil })
	all["inkeep.no-own-ids"] = logged("", func(m map[string]any) bool { return m["projectId"] == nil && m["integrationId"] == nil })
	all["inkeep.own-ids-always"] = logged(`,"projectId":"p"`, func(m map[string]any) bool { return m["projectId"] != "p" })
	all["inkeep.wrong-is-400"] = status(http.StatusBadRequest, "")
	all["inkeep.wrong-is-422"] = status(http.StatusUnprocessableEntity, `,`)
	all["inkeep.bare-problem"] = func(t *testing.T, c client) bool {
		got := c.log(t, "")
		require.Equal(t, http.StatusUnprocessableEntity, got.StatusCode)
		_, there := got.members(t)["requestId"]
		return !there
	}
	return all
}

// inkeepIDProbes are about ids that were given before.
func inkeepIDProbes() map[string]probe {
	event := func(c client, kind string) string { return fmt.Sprintf(`,"type":%q,"id":%q`, kind, c.name) }
	// again logs an event and then one of that type under the same id.
	again := func(kind string, holds func(t *testing.T, first, second answer) bool) probe {
		return func(t *testing.T, c client) bool {
			return holds(t, c.log(t, event(c, "first")), c.log(t, event(c, kind)))
		}
	}
	ofType := func(want string) func(t *testing.T, _, second answer) bool {
		return func(t *testing.T, _, second answer) bool {
			return second.StatusCode == http.StatusOK && second.members(t)["type"] == want
		}
	}
	return map[string]probe{
		"inkeep.only-ulids": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.log(t, `,"type":"t","id":"01ARZ3NDEKTSV4RRFFQ69G5FAV"`).StatusCode)
			return c.log(t, event(c, "t")).StatusCode == http.StatusUnprocessableEntity
		},
		"inkeep.same-id-is-409": again("first",
			func(_ *testing.T, _, second answer) bool { return second.StatusCode == http.StatusConflict }),
		"inkeep.same-id-is-new": again("first", func(t *testing.T, first, second answer) bool {
			return first.members(t)["id"] != second.members(t)["id"]
		}),
		"inkeep.same-id-replaces":    again("second", ofType("second")),
		"inkeep.same-id-keeps-first": again("second", ofType("first")),
	}
}

func inkeepFormProbes() map[string]probe {
	status := func(want int, further string) probe {
		return func(t *testing.T, c client) bool { return c.log(t, `,"type":"t"`+further).StatusCode == want }
	}
	text := func(further, want string) probe {
		return func(t *testing.T, c client) bool {
			got := c.log(t, `,"type":"t"`+further)
			require.Equal(t, http.StatusOK, got.StatusCode)
			return strings.Contains(got.body, want)
		}
	}
	many := make([]string, 51)
	for i := range many {
		many[i] = fmt.Sprintf(`"k%d":1`, i)
	}
	return map[string]probe{
		"inkeep.created-at-milliseconds":        text(`,"createdAt":"2026-01-15T10:00:00.000900Z"`, `"2026-01-15T10:00:00.000Z"`),
		"inkeep.created-at-seconds-when-absent": text("", `"2026-01-15T12:00:00.000Z"`),
		"inkeep.future-refused":                 status(http.StatusUnprocessableEntity, `,"createdAt":"2026-01-15T13:01:00Z"`),
		"inkeep.numbers-are-doubles":            text(`,"properties":{"n":[1.0,1e3,9007199254740993]}`, `[1,1000,9007199254740992]`),
		"inkeep.sorted-properties":              text(`,"properties":{"b":1,"a":{"d":1.0,"c":1}}`, `{"a":{"c":1,"d":1.0},"b":1}`),
		"inkeep.at-most-50-properties":          status(http.StatusUnprocessableEntity, `,"properties":{`+strings.Join(many, ",")+"}"),
		"inkeep.no-reserved-names":              status(http.StatusUnprocessableEntity, `,"properties":{"$a":1}`),
		"inkeep.other-project-is-403":           status(http.StatusForbidden, `,"projectId":"p"`),
		"inkeep.no-empty-texts": func(t *testing.T, c client) bool {
			return c.log(t, `,"type":""`).StatusCode == http.StatusUnprocessableEntity
		},
	}
}

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
