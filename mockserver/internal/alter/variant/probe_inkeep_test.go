package variant_test

import (
	"fmt"
	"net/http"
	"regexp"
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
		"inkeep.same-id-is-409": again("first", func(_ *testing.T, _, second answer) bool { return second.StatusCode == http.StatusConflict }),
		"inkeep.same-id-is-new": again("first", func(t *testing.T, first, second answer) bool {
			return first.members(t)["id"] != second.members(t)["id"]
		}),
		"inkeep.same-id-replaces":    again("second", ofType("second")),
		"inkeep.same-id-keeps-first": again("second", ofType("first")),
	}
}
