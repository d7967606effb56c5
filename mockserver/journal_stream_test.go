package mockserver_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// reader reads server-sent events.
type reader struct {
	answer *http.Response
	lines  *bufio.Scanner
}

// sent is one event.
type sent struct{ id, name, data string }

func (c client) stream(t testing.TB, query string, headers ...string) *reader {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+journalPath+"/stream"+query, nil)
	require.NoError(t, err)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	t.Cleanup(func() {
		cancel()
		_ = answer.Body.Close() // it was cut
	})
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.Equal(t, "text/event-stream", answer.Header.Get("Content-Type"))
	require.Equal(t, "no-store", answer.Header.Get("Cache-Control"))
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	require.True(t, lines.Scan())
	require.Equal(t, "retry: 1000", lines.Text())
	return &reader{answer, lines}
}

// next is the next event; all are empty if there is none any more.
func (r *reader) next(t testing.TB) (e sent) {
	t.Helper()
	for r.lines.Scan() {
		field, value, _ := strings.Cut(r.lines.Text(), ": ")
		switch field {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			e.data = value
		case "":
			if e.data != "" {
				return e
			}
		}
	}
	return sent{}
}

func TestJournalStream(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	early := c.tracks(t, `{"event":"early"}`)
	all, signups := c.stream(t, ""), c.stream(t, "?event=signup&status=2xx")
	ids := c.tracks(t, `{"event":"login"}`, `{"event":"signup"}`, `{"event":"a\nb < \u2028"}`)
	for _, id := range ids {
		e := all.next(t)
		require.Equal(t, []string{id, ""}, []string{e.id, e.name})
		var x exchange
		decode(t, e.data, &x)
		require.Equal(t, []string{id, "TrackEvent"}, []string{x.ID, x.Operation})
		require.JSONEq(t, string(asJSON(t, x)), string(asJSON(t, one(t, c, id))), "as GET shows it")
	}
	require.Equal(t, ids[1], signups.next(t).id)

	t.Run("goes_on_where_it_was", func(t *testing.T) {
		for _, r := range []*reader{
			c.stream(t, "", "Last-Event-ID: "+early[0]), c.stream(t, "?since="+early[0]),
			c.stream(t, "?since="+ids[2], "Last-Event-ID: "+early[0]),
		} {
			for _, id := range ids {
				require.Equal(t, id, r.next(t).id)
			}
		}
	})
	t.Run("tells_what_is_gone", func(t *testing.T) {
		r := c.stream(t, "", "Last-Event-ID: req_0")
		e := r.next(t)
		require.Equal(t, "missed", e.name)
		require.Contains(t, e.data, "req_0")
		require.Equal(t, early[0], r.next(t).id)
		for range ids {
			r.next(t)
		}
		c.send(t, http.MethodDelete, journalPath, "")
		require.Equal(t, "cleared", r.next(t).name)
		require.Equal(t, c.tracks(t, `{"event":"x"}`)[0], r.next(t).id)
	})
	t.Run("has_no_body_for_HEAD", func(t *testing.T) {
		r := c.send(t, http.MethodHead, journalPath+"/stream", "")
		require.Equal(t, []any{200, ""}, []any{r.status, r.body})
	})
	c.get(t, journalPath+"/stream?operation=Trackevent").refusedByControl(t, http.StatusBadRequest, "TrackEvent")
}

func one(t testing.TB, c client, id string) (x exchange) {
	t.Helper()
	c.get(t, journalPath+"/"+id).into(t, &x)
	return x
}

func TestJournalStreamEnds(t *testing.T) {
	t.Run("when_the_server_stops", func(t *testing.T) {
		s, stop, stopped := serve(t, quiet())
		r := demo(s).stream(t, "")
		stop()
		require.Equal(t, sent{}, r.next(t))
		require.NoError(t, <-stopped)
	})
	t.Run("when_the_client_goes", func(t *testing.T) {
		s, stop, stopped := serve(t, quiet())
		r := demo(s).stream(t, "")
		require.NoError(t, r.answer.Body.Close())
		stop()
		require.NoError(t, <-stopped)
	})
	t.Run("when_the_namespace_does", func(t *testing.T) {
		s := mockserver.Start(t, quiet())
		r := client{s.URL + "/~gone", demo(s).auth}.stream(t, "")
		require.Equal(t, http.StatusNoContent, nobody(s).send(t, http.MethodDelete, "/__understudy/namespaces/gone", "").status)
		for e := r.next(t); e != (sent{}); e = r.next(t) {
			require.Equal(t, "cleared", e.name)
		}
	})
}

// TestASlowReaderMissesAndIsTold reads nothing while more comes than the journal and the network hold.
func TestASlowReaderMissesAndIsTold(t *testing.T) {
	opts := quiet()
	opts.Limits.JournalBytes = 1 << 20
	s := mockserver.Start(t, opts)
	c := demo(s)
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.URL, "http://"))
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close()) }()
	_, err = fmt.Fprintf(conn, "GET %s/stream HTTP/1.1\r\nHost: localhost\r\n\r\n", journalPath)
	require.NoError(t, err)
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil) //nolint:bodyclose // closing it would wait for the end of the stream
	require.NoError(t, err)

	body := `{"event":"x","user_id":"` + strings.Repeat("x", 60_000) + `"}`
	for range 300 {
		c.tracks(t, body)
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	r := &reader{answer, lines}
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	events, missed := 0, 0
	for events+missed < 300 {
		e := r.next(t)
		if e.name == "missed" {
			var m struct{ Missed int }
			decode(t, e.data, &m)
			require.Positive(t, m.Missed)
			missed += m.Missed
			continue
		}
		require.NotEmpty(t, e.id)
		events++
	}
	require.Positive(t, missed)
	require.Equal(t, 300, events+missed, "each is sent or told to be missed")
}
