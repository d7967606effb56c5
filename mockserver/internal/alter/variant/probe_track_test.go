package variant_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func capacityProbes() map[string]probe {
	refused := func(status int, over map[string]any) probe {
		return func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.track(t, nil).StatusCode)
			return c.track(t, over).StatusCode == status
		}
	}
	attributes := func(key, value string) map[string]any {
		return map[string]any{"attributes": map[string]string{key: value}}
	}
	eleven := map[string]string{}
	for _, key := range strings.Split("abcdefghijk", "") {
		eleven[key] = "x"
	}
	return map[string]probe{
		"track.at-most-5-attributes": refused(
			http.StatusBadRequest,
			map[string]any{"attributes": map[string]string{"a": "", "b": "", "c": "", "d": "", "e": "", "f": ""}},
		),
		"track.identifier-attributes": refused(http.StatusBadRequest, attributes("a-b", "v")),
		"track.identifier-names":      refused(http.StatusBadRequest, map[string]any{"event": "a.b"}),
		"track.identifier-users":      refused(http.StatusBadRequest, map[string]any{"user_id": "a b"}),
		"track.identifiers-only":      refused(http.StatusBadRequest, attributes("a", "v v")),
		"track.short-values":          refused(http.StatusBadRequest, attributes("a", strings.Repeat("v", 101))),
		"track.short-names":           refused(http.StatusBadRequest, map[string]any{"event": strings.Repeat("n", 41)}),
		"track.plain-names":           refused(http.StatusBadRequest, map[string]any{"event": "ñ"}),
		"track.version-required":      refused(http.StatusBadRequest, map[string]any{"version": nil}),
		"strings.at-most-128":         refused(http.StatusBadRequest, map[string]any{"user_id": strings.Repeat("u", 129)}),
		"body.at-most-100-kb":         refused(http.StatusRequestEntityTooLarge, attributes("a", strings.Repeat("v", 110_000))),
		"body.at-most-16-kb":          refused(http.StatusRequestEntityTooLarge, attributes("a", strings.Repeat("v", 17_000))),
		"body.at-most-20-deep": func(t *testing.T, c client) bool {
			deep := `,"type":"t","properties":{"a":` + strings.Repeat("[", 19) + strings.Repeat("]", 19) + "}"
			require.Equal(t, http.StatusOK, c.log(t, strings.Replace(deep, "[]", "", 1)).StatusCode)
			return c.log(t, deep).StatusCode == http.StatusBadRequest
		},
	}
}

func filledProbes() map[string]probe {
	status := func(want int, over args) probe {
		return func(t *testing.T, c client) bool { return c.list(t, over).StatusCode == want }
	}
	id := func(holds func(id string) bool) probe {
		return func(t *testing.T, c client) bool { return holds(c.track(t, nil).members(t)["event_id"].(string)) }
	}
	return map[string]probe{
		"filter.empty-is-refused": status(http.StatusBadRequest, args{"event": ""}),
		"filter.empty-means-empty": func(t *testing.T, c client) bool {
			return len(c.events(t, args{"user_id": ""}).Events) == 0
		},
		"track.invents-user": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"user_id": nil, "event": c.name})
			return strings.HasPrefix(c.events(t, args{"event": c.name}).only(t, "user_id"), "anonymous-")
		},
		"track.user-of-before": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"event": c.name})
			c.track(t, map[string]any{"user_id": nil, "event": c.name + "-2"})
			return c.events(t, args{"event": c.name + "-2"}).only(t, "user_id") == c.name
		},
		"track.campaign-of-user": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"context": map[string]any{"campaign": map[string]any{"id": c.name}}})
			c.track(t, nil)
			return len(c.mine(t, args{"campaign_id": c.name}).Events) == 2
		},
		"track.adds-attributes": func(t *testing.T, c client) bool {
			c.track(t, nil)
			return c.mine(t, nil).Events[0]["attributes"].(map[string]any)["device"] == "mobile"
		},
		"track.answers-nothing": func(t *testing.T, c client) bool { return c.track(t, nil).body == "{}" },
		"track.same-id-is-second": func(t *testing.T, c client) bool {
			one, two := c.track(t, map[string]any{"id": c.name}), c.track(t, map[string]any{"id": c.name})
			ids := c.mine(t, nil).texts("id")
			return one.body == two.body && len(ids) == 2 && ids[0] == ids[1]
		},
		"track.same-id-is-new": func(t *testing.T, c client) bool {
			one, two := c.track(t, map[string]any{"id": c.name}), c.track(t, map[string]any{"id": c.name})
			return one.body != two.body && len(c.mine(t, nil).Events) == 2
		},
		"id.long":   id(func(id string) bool { return len(id) == 200 }),
		"id.signs":  id(func(id string) bool { return strings.ContainsAny(id, "/+&#?%") }),
		"id.serial": id(func(id string) bool { return len(id) < 4 }),
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
		"strings.at-most-1024": refused(
			http.StatusBadRequest,
			map[string]any{"attributes": map[string]string{"a": strings.Repeat("ñ", 1025)}},
		),
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
