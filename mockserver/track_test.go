package mockserver_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

func TestTrack(t *testing.T) {
	c := demo(fresh(t))

	t.Run("everything_given_comes_back", func(t *testing.T) {
		bot := ownBot(t)
		id := c.track(t, bot, args{
			"id": "my id/ü 🎉", "version": "DRAFT", "user_id": "usér\u0001x", "event": "a \"quoted\" <event> & more\u2028",
			"attributes": args{"": "", "b": "\\", "a": "\n\t", "ключ": "значение", "شكرا": "مرحبا"},
			"context": args{
				"conversation_id": "conv 1",
				"campaign":        args{"id": "k", "source": "s", "medium": "m", "name": "n", "content": "c", "term": "t"},
			},
			"timestamp": "2026-01-12T09:59:59.123456789+01:00",
		})
		require.Equal(t, "my id/ü 🎉", id)
		require.Equal(t, []event{{
			ID: id, Event: "a \"quoted\" <event> & more\u2028", BotID: bot, Version: "DRAFT", UserID: "usér\u0001x",
			ConversationID: "conv 1",
			Attributes:     map[string]string{"": "", "b": "\\", "a": "\n\t", "ключ": "значение", "شكرا": "مرحبا"},
			Timestamp:      "2026-01-12T08:59:59.123456789Z",
		}}, c.list(t, bot, args{"version": "DRAFT", "campaign_id": "k"}).Events)
	})

	t.Run("nothing_is_required", func(t *testing.T) {
		bot := ownBot(t)
		id := c.track(t, bot, args{})
		require.NoError(t, uuid.Validate(id))
		require.Equal(t, []event{{
			ID: id, BotID: bot, Version: "LIVE", Attributes: map[string]string{},
			Timestamp: "2026-01-15T12:00:00.123Z",
		}},
			c.list(t, bot, nil).Events)
	})

	t.Run("an_empty_id_is_none", func(t *testing.T) {
		require.NoError(t, uuid.Validate(c.track(t, ownBot(t), args{"id": ""})))
	})

	t.Run("the_longest_id", func(t *testing.T) {
		bot := ownBot(t)
		long := strings.Repeat("é", 512)
		require.Equal(t, long, c.track(t, bot, args{"id": long}))
		c.track(t, bot, args{"id": long[:1022] + "z"})
		require.Len(t, c.walk(t, bot, args{"page_size": 1}), 2, "a token carries it")
	})

	t.Run("a_retry_answers_to_the_byte", func(t *testing.T) {
		body := args{"id": "retry", "event": "x"}.json(t)
		require.Equal(t, c.post(t, trackOf(ownBot(t)), body).body, c.post(t, trackOf(ownBot(t)), body).body)
	})

	t.Run("the_same_id_in_two_bots_is_two_events", func(t *testing.T) {
		c.track(t, ownBot(t)+"a", args{"id": "same", "event": "x"})
		c.track(t, ownBot(t)+"b", args{"id": "same", "event": "y"})
		require.Equal(t, "x", c.list(t, ownBot(t)+"a", nil).Events[0].Event)
		require.Equal(t, "y", c.list(t, ownBot(t)+"b", nil).Events[0].Event)
	})
}

// TestTrackGeneratesIDs wants every event without an id to be an event of its own.
func TestTrackGeneratesIDs(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	t.Run("generated_ids_differ", func(t *testing.T) {
		bot := ownBot(t)
		require.NotEqual(t, c.track(t, bot, args{}), c.track(t, bot, args{}))
		require.Len(t, c.listed(t, bot, nil), 2)
	})

	t.Run("a_generated_id_never_meets_one_that_is_taken", func(t *testing.T) {
		foreseen, bot := c.track(t, ownBot(t)+"-a", args{}), ownBot(t)
		require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status)
		c.track(t, bot, args{"id": foreseen}) // the ids that come are those that came before the reset
		for range 60 {
			c.track(t, bot, args{})
		}
		require.Len(t, c.walk(t, bot, nil), 61, "every event without an id is an event of its own")
	})
}

// TestTrackSameID wants one event per id in each version of a bot, the first.
func TestTrackSameID(t *testing.T) {
	s := mockserver.Start(t, seeded(20))
	c := demo(s)

	t.Run("the_first_is_kept", func(t *testing.T) {
		bot := ownBot(t)
		c.track(t, bot, args{"id": "x", "event": "first", "timestamp": "2020-01-01T00:00:00Z"})
		require.Equal(t, "x", c.track(t, bot, args{"id": "x", "event": "second", "timestamp": "2020-01-02T00:00:00Z"}))
		got := c.list(t, bot, args{"end_time": "2021-01-01"}).Events
		require.Len(t, got, 1)
		require.Equal(t, "first", got[0].Event)
	})

	t.Run("the_other_version_may_have_the_id", func(t *testing.T) {
		bot := ownBot(t)
		c.track(t, bot, args{"id": "x", "event": "first"})
		require.Equal(t, "x", c.track(t, bot, args{"id": "x", "event": "second", "version": "DRAFT"}))
		require.Equal(t, []string{"x"}, c.listed(t, bot, args{"event": "first"}))
		require.Equal(t, []string{"x"}, c.listed(t, bot, args{"version": "DRAFT", "event": "second"}))
	})

	t.Run("a_seeded_event_is_kept_too", func(t *testing.T) {
		all := c.walk(t, "demobot1", nil)
		require.NotEmpty(t, all)
		require.Equal(t, all[0].ID, c.track(t, "demobot1", args{"id": all[0].ID, "event": "intruder"}))
		require.Equal(t, all, c.walk(t, "demobot1", nil))
		require.Empty(t, c.listed(t, "demobot1", args{"event": "intruder"}))
	})

	t.Run("a_seeded_id_of_another_bot_is_free", func(t *testing.T) {
		id := c.walk(t, "demobot1", nil)[0].ID
		c.track(t, "demobot2", args{"id": id, "event": "newcomer"})
		require.Equal(t, []string{id}, c.listed(t, "demobot2", args{"event": "newcomer"}))
	})
}

// TestTrackRefused wants of every bad event a refusal that names the place, and nothing stored.
func TestTrackRefused(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	for _, tt := range []struct{ name, body, word string }{
		{"attribute_number", `{"attributes":{"step_number":3}}`, "/attributes/step_number"},
		{"attribute_null", `{"attributes":{"a":null}}`, "/attributes/a"},
		{"attribute_bool", `{"attributes":{"a":true}}`, "/attributes/a"},
		{"attribute_object", `{"attributes":{"a":{}}}`, "/attributes/a"},
		{"attribute_list", `{"attributes":{"a":["x"]}}`, "/attributes/a"},
		{"attribute_with_slash", `{"attributes":{"a/b~c":1}}`, "/attributes/a~1b~0c"},
		{"attributes_list", `{"attributes":[]}`, "/attributes"},
		{"attributes_null", `{"attributes":null}`, "/attributes"},
		{"version_lower_case", `{"version":"live"}`, "/version"},
		{"version_empty", `{"version":""}`, "/version"},
		{"version_unknown", `{"version":"TEST"}`, "/version"},
		{"version_null", `{"version":null}`, "/version"},
		{"id_number", `{"id":5}`, "/id"},
		{"id_null", `{"id":null}`, "/id"},
		{"id_too_long", `{"id":"` + strings.Repeat("x", 1025) + `"}`, "/id"},
		{"id_too_many_bytes", `{"id":"` + strings.Repeat("é", 513) + `"}`, "/id"},
		{"user_number", `{"user_id":5}`, "/user_id"},
		{"event_list", `{"event":["x"]}`, "/event"},
		{"context_text", `{"context":"c"}`, "/context"},
		{"conversation_number", `{"context":{"conversation_id":1}}`, "/context/conversation_id"},
		{"campaign_text", `{"context":{"campaign":"c"}}`, "/context/campaign"},
		{"campaign_id_number", `{"context":{"campaign":{"id":7}}}`, "/context/campaign/id"},
		{"timestamp_number", `{"timestamp":1768478400}`, "/timestamp"},
		{"timestamp_empty", `{"timestamp":""}`, "/timestamp"},
		{"timestamp_without_zone", `{"timestamp":"2026-01-10T10:00:00"}`, "/timestamp"},
		{"timestamp_date", `{"timestamp":"2026-01-10"}`, "/timestamp"},
		{"timestamp_impossible", `{"timestamp":"2026-02-30T10:00:00Z"}`, "/timestamp"},
		{"timestamp_before_year_0", `{"timestamp":"0000-01-01T00:00:00+01:00"}`, "/timestamp"},
		{"timestamp_after_year_9999", `{"timestamp":"9999-12-31T23:59:59-01:00"}`, "/timestamp"},
		{"array", `[{"event":"x"}]`, "object"},
		{"text", `"x"`, "object"},
		{"null", `null`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c.post(t, trackOf(bot), tt.body).refusedByChatlayer(t, http.StatusBadRequest, tt.word)
		})
	}
	t.Run("every_mistake_is_named", func(t *testing.T) {
		c.post(t, trackOf(bot), `{"id":1,"attributes":{"a":2},"version":"x"}`).refusedByChatlayer(t, http.StatusBadRequest, "/id",
			"/attributes/a", "/version")
	})
	t.Run("nothing_was_stored", func(t *testing.T) {
		require.Empty(t, c.walk(t, bot, nil))
		require.Empty(t, c.walk(t, bot, args{"version": "DRAFT"}))
	})
}

func TestTrackContentType(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	for i, accepted := range []string{
		"application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8",
		`application/json; charset="utf-8"`,
	} {
		id := fmt.Sprint("e", i)
		r := c.post(t, trackOf(bot), `{"id":"`+id+`"}`, "Content-Type: "+accepted)
		require.Equal(t, http.StatusOK, r.status, "%s: %s", accepted, r.body)
	}
	for _, refused := range []string{
		"", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1",
		"application/problem+json", "json", "*/*",
	} {
		c.post(t, trackOf(bot), `{"id":"x"}`, "Content-Type: "+refused).refusedByChatlayer(t, http.StatusUnsupportedMediaType,
			"Content-Type")
		webKey(s).post(t, "/events", `{"entityType":"search","type":"x","searchQuery":"q"}`, "Content-Type: "+refused).
			refusedByInkeep(t, http.StatusUnsupportedMediaType, "Content-Type")
	}
	c.post(t, trackOf(bot), `{"id":"x"}`, "Content-Encoding: gzip").refusedByChatlayer(t, http.StatusUnsupportedMediaType,
		"Content-Encoding")
	require.Equal(t, []string{"e0", "e1", "e2", "e3"}, c.listed(t, bot, nil))
}
