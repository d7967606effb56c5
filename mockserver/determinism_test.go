package mockserver_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// script sends a fixed series of requests and returns all that came back, headers included.
func script(t testing.TB, s *mockserver.Running) string {
	t.Helper()
	c := demo(s)
	list := streamOf("demobot1") + "?" + everything().query()
	var log strings.Builder
	for _, r := range []reply{
		c.get(t, list), c.get(t, list+"&page_size=1"), c.get(t, list+"&page_size=x"),
		c.get(t, teamOf("demo-team")+"?start_time=2026-01-01&end_time=2027-01-01"),
		c.post(t, trackOf("newbot"), `{"event":"x","attributes":{"z":"1","a":"2","m":"3"}}`), c.post(t, trackOf("newbot"), `{}`),
		c.get(t, streamOf("newbot")+"?"+everything().query()),
		apiKey(s).post(t, "/events", anEvent), webKey(s).post(t, "/events", anEvent), nobody(s).post(t, "/events", anEvent),
		c.post(t, definitionsOf("newbot"), `{"event":"y"}`), c.get(t, definitionsOf("demobot1")),
		webKey(s).post(t, "/conversations", `{"type":"openai","messages":[{"role":"user","content":"hi"}]}`),
		apiKey(s).post(t, "/feedback", `{"type":"positive","messageId":"m"}`),
		apiKey(s).get(t, "/conversations"), apiKey(s).get(t, "/feedback"), apiKey(s).post(t, "/query/events", `{}`),
		apiKey(s).post(t, "/query/semantic-threads/export", `{}`), apiKey(s).get(t, "/query/top-search-queries"),
		c.get(t, list+"&user_id=nobody&b=1&a=2"), c.get(t, "/v1/nowhere"), c.get(t, "/__understudy/violations"),
		c.get(t, "/__understudy/fidelity"),
		other(s).get(t, streamOf("otherbot")+"?"+everything().query()),
	} {
		r.header.Del("Date") // net/http's own
		fmt.Fprintln(&log, r.status, r.body)
		for _, name := range slices.Sorted(maps.Keys(r.header)) {
			fmt.Fprintln(&log, name, r.header[name])
		}
	}
	return log.String()
}

func TestDeterminism(t *testing.T) {
	opts := seeded(60)
	first := script(t, mockserver.Start(t, opts))
	require.Equal(t, first, script(t, mockserver.Start(t, opts)), "the same seed and clock give the same bytes")

	opts.Seed = 1
	require.Equal(t, first, script(t, mockserver.Start(t, opts)), "no seed means 1")
	opts.Seed = 2
	require.NotEqual(t, first, script(t, mockserver.Start(t, opts)), "another seed gives other data")
}

// TestReset wants the server back where it began, byte for byte.
func TestReset(t *testing.T) {
	s := mockserver.Start(t, seeded(60))
	c := demo(s)
	world := func() string {
		var all strings.Builder
		for _, bot := range []string{"demobot1", "demobot2", "newbot"} {
			for _, version := range []string{"LIVE", "DRAFT"} {
				fmt.Fprintln(&all, c.walk(t, bot, args{"version": version}))
			}
		}
		fmt.Fprintln(&all, other(s).walkTeam(t, "other-team", args{}))
		fmt.Fprintln(&all, c.walkTeam(t, "demo-team", args{}))
		return all.String()
	}
	write := func() string {
		a := c.post(t, trackOf("demobot1"), `{"event":"x"}`)
		b := c.post(t, trackOf("newbot"), `{"id":"x"}`)
		return a.body + b.body + apiKey(s).log(t, anEvent) + apiKey(s).log(t, strings.Replace(anEvent, "{", `{"id":"same",`, 1))
	}
	start := world()
	written := write()
	other(s).track(t, "rival", args{})
	require.NotEqual(t, start, world())

	r := nobody(s).post(t, "/__understudy/reset", "")
	require.JSONEq(t, `{"status":"ok","seed":1,"scenario":"busy-month","events_per_bot":60,"anchor":"2026-01-15T12:00:00.123Z"}`, r.body)
	require.Equal(t, start, world(), "the seeded data are back, and nothing else")
	require.Equal(t, written, write(), "generated ids start anew")

	t.Run("bots_are_free_again", func(t *testing.T) {
		require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status)
		other(s).track(t, "newbot", args{})
		c.track(t, "rival", args{})
	})
	t.Run("an_inkeep_id_is_free_again", func(t *testing.T) {
		apiKey(s).log(t, strings.Replace(anEvent, "{", `{"id":"same","properties":{},`, 1))
	})
}

// TestResetMovesTheData wants the seeded data to end at the time of the reset.
func TestResetMovesTheData(t *testing.T) {
	opts := seeded(60)
	clock := newTicking()
	opts.Clock = clock
	c := demo(mockserver.Start(t, opts))
	last := func() string {
		all := c.walk(t, "demobot1", nil)
		require.NotEmpty(t, all)
		return all[len(all)-1].Timestamp
	}
	before := last()
	clock.looks.Add(90 * 24 * 3600)
	require.Equal(t, before, last(), "the data stay where they are")
	require.Equal(t, http.StatusOK, c.post(t, "/__understudy/reset", "").status)
	require.Greater(t, last(), "2026-04", "the data end at the time of the reset")
}
