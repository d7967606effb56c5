package variant_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// toldProbes ask for what is told of events as a whole.
func toldProbes() map[string]probe {
	const events = "/v1/bots/" + bot + "/events/"
	definitions := func(t *testing.T, c client) (names []string, body string) {
		t.Helper()
		got := c.get(t, events+"definitions")
		var page struct {
			All []struct{ Event string } `json:"event_definitions"`
		}
		_ = json.Unmarshal([]byte(got.body), &page) // another answer has none
		for _, d := range page.All {
			names = append(names, d.Event)
		}
		return names, got.body
	}
	return map[string]probe{
		"told.nothing": func(t *testing.T, c client) bool {
			return c.get(t, events+"definitions").StatusCode == http.StatusNotFound
		},
		"definitions.created-only": func(t *testing.T, c client) bool {
			names, _ := definitions(t, c)
			return len(names) == 0
		},
		"definitions.later": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.post(t, events+"definitions", `{"event":"`+c.name+`"}`).StatusCode)
			names, _ := definitions(t, c)
			return !slices.Contains(names, c.name)
		},
		"definitions.backwards": func(t *testing.T, c client) bool {
			names, _ := definitions(t, c)
			return len(names) > 1 && !slices.IsSorted(names)
		},
		"definitions.bare": func(t *testing.T, c client) bool {
			_, body := definitions(t, c)
			return !strings.Contains(body, `"created_at"`)
		},
		"definitions.of-team": func(t *testing.T, c client) bool {
			created := c.post(t, events+"definitions", `{"event":"`+c.name+`","team_id":"demo-team"}`)
			require.Equal(t, http.StatusOK, created.StatusCode)
			names, _ := definitions(t, c)
			ofTeam := c.get(t, events+"definitions?team_id=demo-team&page_size=100").body
			return !slices.Contains(names, c.name) && strings.Contains(ofTeam, c.name)
		},
		"definitions.of-first-names": func(t *testing.T, c client) bool {
			for _, last := range []string{"1", "2", "3", "4", "5", "6"} {
				c.track(t, map[string]any{"event": c.name + last})
			}
			names, _ := definitions(t, c)
			return slices.Contains(names, c.name+"1") && !slices.Contains(names, c.name+"6")
		},
	}
}

// valueProbes ask for values of an attribute that no other event has.
func valueProbes() map[string]probe {
	values := func(t *testing.T, c client, query string) int {
		t.Helper()
		c.track(t, map[string]any{"attributes": map[string]any{c.name: "first"}})
		got := c.post(t, "/v1/bots/"+bot+"/events/attributes/"+c.name+"/values", `{"query":"`+query+`"}`)
		return strings.Count(got.body, `"value"`)
	}
	return map[string]probe{
		"values.of-words": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"attributes": map[string]any{c.name: "a-b"}})
			return values(t, c, "-") == 0 && values(t, c, "irs") == 1
		},
		"values.short-is-all": func(t *testing.T, c client) bool { return values(t, c, "xx") == 1 },
		"values.next-day":     func(t *testing.T, c client) bool { return values(t, c, "first") == 0 },
		"values.repeated":     func(t *testing.T, c client) bool { return values(t, c, "first") == 2 },
		"values.by-beginning": func(t *testing.T, c client) bool { return values(t, c, "irst") == 0 },
	}
}

// funnelProbes ask for funnels.
func funnelProbes() map[string]probe {
	ask := func(t *testing.T, c client, more, first, last string) answer {
		t.Helper()
		return c.post(t, "/v1/bots/"+bot+"/events/funnel", `{"version":"LIVE","start_time":"2020-01-01","end_time":"2030-01-01",`+more+
			`"steps":[{"event_id":"`+first+`"},{"event_id":"`+last+`"}]}`)
	}
	funnel := func(t *testing.T, c client, more string) string {
		t.Helper()
		got := ask(t, c, more, "conversation_started", "nothing")
		require.Equal(t, http.StatusOK, got.StatusCode, got.body)
		return got.body
	}
	return map[string]probe{
		"funnel.by-definition": func(t *testing.T, c client) bool {
			return !strings.Contains(funnel(t, c, ""), `"count":1`) && strings.Contains(funnel(t, c, ""), `"count":0`)
		},
		"funnel.definitions-only": func(t *testing.T, c client) bool {
			return ask(t, c, "", "conversation_started", "nothing").StatusCode == http.StatusBadRequest
		},
		"funnel.by-step": func(t *testing.T, c client) bool { return strings.Count(funnel(t, c, ""), `"values"`) == 2 },
		"funnel.later": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"event": c.name + "new", "timestamp": "2026-01-10T10:00:00Z"})
			return !strings.Contains(ask(t, c, "", c.name+"new", "nothing").body, `"count":1`)
		},
		"funnel.no-empty-filters": func(t *testing.T, c client) bool {
			return ask(t, c, `"properties":[],`, "conversation_started", "nothing").StatusCode == http.StatusBadRequest
		},
		"funnel.one-order": func(t *testing.T, c client) bool {
			for i, event := range []string{"from", "between", "to"} {
				c.track(t, map[string]any{"event": c.name + event, "timestamp": fmt.Sprintf("2026-01-10T10:00:0%dZ", i)})
			}
			return strings.Count(ask(t, c, `"order_type":"strict",`, c.name+"from", c.name+"to").body, `"count":1`) == 2
		},
		"funnel.order-is-text":  func(t *testing.T, c client) bool { return strings.Contains(funnel(t, c, ""), `"order":"1"`) },
		"funnel.zeros-left-out": func(t *testing.T, c client) bool { return !strings.Contains(funnel(t, c, ""), `"nothing"`) },
		"funnel.no-cohorts": func(t *testing.T, c client) bool {
			return strings.Count(funnel(t, c, `"breakdown_property":"language",`), `"values"`) == 1
		},
	}
}
