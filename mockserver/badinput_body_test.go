package mockserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestBadJSON sends what is no JSON, or not quite, to every operation with a body.
func TestBadJSON(t *testing.T) {
	s := fresh(t)
	bot := ownBot(t)
	for name, body := range map[string]string{
		"empty":                     "",
		"white_space":               " \n",
		"broken":                    `{"event":`,
		"single_quotes":             `{'event':'x'}`,
		"trailing_comma":            `{"event":"x",}`,
		"comment":                   `{"event":"x"/**/}`,
		"trailing_garbage":          `{"event":"x"}x`,
		"two_values":                `{"event":"x"}{"event":"y"}`,
		"NaN":                       `{"event":NaN}`,
		"NUL_byte":                  "{\"event\":\"a\x00b\"}",
		"NUL_after":                 "{\"event\":\"x\"}\x00",
		"raw_line_break":            "{\"event\":\"a\nb\"}",
		"invalid_UTF-8":             "{\"event\":\"\xff\"}",
		"overlong_UTF-8":            "{\"event\":\"\xc0\x80\"}",
		"surrogate_in_UTF-8":        "{\"event\":\"\xed\xa0\x80\"}",
		"half_a_surrogate_pair":     `{"event":"\ud800"}`,
		"UTF-16":                    "\xff\xfe{\x00}\x00",
		"byte_order_mark":           "\ufeff{}",
		"duplicate_member":          `{"event":"x","event":"y"}`,
		"duplicate_escaped_member":  `{"event":"x","\u0065vent":"y"}`,
		"duplicate_member_deep":     `{"event":"x","attributes":{"a":"1","a":"2"}}`,
		"depth_1001":                strings.Repeat("[", 1001) + strings.Repeat("]", 1001),
		"depth_10000":               `{"event":` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + `}`,
		"depth_10000_of_objects":    strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000),
		"depth_10000_and_no_end":    strings.Repeat(`[`, 10_000),
		"form":                      "event=x&user_id=y",
		"xml":                       "<event/>",
		"gzip":                      "\x1f\x8b\x08\x00",
		"number_with_leading_zeros": `{"event":"x","n":007}`,
	} {
		t.Run(name, func(t *testing.T) {
			json := "Content-Type: application/json"
			demo(s).post(t, trackOf(bot), body, json).refusedByChatlayer(t, http.StatusBadRequest)
			demo(s).post(t, streamOf(bot), body, json).refusedByChatlayer(t, http.StatusBadRequest)
			demo(s).post(t, "/v1/echo", body, json).refusedByChatlayer(t, http.StatusBadRequest)
			apiKey(s).post(t, "/events", body, json).refusedByInkeep(t, http.StatusBadRequest)
		})
	}
	for _, body := range []string{`[]`, `"x"`, `1`, `true`, `null`} {
		demo(s).post(t, trackOf(bot), body).refusedByChatlayer(t, http.StatusBadRequest)
		demo(s).post(t, streamOf(bot), body).refusedByChatlayer(t, http.StatusBadRequest)
		demo(s).post(t, "/v1/echo", body).refusedByChatlayer(t, http.StatusBadRequest)
		apiKey(s).post(t, "/events", body).refusedByInkeep(t, http.StatusUnprocessableEntity)
	}
	t.Run("nothing_was_stored", func(t *testing.T) { require.Empty(t, demo(s).listed(t, bot, nil)) })
	t.Run("depth_1000_is_taken", func(t *testing.T) {
		body := `{"entityType":"search","type":"x","searchQuery":"q","properties":{"a":` +
			strings.Repeat("[", 998) + strings.Repeat("]", 998) + `}}`
		require.Contains(t, apiKey(s).log(t, body), strings.Repeat("[", 998))
	})
}

// TestNULInJSON sends the one character that no text may have.
func TestNULInJSON(t *testing.T) {
	s := fresh(t)
	bot := ownBot(t)
	for _, body := range []string{`{"event":"a\u0000b"}`, `{"attributes":{"a\u0000":"b"}}`} {
		demo(s).post(t, trackOf(bot), body).refusedByChatlayer(t, http.StatusBadRequest, "NUL")
	}
	for _, members := range []string{
		`"type":"\u0000"`, `"type":"t","properties":{"a":[{"b":"\u0000"}]}`, `"type":"t","properties":{"\u0000":1}`,
	} {
		apiKey(s).post(t, "/events", `{"entityType":"search","searchQuery":"q",`+members+`}`).
			refusedByInkeep(t, http.StatusUnprocessableEntity, "NUL")
	}
	require.Empty(t, demo(s).listed(t, bot, nil), "nothing was stored")
}

// TestLargeBody sends the largest body that is taken, and one byte more.
func TestLargeBody(t *testing.T) {
	s := fresh(t)
	bot := ownBot(t)
	const limit = 2 << 20
	event := func(size int) string {
		const start, end = `{"id":"large","event":"`, `"}`
		return start + strings.Repeat("x", size-len(start)-len(end)) + end
	}
	inkeepEvent := func(size int) string {
		const start, end = `{"entityType":"search","type":"x","id":"large","searchQuery":"`, `"}`
		return start + strings.Repeat("x", size-len(start)-len(end)) + end
	}
	chunked := func(c client, target, body string) reply {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+target, struct{ *strings.Reader }{strings.NewReader(body)})
		require.NoError(t, err)
		r.ContentLength = -1
		r.Header.Set("Authorization", c.auth)
		r.Header.Set("Content-Type", "application/json")
		return c.exchange(t, r)
	}
	t.Run("one_byte_too_many", func(t *testing.T) {
		demo(s).post(t, trackOf(bot), event(limit+1)).refusedByChatlayer(t, http.StatusRequestEntityTooLarge, "2097152")
		apiKey(s).post(t, "/events", inkeepEvent(limit+1)).refusedByInkeep(t, http.StatusRequestEntityTooLarge, "2097152")
	})
	t.Run("one_byte_too_many_in_chunks", func(t *testing.T) {
		chunked(demo(s), trackOf(bot), event(limit+1)).refusedByChatlayer(t, http.StatusRequestEntityTooLarge, "2097152")
		chunked(apiKey(s), "/events", inkeepEvent(limit+1)).refusedByInkeep(t, http.StatusRequestEntityTooLarge, "2097152")
	})
	t.Run("nothing_was_stored", func(t *testing.T) { require.Empty(t, demo(s).listed(t, bot, nil)) })
	t.Run("the_largest", func(t *testing.T) {
		require.Len(t, apiKey(s).log(t, inkeepEvent(limit)),
			limit+len(`,"createdAt":"2026-01-15T12:00:00.123Z","projectId":"demo-project",`+
				`"integrationId":"demo-api-integration","properties":null,"userProperties":null`))
		require.Equal(t, http.StatusOK, chunked(demo(s), trackOf(bot), event(limit)).status)
		require.Equal(t, []string{"large"}, demo(s).listed(t, bot, nil))
	})
	t.Run("another_limit", func(t *testing.T) {
		opts := quiet()
		opts.Limits.BodyBytes = 100
		small := mockserver.Start(t, opts)
		demo(small).post(t, trackOf(bot), event(101)).refusedByChatlayer(t, http.StatusRequestEntityTooLarge, "100 bytes")
		require.Equal(t, http.StatusOK, demo(small).post(t, trackOf(bot), event(100)).status)
	})
}
