package mockserver_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

const misbehaving = "Understudy-Misbehaving"

// wayward is a server with one misbehaviour and nothing in it.
func wayward(t testing.TB, name string) *mockserver.Running {
	t.Helper()
	opts := quiet()
	opts.Misbehave = name
	return mockserver.Start(t, opts)
}

// TestEveryAnswerSaysThatTheServerMisbehaves takes answers of every step.
func TestEveryAnswerSaysThatTheServerMisbehaves(t *testing.T) {
	s := wayward(t, "list.end-inclusive")
	for name, r := range map[string]reply{
		"a_list":                   demo(s).get(t, streamOf("b")+"?"+everything().query()),
		"a_logged_event":           apiKey(s).post(t, "/events", anEvent),
		"a_bad_request":            demo(s).get(t, streamOf("b")),
		"a_stranger":               nobody(s).get(t, streamOf("b")),
		"an_unknown_path":          nobody(s).get(t, "/nowhere"),
		"a_wrong_method":           demo(s).send(t, http.MethodDelete, "/v1/echo", ""),
		"options":                  nobody(s).send(t, http.MethodOptions, "/v1/echo", ""),
		"a_preflight":              nobody(s).send(t, http.MethodOptions, "/events", "", page0, "Access-Control-Request-Method: POST"),
		"the_mocks_own_endpoints":  nobody(s).get(t, "/__understudy/healthz"),
		"headers_that_are_to_much": demo(s).get(t, "/v1/echo", "X: "+strings.Repeat("x", 70_000)),
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, []string{"list.end-inclusive"}, r.header.Values(misbehaving))
		})
	}
	t.Run("what_is_no_http", func(t *testing.T) {
		require.Contains(t, raw(t, s, "GET /v1/echo HTTP/1.1\r\n\r\n"), misbehaving+": list.end-inclusive\r\n")
	})
	t.Run("pages_may_read_it", func(t *testing.T) {
		r := demo(s).get(t, streamOf("b")+"?"+everything().query(), page0)
		require.Contains(t, r.header.Get("Access-Control-Expose-Headers"), misbehaving)
	})
	t.Run("a_server_that_behaves_says_nothing", func(t *testing.T) {
		r := nobody(fresh(t)).get(t, "/nowhere", page0)
		require.Empty(t, r.header.Values(misbehaving))
		require.NotContains(t, r.header.Get("Access-Control-Expose-Headers"), misbehaving)
	})
}

// raw sends bytes and returns the whole answer.
func raw(t testing.TB, s *mockserver.Running, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
	_, err = fmt.Fprint(conn, request)
	require.NoError(t, err)
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	return string(answer)
}

// TestAMisbehaviourIsNoBug wants answers that break the contract on purpose to be sent and to be no news.
func TestAMisbehaviourIsNoBug(t *testing.T) {
	var log bytes.Buffer
	opts := quiet()
	opts.Misbehave, opts.Logger = "track.id-null", slog.New(slog.NewTextHandler(&log, nil))
	t.Run("and_does_not_fail_the_test_that_started_the_server", func(t *testing.T) {
		r := demo(mockserver.Start(t, opts)).post(t, trackOf("b"), `{"id":"x"}`)
		require.Equal(t, http.StatusOK, r.status)
		require.JSONEq(t, `{"event_id":null}`, r.body)
	})
	require.NotContains(t, log.String(), "BUG OF THE MOCK")
}

// TestMisbehavingServersShareNothing uses one that counts.
func TestMisbehavingServersShareNothing(t *testing.T) {
	one, two := wayward(t, "track.some-dropped"), wayward(t, "track.some-dropped")
	for i := range 49 {
		demo(one).track(t, "b", args{"id": fmt.Sprint("one-", i)})
	}
	for i := range 49 {
		demo(two).track(t, "b", args{"id": fmt.Sprint("two-", i)})
	}
	require.Len(t, demo(two).listed(t, "b", nil), 49, "nothing is dropped before the fiftieth")
	demo(one).track(t, "b", args{"id": "one-49"})
	demo(one).track(t, "b", args{"id": "one-50"})
	require.Len(t, demo(one).listed(t, "b", args{"page_size": 100}), 50)
	require.NotContains(t, demo(one).listed(t, "b", args{"page_size": 100}), "one-49")
}

// TestSwappedAnswers sends two requests at once on one connection to a server that reads them by itself.
func TestSwappedAnswers(t *testing.T) {
	t.Parallel()
	get := func(path string) string { return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n" }
	answers := raw(t, wayward(t, "transport.pipelined-swapped"), get("/v1/bots/b/events/stream")+get("/__nowhere"))
	require.Equal(t, 2, strings.Count(answers, "HTTP/1.1 4"), answers)
	require.Less(t, strings.Index(answers, "HTTP/1.1 404 "), strings.Index(answers, "HTTP/1.1 401 "), answers)
}

// TestLeftBody sends two requests on one connection, the first of which is refused before its body is read.
func TestLeftBody(t *testing.T) {
	two := "POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}" +
		"GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
	answers := raw(t, wayward(t, "transport.body-left"), two)
	require.Contains(t, answers, "HTTP/1.1 401 ")
	require.Contains(t, answers, "HTTP/1.1 400 ")
	answers = raw(t, fresh(t), two)
	require.Contains(t, answers, "HTTP/1.1 401 ")
	require.Contains(t, answers, "HTTP/1.1 404 ")
}
