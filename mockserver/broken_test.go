package mockserver_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver"
)

// recorder is a test that is written down instead of failing the one that it is in.
type recorder struct {
	testing.TB
	failures []string
	cleanups []func()
}

func (r *recorder) Errorf(format string, values ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, values...))
}
func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

func (r *recorder) end() {
	for len(r.cleanups) > 0 {
		last := r.cleanups[len(r.cleanups)-1]
		r.cleanups = r.cleanups[:len(r.cleanups)-1]
		last()
	}
}

// recorded is a server of a recorded test that fails for what breaks the contract.
func recorded(t *testing.T) (*recorder, *mockserver.Running, client) {
	t.Helper()
	opts := quiet()
	opts.FailOnViolation = true
	r := &recorder{TB: t}
	s := mockserver.Start(r, opts)
	return r, s, demo(s)
}

func TestFailOnViolation(t *testing.T) {
	t.Run("fails_the_test_and_names_what_was_broken", func(t *testing.T) {
		r, s, c := recorded(t)
		id := c.post(t, "/v1/echo", `{"message":1}`).header.Get("Understudy-Request-Id")
		require.NoError(t, s.Reset())
		require.Empty(t, r.failures, "it is told at the end")
		r.end()
		require.Len(t, r.failures, 1)
		require.Contains(t, r.failures[0], "POST /v1/echo, answered with 400, broke body.type (request "+id+
			"): request body at /message: got 1, expected text; put it in quotes")
	})
	t.Run("not_for_what_is_on_purpose_or_advice", func(t *testing.T) {
		r, _, c := recorded(t)
		c.post(t, "/v1/echo", `{"message":1}`, "Prefer: expect-violation=body.type")
		c.ask(t, http.MethodGet, "demobot1", everything().with(args{"x": 1}))
		r.end()
		require.Empty(t, r.failures)
	})
	t.Run("names_so_many_at_most", func(t *testing.T) {
		r, _, c := recorded(t)
		for range 25 {
			c.post(t, "/v1/echo", `{"message":1}`)
		}
		r.end()
		require.Contains(t, r.failures[0], "\n  and 5 more")
	})
	t.Run("only_where_it_is_asked_for", func(t *testing.T) {
		r := &recorder{TB: t}
		demo(mockserver.Start(r, quiet())).post(t, "/v1/echo", `{"message":1}`)
		r.end()
		require.Empty(t, r.failures)
	})
}

func TestFailOnViolationOfNamespaces(t *testing.T) {
	t.Run("fails_the_test_of_the_namespace_alone", func(t *testing.T) {
		r, s, c := recorded(t)
		one, two := &recorder{TB: t}, &recorder{TB: t}
		broken, whole := s.Namespace(one), s.Namespace(two)
		client{broken.URL, c.auth}.post(t, "/v1/echo", `{"message":1}`)
		client{whole.URL, c.auth}.post(t, "/v1/echo", `{"message":"x"}`)
		one.end()
		two.end()
		r.end()
		require.Len(t, one.failures, 1)
		require.Empty(t, two.failures)
		require.Empty(t, r.failures, "it is told once")
	})
	t.Run("however_much_others_break", func(t *testing.T) {
		r, s, c := recorded(t)
		one, two := &recorder{TB: t}, &recorder{TB: t}
		first, second := s.Namespace(one), s.Namespace(two)
		client{first.URL, c.auth}.post(t, "/v1/echo", `{"message":1}`)
		require.NoError(t, first.Reset(mockserver.NamespaceOptions{Seed: 2}))
		c.post(t, "/v1/echo", `{"message":1}`)
		for range 120 {
			client{second.URL, c.auth}.post(t, "/v1/echo", `{"message":1}`)
		}
		one.end()
		two.end()
		r.end()
		require.Len(t, one.failures, 1)
		require.NotContains(t, one.failures[0], "more")
		require.Contains(t, two.failures[0], "\n  and 100 more")
		require.Len(t, r.failures, 1, "what no test's namespace has is told too")
	})
}

func TestEvents(t *testing.T) {
	s := mockserver.Start(t, seeded(3))
	c := demo(s)
	c.track(t, "demobot1", args{"id": "mine", "event": "signup"})
	apiKey(s).log(t, anEvent)
	walk := func(api string, opts ...mockserver.EventsOptions) (all []fixtures.Event) {
		for e, err := range s.Events(api, opts...) {
			require.NoError(t, err)
			all = append(all, e)
		}
		return all
	}
	tracked := walk("chatlayer", mockserver.EventsOptions{Tracked: true})
	require.Len(t, tracked, 1)
	mine, is := tracked[0].(fixtures.ChatlayerEvent)
	require.True(t, is)
	require.Equal(t, []string{"mine", "signup", "demobot1"}, []string{mine.ID, mine.Event, mine.BotID})
	require.Greater(t, len(walk("chatlayer")), 3)
	logged := walk("inkeep", mockserver.EventsOptions{Tracked: true})
	require.Len(t, logged, 1)
	require.IsType(t, fixtures.InkeepEvent{}, logged[0])
	own := s.Namespace(t)
	for e, err := range own.Events("chatlayer", mockserver.EventsOptions{Tracked: true}) {
		require.NoError(t, err)
		require.Nil(t, e, "nothing was tracked in the namespace")
	}
	for _, err := range s.Events("chatlyer") {
		require.EqualError(t, err, `there is no API "chatlyer": did you mean "chatlayer"?`)
	}
}
