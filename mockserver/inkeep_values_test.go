package mockserver_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestLogEventKeepsProperties wants properties back byte for byte: numbers as written, nulls, order and all.
func TestLogEventKeepsProperties(t *testing.T) {
	s := fresh(t)
	deep := strings.Repeat(`{"a":[null,`, 400) + `null` + strings.Repeat(`]}`, 400)
	for name, properties := range map[string]string{
		"numbers_stay_as_written": `{"big":12345678901234567890,"point":1.0,"exponent":1e2,"E":1E+2,"small":-0.0,"tiny":1e-400,` +
			`"huge":1e400,` +
			`"int":9007199254740993}`,
		"nulls_at_any_depth": `{"a":null,"b":{"c":null,"d":[null,{"e":null}]}}`,
		"order_of_members":   `{"z":1,"a":2,"m":{"y":1,"b":2},"A":3}`,
		"escapes":            `{"\u0061":"\u00e9\n\/<>&\u2028\ud83c\udf89","é":"é🎉"}`,
		"white_space":        `{ "a" :  [ 1 ,	2 ] }`,
		"empty_names":        `{"":{"":""}}`,
		"no_members":         `{}`,
		"proto":              `{"__proto__":{"x":1},"constructor":null}`,
		"four_hundred_deep":  deep,
		"names_of_the_event": `{"id":1,"type":null,"properties":{"properties":null}}`,
	} {
		t.Run(name, func(t *testing.T) {
			body := `{"entityType":"search","type":"x","searchQuery":"q","properties":` + properties + `,"userProperties":` +
				strings.ReplaceAll(properties, `"id":1,`, ``) + `}`
			var got struct{ Properties, UserProperties json.RawMessage }
			require.NoError(t, json.Unmarshal([]byte(apiKey(s).log(t, body)), &got))
			require.Equal(t, properties, string(got.Properties))
			require.Equal(t, strings.ReplaceAll(properties, `"id":1,`, ``), string(got.UserProperties))
		})
	}
	t.Run("user_ids_are_text_number_or_null", func(t *testing.T) {
		for _, id := range []string{`"7"`, `7`, `7.50`, `12345678901234567890`, `null`} {
			properties := `{"id":` + id + `,"userId":` + id + `,"identificationType":null,"supportAgentName":null,"extra":[` + id + `]}`
			require.Contains(t, apiKey(s).log(t, `{"entityType":"search","type":"x","searchQuery":"q","userProperties":`+properties+`}`),
				properties)
		}
	})
	t.Run("null_stays_null", func(t *testing.T) {
		got := apiKey(s).log(t, `{"entityType":"search","type":"x","searchQuery":"q","properties":null,"userProperties":null}`)
		require.Contains(t, got, `"properties":null,"userProperties":null`)
	})
	t.Run("texts", func(t *testing.T) {
		got := apiKey(s).log(t, `{"entityType":"search","type":"<a&b>\u0001","searchQuery":"\"قهوة\" 🎉\\"}`)
		var e map[string]any
		require.NoError(t, json.Unmarshal([]byte(got), &e))
		require.Equal(t, "<a&b>\x01", e["type"])
		require.Equal(t, `"قهوة" 🎉\`, e["searchQuery"])
	})
}

func TestLogEventSameID(t *testing.T) {
	s := fresh(t)
	c := apiKey(s)
	event := func(id, members string) string {
		return fmt.Sprintf(`{"entityType":"search","type":"x","searchQuery":"q","id":%q%s}`, id, members)
	}
	t.Run("the_same_event_is_the_same_record", func(t *testing.T) {
		for i, members := range []string{"", `,"createdAt":"2026-01-01T00:00:00Z"`, `,"properties":{"a":1.0}`, `,"projectId":null`} {
			body := event(fmt.Sprint("same", i), members)
			require.Equal(t, c.log(t, body), c.log(t, body))
		}
	})
	t.Run("the_same_instant_in_another_offset", func(t *testing.T) {
		require.Equal(t, c.log(t, event("zone", `,"createdAt":"2026-01-01T00:00:00Z"`)),
			c.log(t, event("zone", `,"createdAt":"2026-01-01T01:00:00.000+01:00"`)))
	})
	for name, members := range map[string]string{
		"another_type":       `,"type":"y"`,
		"another_time":       `,"createdAt":"2026-01-01T00:00:00Z"`,
		"another_project":    `,"projectId":"p"`,
		"other_properties":   `,"properties":{}`,
		"another_user":       `,"userProperties":{"id":1}`,
		"another_query":      `,"searchQuery":"r"`,
		"another_entityType": `,"entityType":"message","messageId":"m"`,
	} {
		t.Run(name+"_is_a_conflict", func(t *testing.T) {
			first := c.log(t, event(name, ""))
			body := strings.TrimSuffix(event(name, ""), "}") + members + "}"
			for _, m := range []string{"type", "searchQuery", "entityType"} { // no member twice
				if strings.Contains(members, `"`+m+`"`) {
					body = strings.Replace(body, map[string]string{
						"type": `"type":"x",`, "searchQuery": `"searchQuery":"q",`,
						"entityType": `"entityType":"search",`,
					}[m], "", 1)
				}
			}
			c.post(t, "/events", body).refusedByInkeep(t, http.StatusConflict, name)
			require.Equal(t, first, c.log(t, event(name, "")), "the first stays")
		})
	}
	t.Run("through_another_integration_is_a_conflict", func(t *testing.T) {
		c.log(t, event("integration", ""))
		webKey(s).post(t, "/events", event("integration", "")).refusedByInkeep(t, http.StatusConflict, "integration")
	})
	t.Run("a_refused_event_takes_no_id", func(t *testing.T) {
		c.post(t, "/events", event("free", `,"properties":1`)).refusedByInkeep(t, http.StatusUnprocessableEntity)
		c.log(t, event("free", ""))
	})
}

// TestLogEventRetry repeats an event without a time later: it is the same event, and keeps its time.
func TestLogEventRetry(t *testing.T) {
	opts := quiet()
	opts.Clock = newTicking()
	c := apiKey(mockserver.Start(t, opts))
	const body = `{"id":"r","entityType":"search","type":"x","searchQuery":"q"}`
	require.Equal(t, c.log(t, body), c.log(t, body))
}
