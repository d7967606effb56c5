package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec/control"
)

// TestLooking asks as the console does for its lists: nothing counts it, but its id still finds it.
func TestLooking(t *testing.T) {
	s := mockserver.Start(t, mockserver.Options{EventsPerBot: 10})
	none := nobody(s)
	fault := `{"match": {"operation": "ListEvents"}, "when": {"first": 1}, "status": 503}`
	require.Equal(t, http.StatusCreated, none.post(t, "/__understudy/faults", fault).status)
	look := func(s *mockserver.Running, target string) reply {
		return demo(s).send(t, http.MethodGet, target, "", "Understudy-Console: look", "Prefer: code=500")
	}
	const path = "/v1/bots/demobot1/events/stream?version=LIVE&start_time=2000-01-01&end_time=2100-01-01"
	seen := look(s, path)
	require.Equal(t, http.StatusOK, seen.status, seen.body)
	wrong := look(s, path+"&page_size=many")
	require.Equal(t, http.StatusBadRequest, wrong.status, wrong.body)
	require.NotEmpty(t, wrong.header.Get("Understudy-Violations"), "who looks is still told")

	id := seen.header.Get("Understudy-Request-Id")
	require.Equal(t, http.StatusOK, none.get(t, "/__understudy/journal/"+id+"/explain").status)
	require.EqualValues(t, 10, counted(t, s, seen, 5).Events)
	var x control.Exchange
	none.get(t, "/__understudy/journal/"+wrong.header.Get("Understudy-Request-Id")).into(t, &x)
	require.Len(t, x.Violations, 1)

	expected := none.post(t, "/__understudy/journal/expect", `{"operation": "ListEvents", "exactly": 0, "within": "1ms", "quiet": "1ms"}`)
	require.Equal(t, http.StatusOK, expected.status, expected.body)
	var list control.ExchangeList
	none.get(t, "/__understudy/journal").into(t, &list)
	require.Zero(t, list.Total)
	require.Empty(t, list.Exchanges)
	var broken control.ViolationList
	none.get(t, "/__understudy/violations").into(t, &broken)
	require.Zero(t, broken.Total)
	var covered control.Coverage
	none.get(t, "/__understudy/coverage").into(t, &covered)
	require.Zero(t, covered.Covered)
	require.NotContains(t, none.get(t, "/__understudy/metrics").body, `operation="ListEvents"`)
	var row control.Namespace
	none.get(t, "/__understudy/namespaces/default").into(t, &row)
	require.Zero(t, row.Requests)

	require.Equal(t, http.StatusServiceUnavailable, demo(s).get(t, path).status, "the fault is still there for a client")
	require.Equal(t, http.StatusNoContent, none.send(t, http.MethodDelete, "/__understudy/journal", "").status)
	require.Equal(t, http.StatusNotFound, none.get(t, "/__understudy/journal/"+id).status)

	s = mockserver.Start(t, mockserver.Options{EventsPerBot: 10, NoControl: true})
	require.Equal(t, http.StatusInternalServerError, look(s, path).status, "there is no console")
}

// TestLookingMakesNoNamespace asks for what is not there, as a page that is left open does when a test has forgotten its namespace.
func TestLookingMakesNoNamespace(t *testing.T) {
	s := mockserver.Start(t, mockserver.Options{EventsPerBot: 10})
	none := nobody(s)
	const (
		clock  = "/~gone/__understudy/clock"
		events = "/~gone/v1/bots/demobot1/events/stream?version=LIVE&start_time=2000-01-01&end_time=2100-01-01"
	)
	for _, target := range []string{clock, events} {
		got := demo(s).send(t, http.MethodGet, target, "", "Understudy-Console: look")
		require.Equal(t, http.StatusNotFound, got.status, got.body)
		require.Contains(t, got.body, "there is no namespace gone")
	}
	require.Equal(t, http.StatusNotFound, none.get(t, "/__understudy/namespaces/gone").status)
	require.Equal(t, http.StatusOK, none.get(t, clock).status)
	require.Equal(t, http.StatusOK, none.send(t, http.MethodGet, clock, "", "Understudy-Console: look").status)
}
