package mockserver_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// namespaceRow is a row of GET namespaces.
type namespaceRow struct {
	Name     string
	Created  time.Time `json:"created_at"`
	LastUsed time.Time `json:"last_used_at"`
	Requests int
	Tracked  int
	Options  map[string]any
}

func (c client) put(t testing.TB, target, body string) reply {
	t.Helper()
	return c.send(t, http.MethodPut, target, body)
}

func (c client) rows(t testing.TB) []namespaceRow {
	t.Helper()
	var list struct{ Namespaces []namespaceRow }
	c.get(t, "/__understudy/namespaces").into(t, &list)
	return list.Namespaces
}

func TestNamespacesAreListed(t *testing.T) {
	began := time.Now()
	mock := mockserver.Start(t, quiet())
	id := demo(mock).in("b").track(t, "x", args{"event": "e"})
	require.Equal(t, []string{id}, demo(mock).in("b").eventsOf(t, "x"))
	nobody(mock).in("a").get(t, "/__understudy/healthz")
	rows := nobody(mock).rows(t)
	var names []string
	for _, row := range rows {
		names = append(names, row.Name)
		require.WithinRange(t, row.Created, began, time.Now(), "it is the machine's time")
		require.WithinRange(t, row.LastUsed, row.Created, time.Now())
	}
	require.Equal(t, []string{"a", "b", "default"}, names)
	require.Equal(t, []int{0, 3, 0}, []int{rows[0].Requests, rows[1].Requests, rows[2].Requests}, "requests of the APIs")
	require.Equal(t, []int{0, 1, 0}, []int{rows[0].Tracked, rows[1].Tracked, rows[2].Tracked})
	require.Equal(t, map[string]any{
		"seed": 1.0, "scenario": "busy-month", "events": 0.0, "now": "2026-01-15T12:00:00.123Z", "auth": "strict", "strict": false,
		"misbehave": "", "variants": []any{},
	}, rows[1].Options)
	var one namespaceRow
	nobody(mock).get(t, "/__understudy/namespaces/b").into(t, &one)
	require.Equal(t, rows[1], one, "asking uses it not")
	nobody(mock).in("b").post(t, "/__understudy/reset", "")
	nobody(mock).get(t, "/__understudy/namespaces/b").into(t, &one)
	require.Equal(t, []int{0, 0}, []int{one.Requests, one.Tracked}, "a reset begins to count anew")
	require.Equal(t, rows[1].Created, one.Created)
}

func TestNamespacesWithOptions(t *testing.T) {
	mock := mockserver.Start(t, seeded(200))
	own := nobody(mock)
	const path = "/__understudy/namespaces/"
	t.Run("each_has_its_own", func(t *testing.T) {
		require.Equal(t, http.StatusCreated, own.put(t, path+"empty", `{"scenario":"empty"}`).status)
		require.Equal(t, http.StatusCreated, own.put(t, path+"wrong",
			`{"misbehave":"page.repeats-last","variants":["page.short-pages"]}`).status)
		require.Equal(t, http.StatusCreated, own.put(t, path+"open", `{"auth":"off","strict":true,"seed":18446744073709551615}`).status)
		require.Equal(t, http.StatusCreated, own.put(t, path+"early", `{"now":"2020-01-01T00:00:00Z","events":5}`).status)
		require.Empty(t, demo(mock).in("empty").eventsOf(t, "demobot1"))
		require.Equal(t, "page.repeats-last", demo(mock).in("wrong").get(t, "/v1/echo").header.Get("Understudy-Misbehaving"))
		require.Empty(t, demo(mock).get(t, "/v1/echo").header.Get("Understudy-Misbehaving"))
		require.Equal(t, http.StatusBadRequest, nobody(mock).in("open").post(t, trackOf("x"), `{"event":"e","more":1}`).status)
		require.NotEqual(t, demo(mock).eventsOf(t, "demobot1"), nobody(mock).in("open").eventsOf(t, "demobot1"), "another seed")
		for _, e := range demo(mock).in("early").list(t, "demobot1", nil).Events {
			require.Less(t, e.Timestamp, "2020-01-01T00:00:01")
		}
	})
	t.Run("put_makes_it_anew", func(t *testing.T) {
		demo(mock).in("empty").track(t, "x", args{"event": "e"})
		got := own.put(t, path+"empty", "")
		require.Equal(t, http.StatusOK, got.status)
		require.Contains(t, got.body, `"scenario":"busy-month"`)
		require.NotEmpty(t, demo(mock).in("empty").eventsOf(t, "demobot1"))
	})
	t.Run("a_namespace_makes_itself_anew", func(t *testing.T) {
		require.Equal(t, http.StatusOK, own.in("self").put(t, path+"self", `{"scenario":"empty"}`).status)
		require.Empty(t, demo(mock).in("self").eventsOf(t, "demobot1"))
		require.Equal(t, http.StatusNoContent, own.in("self").send(t, http.MethodDelete, path+"self", "").status)
		require.Equal(t, http.StatusNotFound, own.get(t, path+"self").status)
	})
	t.Run("default_too", func(t *testing.T) {
		require.Equal(t, http.StatusOK, own.put(t, path+"default", `{"scenario":"empty"}`).status)
		require.Empty(t, demo(mock).eventsOf(t, "demobot1"))
		require.NotEmpty(t, demo(mock).in("later").eventsOf(t, "demobot1"), "others are as serve has it")
		require.Equal(t, http.StatusNoContent, own.send(t, http.MethodDelete, path+"default", "").status)
		require.NotEmpty(t, demo(mock).eventsOf(t, "demobot1"))
	})
	t.Run("every_mistake_at_once_and_nothing_changes", func(t *testing.T) {
		got := own.put(t, path+"bad", `{"sed":1,"scenario":"emty","misbehave":"page.repeat-last","events":"x",
			"variants":["page.short-pages","page.short-pags"],"now":"yesterday","auth":"on"}`)
		got.refusedByControl(t, http.StatusBadRequest, `did you mean "seed"`, `did you mean "empty"`, `did you mean "page.repeats-last"`,
			`/variants/1`, `did you mean "page.short-pages"`, "/events", "/now", "/auth")
		require.NotContains(t, got.body, `"operation":""`)
		require.Equal(t, http.StatusNotFound, own.get(t, path+"bad").status)
		own.in("empty").post(t, "/__understudy/reset", `{"scenario":"emty"}`).refusedByControl(t, http.StatusBadRequest, "/scenario")
		require.NotEmpty(t, demo(mock).in("empty").eventsOf(t, "demobot1"))
	})
	t.Run("too_many", func(t *testing.T) {
		opts := quiet()
		opts.MaxNamespaces = 1
		full := mockserver.Start(t, opts)
		require.Equal(t, http.StatusCreated, nobody(full).put(t, path+"a", "").status)
		got := nobody(full).put(t, path+"b", "")
		got.refusedByControl(t, http.StatusServiceUnavailable, "--max-namespaces")
		require.NotEmpty(t, got.header.Get("Retry-After"))
		require.Equal(t, http.StatusOK, nobody(full).put(t, path+"a", "").status, "there is one already")
		nobody(full).send(t, http.MethodDelete, path+"a", "")
		require.Equal(t, http.StatusCreated, nobody(full).put(t, path+"b", "").status)
	})
}

// TestASeedThatIsNoneIsRefused has numbers that are right where they are compared in floating point.
func TestASeedThatIsNoneIsRefused(t *testing.T) {
	own := nobody(mockserver.Start(t, quiet()))
	for _, seed := range []string{"18446744073709551616", "7.0", "7e0"} {
		for _, got := range []reply{
			own.put(t, "/__understudy/namespaces/a", `{"seed":`+seed+`}`), own.post(t, "/__understudy/reset", `{"seed":`+seed+`}`),
		} {
			got.refusedByControl(t, http.StatusBadRequest, "/seed", seed)
			require.NotContains(t, got.body, "18446744073709552000", "the limit is told to the digit")
		}
	}
}

func TestResetWithOptions(t *testing.T) {
	mock := mockserver.Start(t, seeded(50))
	c, own := demo(mock).in("a"), nobody(mock).in("a")
	reset := func(body string) map[string]any {
		var got map[string]any
		own.post(t, "/__understudy/reset", body).into(t, &got)
		return got
	}
	own.put(t, "/__understudy/namespaces/a", `{"seed":7,"events":20}`)
	require.Equal(t, 7.0, reset("")["seed"], "without a body it keeps its options")
	got := reset(`{"now":"2021-05-01T00:00:00Z"}`)
	require.Equal(t, map[string]any{
		"status": "ok", "seed": 1.0, "scenario": "busy-month", "events_per_bot": 50.0, "anchor": "2021-05-01T00:00:00Z",
	}, got, "those that are given take the place of all that were")
	require.Contains(t, c.get(t, "/v1/echo").header.Get("Date"), "01 May 2021")
	own.put(t, "/__understudy/clock", `{"mode":"real"}`)
	require.Equal(t, "2021-05-01T00:00:00Z", reset("")["anchor"], "the clock is back too")
	reset(`{"misbehave":"auth.any-basic"}`)
	require.Equal(t, http.StatusBadRequest, client{c.url, basic("who:ever")}.post(t, "/v1/echo", "{}").status)
	id := c.get(t, "/v1/echo").header.Get("Understudy-Request-Id")
	reset(`{}`)
	require.Equal(t, http.StatusUnauthorized, client{c.url, basic("who:ever")}.post(t, "/v1/echo", "{}").status)
	require.NotEqual(t, id, c.get(t, "/v1/echo").header.Get("Understudy-Request-Id"))
	require.Len(t, mock.Violations(), 3, "those since the reset, of all namespaces")
}

// TestResetForgetsWhatAMistakeRemembers asks a server whose mistake depends on what it saw before.
func TestResetForgetsWhatAMistakeRemembers(t *testing.T) {
	mock := mockserver.Start(t, quiet())
	own := nobody(mock).in("a")
	own.put(t, "/__understudy/namespaces/a", `{"variants":["token.single-use"],"events":50}`)
	var page struct {
		Next string `json:"next_page_token"`
	}
	list := streamOf("demobot1") + "?version=LIVE&start_time=2000-01-01&end_time=2100-01-01&page_size=1"
	demo(mock).in("a").get(t, list).into(t, &page)
	own.post(t, "/__understudy/reset", "")
	require.Equal(t, http.StatusBadRequest, demo(mock).in("a").get(t, list+"&page_token="+page.Next).status)
}
