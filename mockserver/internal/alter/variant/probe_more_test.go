package variant_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// stampProbes are about the timestamps of tracked events. It is noon and 123 milliseconds.
func stampProbes() map[string]probe {
	at := func(timestamp string, holds func(t *testing.T, c client, got answer) bool) probe {
		return func(t *testing.T, c client) bool {
			return holds(t, c, c.track(t, map[string]any{"timestamp": timestamp}))
		}
	}
	refused := func(_ *testing.T, _ client, got answer) bool { return got.StatusCode == http.StatusBadRequest }
	listed := func(want string) func(*testing.T, client, answer) bool {
		return func(t *testing.T, c client, _ answer) bool { return c.mine(t, nil).only(t, "timestamp") == want }
	}
	const now = "2026-01-15T12:00:00.123Z"
	return map[string]probe{
		"stamp.refused-after-1h":  at("2026-01-15T11:00:00Z", refused),
		"stamp.refused-after-13h": at("2026-01-14T23:00:00Z", refused),
		"stamp.refused-after-24h": at("2026-01-14T12:00:00Z", refused),
		"stamp.now-after-1h":      at("2026-01-15T11:00:00Z", listed(now)),
		"stamp.now-after-24h":     at("2026-01-14T12:00:00Z", listed(now)),
		"stamp.future-refused":    at("2026-01-15T12:01:01Z", refused),
		"stamp.future-is-now":     at("2026-01-15T12:01:01Z", listed(now)),
	}
}

func spanProbes() map[string]probe {
	status := func(want int, over args) probe {
		return func(t *testing.T, c client) bool { return c.list(t, over).StatusCode == want }
	}
	return map[string]probe{
		"range.at-most-30-days":       status(http.StatusBadRequest, args{"start_time": "2025-12-31T00:00:00Z"}),
		"range.at-most-1-day":         status(http.StatusBadRequest, args{"start_time": "2026-01-30T23:00:00Z"}),
		"range.at-most-6-hours":       status(http.StatusBadRequest, args{"start_time": "2026-01-31T17:59:00Z"}),
		"range.at-most-1-hour":        status(http.StatusBadRequest, args{"start_time": "2026-01-31T22:59:00Z"}),
		"range.future-end-is-refused": status(http.StatusBadRequest, nil),
		"range.start-within-30-days":  status(http.StatusBadRequest, nil),
		"range.full-times-only":       status(http.StatusBadRequest, args{"start_time": "2025-12-01"}),
		"range.dates-only":            status(http.StatusBadRequest, nil),
		"range.javascript-times":      status(http.StatusBadRequest, args{"start_time": "2025-12-01T00:00:00.000001Z"}),
		"range.future-end-is-now": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"timestamp": "2026-01-16T00:00:00Z"})
			return len(c.mine(t, nil).Events) == 0
		},
		"range.forgets-after-30-days": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"timestamp": "2025-12-02T00:00:00Z"})
			return len(c.mine(t, nil).Events) == 0
		},
		"range.cut-to-milliseconds": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"timestamp": "2026-01-15T11:00:00.0005Z"})
			return len(c.mine(t, args{"start_time": "2026-01-15T11:00:00.0009Z"}).Events) == 1
		},
	}
}

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
		"track.at-most-10-attributes": refused(http.StatusBadRequest, map[string]any{"attributes": eleven}),
		"track.at-most-5-attributes":  refused(http.StatusBadRequest, map[string]any{"attributes": map[string]string{"a": "", "b": "", "c": "", "d": "", "e": "", "f": ""}}),
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

func offsetProbes() map[string]probe {
	token := func(want string) probe {
		return func(t *testing.T, c client) bool { return c.events(t, args{"page_size": "7"}).Next == want }
	}
	return map[string]probe{
		"token.offset": token("7"),
		"token.offset-from-newest": func(t *testing.T, c client) bool {
			all := c.events(t, args{"page_size": "7"})
			return all.Next == "7" && all.texts("timestamp")[0] > all.texts("timestamp")[6]
		},
		"token.expires-1s": func(t *testing.T, c client) bool {
			next := args{"page_size": "7", "page_token": c.events(t, args{"page_size": "7"}).Next}
			time.Sleep(time.Second)
			return c.list(t, next).StatusCode == http.StatusBadRequest
		},
		"token.garbage-is-first-page": func(t *testing.T, c client) bool {
			got := c.list(t, args{"page_token": "garbage"})
			return got.StatusCode == http.StatusOK && slices.Equal(got.page(t).texts("id"), c.events(t, nil).texts("id"))
		},
	}
}

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
			require.Eventually(t, func() bool { return one(t, c) == 1 }, 3*time.Second, 10*time.Millisecond)
			return two(t, c) == 0
		}
	}
	return map[string]probe{
		"visibility.bot-later":  before(team, byGet),
		"visibility.post-later": before(byGet, byPost),
		"visibility.attributes-later": func(t *testing.T, c client) bool {
			late := before(byPost, byAttributes)(t, c)
			require.Eventually(t, func() bool { return byAttributes(t, c) == 1 }, 3*time.Second, 10*time.Millisecond)
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

func fillingProbes() map[string]probe {
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
