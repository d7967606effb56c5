package mockserver_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

func TestNamespaceOfATest(t *testing.T) {
	mock := mockserver.Start(t, seeded(20))
	var url string
	t.Run("A test, with a name: näme/and (more) than forty letters of it", func(t *testing.T) {
		n := mock.Namespace(t, mockserver.NamespaceOptions{Scenario: "empty", Now: noon().AddDate(-1, 0, 0)})
		require.Regexp(t, `^[a-z0-9][a-z0-9-]{0,62}$`, n.Name)
		require.Equal(t, mock.URL+"/~"+n.Name, n.URL)
		url = n.URL
		c := client{n.URL, demo(mock).auth}
		require.Empty(t, c.eventsOf(t, "demobot1"))
		id := c.track(t, "x", args{"event": "e"})
		require.Equal(t, "2025-01-15T12:00:00.123Z", c.list(t, "x", nil).Events[0].Timestamp)
		require.Equal(t, noon().AddDate(-1, 0, 0), n.Clock().Now())
		require.NoError(t, n.Clock().Advance(time.Hour))
		require.ErrorContains(t, n.Clock().Advance(-time.Hour), "never goes backwards")
		require.Equal(t, noon().AddDate(-1, 0, 0).Add(time.Hour), n.Clock().Now())
		require.NoError(t, n.Clock().Run(noon(), 60))
		require.NoError(t, n.Clock().Release())
		require.ErrorContains(t, n.Clock().Freeze(time.Time{}), "1 to 9999")
		c.post(t, trackOf("x"), `{"event":7}`)
		require.Len(t, n.Violations(), 1)
		require.Equal(t, n.Name, n.Violations()[0].Namespace)
		require.EqualValues(t, 1, n.BrokenRequests())
		require.Equal(t, []string{id}, c.eventsOf(t, "x"))
		require.NoError(t, n.Reset())
		require.Empty(t, c.eventsOf(t, "x"))
		require.Empty(t, n.Violations())
		require.Equal(t, noon().AddDate(-1, 0, 0), n.Clock().Now())
		other := mockserver.NamespaceOptions{
			Seed: 3, EventsPerBot: 7, Misbehave: "page.repeats-last", Variants: []string{"page.short-pages"},
		}
		require.NoError(t, n.Reset(other))
		require.Equal(t, noon(), n.Clock().Now(), "as the server has it")
		require.Equal(t, "page.repeats-last", c.get(t, "/v1/echo").header.Get("Understudy-Misbehaving"))
		_, err := n.Faults().Add(mockserver.Fault{Status: http.StatusTeapot})
		require.NoError(t, err)
		require.Equal(t, http.StatusTeapot, c.get(t, streamOf("x")).status)
		require.NotEqual(t, http.StatusTeapot, demo(mock).get(t, streamOf("x")).status)
	})
	require.Zero(t, mockserver.Namespaces(mock.Server), "it ends with the test")
	require.NotEmpty(t, client{url, demo(mock).auth}.eventsOf(t, "demobot1"), "and is made anew for whom names it")
	require.NotEqual(t, mock.Namespace(t).Name, mock.Namespace(t).Name)
	t.Run("mistakes", func(t *testing.T) {
		err := mock.Namespace(t).Reset(mockserver.NamespaceOptions{
			Scenario: "emty", Auth: "maybe", EventsPerBot: 2_000_000_000, Misbehave: "x", Variants: []string{"y"},
		})
		for _, word := range []string{`"empty"`, `"maybe"`, "2000000000", `"x"`, `"y"`} {
			require.ErrorContains(t, err, word)
		}
	})
}

func TestResetAndClockOfTheServer(t *testing.T) {
	mock := mockserver.Start(t, quiet())
	id := demo(mock).track(t, "x", args{"event": "e"})
	require.NoError(t, mock.Clock().Advance(time.Minute))
	require.Equal(t, noon().Add(time.Minute), mock.Clock().Now())
	require.Equal(t, []string{id}, demo(mock).eventsOf(t, "x"))
	require.NoError(t, mock.Reset())
	require.Empty(t, demo(mock).eventsOf(t, "x"))
	require.Equal(t, noon(), mock.Clock().Now())
	require.NoError(t, mock.Reset(mockserver.NamespaceOptions{Now: noon().Add(time.Hour)}))
	require.Equal(t, noon().Add(time.Hour), mock.Clock().Now())
	broken := mockserver.New(mockserver.Options{Scenario: "nope"})
	require.Error(t, broken.Reset())
	require.Error(t, broken.Clock().Release())
	require.Zero(t, broken.Clock().Now())
}
