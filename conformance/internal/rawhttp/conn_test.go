package rawhttp_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/rawhttp"
)

// echo answers with what it was asked.
func echo(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	fmt.Fprintf(w, "%s %s %q %s", r.Method, r.URL, r.Header["X-Two"], body)
}

func client(t *testing.T, address string, opts exchange.Options) *exchange.Client {
	t.Helper()
	base, err := url.Parse(address)
	require.NoError(t, err)
	opts.Base = base
	return exchange.New(opts)
}

func dial(t *testing.T, address string, opts exchange.Options) *rawhttp.Conn {
	t.Helper()
	conn, err := rawhttp.Dial(t.Context(), client(t, address, opts), "a.check")
	require.NoError(t, err)
	t.Cleanup(conn.Close)
	return conn
}

func TestDo(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(echo))
	t.Cleanup(server.Close)
	conn := dial(t, server.URL+"/base/", exchange.Options{Redactor: exchange.NewRedactor("hidden")})
	r := exchange.Request{
		Method: "POST", Path: "/a", RawQuery: "k=hidden", Body: []byte("text"), Authorization: "Basic x",
		Header: http.Header{"X-Two": {"1", "2"}},
	}

	x, closes := conn.Do(t.Context(), r)
	require.NoError(t, x.Err)
	require.False(t, closes)
	require.Equal(t, `POST /base/a?k=hidden ["1" "2"] text`, string(x.Body), "two lines of one name stay two")
	require.Equal(t, 200, x.Status)
	require.Equal(t, "a.check", x.Check)
	require.Equal(t, server.URL+"/base/a?k="+exchange.Redacted, x.URL)
	require.False(t, x.Reused)

	x, _ = conn.Do(t.Context(), exchange.Request{Method: "GET", Path: "/b"})
	require.Equal(t, "GET /base/b [] ", string(x.Body))
	require.True(t, x.Reused)
}

func TestHTTPS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(echo))
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	conn := dial(t, server.URL, exchange.Options{TLS: &tls.Config{RootCAs: roots, ServerName: "example.com", MinVersion: tls.VersionTLS12}})
	x, _ := conn.Do(t.Context(), exchange.Request{Method: "GET", Path: "/s"})
	require.NoError(t, x.Err)
	require.Equal(t, "GET /s [] ", string(x.Body))
}

func TestInterimAnswersArePassedOver(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(echo)) // reading the body sends 100 Continue
	t.Cleanup(server.Close)
	conn := dial(t, server.URL, exchange.Options{})
	r := exchange.Request{Method: "POST", Path: "/", Body: []byte("late"), Header: http.Header{"Expect": {"100-continue"}}}
	x, _ := conn.Send(t.Context(), r, func() error {
		require.NoError(t, conn.Write(conn.Head(r)))
		require.True(t, conn.Arrived(2*time.Second))
		return conn.Write(r.Body)
	})
	require.Equal(t, 200, x.Status)
	require.Equal(t, "POST / [] late", string(x.Body))
}

func TestEndsOfConnections(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gone":
			conn, _, _ := http.NewResponseController(w).Hijack()
			conn.Close()
		case "/close":
			w.Header().Set("Connection", "close")
		case "/late":
			time.Sleep(400 * time.Millisecond)
		}
	}))
	t.Cleanup(server.Close)

	t.Run("a_broken_connection_is_told_from_a_slow_answer", func(t *testing.T) {
		x, closes := dial(t, server.URL, exchange.Options{}).Do(t.Context(), exchange.Request{Method: "GET", Path: "/gone"})
		require.True(t, closes)
		require.True(t, rawhttp.Gone(x.Err), "%v", x.Err)
		x, _ = dial(t, server.URL, exchange.Options{Timeout: 50 * time.Millisecond}).Do(t.Context(),
			exchange.Request{Method: "GET", Path: "/late"})
		require.Error(t, x.Err)
		require.False(t, rawhttp.Gone(x.Err), "%v", x.Err)
	})
	t.Run("an_announced_end_is_told", func(t *testing.T) {
		conn := dial(t, server.URL, exchange.Options{})
		x, closes := conn.Do(t.Context(), exchange.Request{Method: "GET", Path: "/close"})
		require.NoError(t, x.Err)
		require.True(t, closes)
		rest, err := conn.Rest()
		require.NoError(t, err)
		require.Empty(t, rest)
	})
	t.Run("nobody_listens", func(t *testing.T) {
		_, err := rawhttp.Dial(t.Context(), client(t, "http://127.0.0.1:1", exchange.Options{}), "a.check")
		require.ErrorContains(t, err, "connect to the target")
	})
}

func TestConnectionsKeepToTheClient(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/busy" {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		}
		if r.URL.Path == "/hangs" {
			<-r.Context().Done()
		}
	}))
	t.Cleanup(server.Close)

	t.Run("their_exchanges_are_counted_and_recorded", func(t *testing.T) {
		c := client(t, server.URL, exchange.Options{})
		conn, err := rawhttp.Dial(t.Context(), c, "a.check")
		require.NoError(t, err)
		defer conn.Close()
		c.Do(t.Context(), "another", exchange.Request{Method: "GET", Path: "/"})
		x, _ := conn.Do(t.Context(), exchange.Request{Method: "GET", Path: "/"})
		require.Equal(t, 2, x.Number)
		require.Equal(t, x, c.Exchanges()[1])
	})
	t.Run("a_busy_target_is_left_alone_by_all", func(t *testing.T) {
		c := client(t, server.URL, exchange.Options{})
		conn, err := rawhttp.Dial(t.Context(), c, "a.check")
		require.NoError(t, err)
		defer conn.Close()
		busy, _ := conn.Do(t.Context(), exchange.Request{Method: "GET", Path: "/busy"})
		require.Equal(t, http.StatusTooManyRequests, busy.Status)
		next := c.Do(t.Context(), "another", exchange.Request{Method: "GET", Path: "/"})
		require.GreaterOrEqual(t, next.Began.Sub(busy.Began), time.Second)
	})
	t.Run("the_end_of_the_context_ends_an_exchange", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		conn, err := rawhttp.Dial(ctx, client(t, server.URL, exchange.Options{Timeout: time.Hour}), "a.check")
		require.NoError(t, err)
		defer conn.Close()
		time.AfterFunc(50*time.Millisecond, cancel)
		x, _ := conn.Do(ctx, exchange.Request{Method: "GET", Path: "/hangs"})
		require.Error(t, x.Err)
	})
}

// endless answers with a beginning and then with the same again and again, until nobody reads any more.
func endless(start, more string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := http.NewResponseController(w).Hijack()
		defer conn.Close()
		_, err := io.WriteString(conn, "HTTP/1.1 "+start)
		for more = strings.Repeat(more, 1+1024/len(more)); err == nil; {
			_, err = io.WriteString(conn, more)
		}
	}
}

func TestEndlessAnswers(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"a_head":           endless("200 OK\r\n", "A: b\r\n"),
		"a_line":           endless("200 OK\r\nA: ", "b"),
		"interim_answers":  endless("100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n"),
		"a_body":           endless("200 OK\r\n\r\n", "b"),
		"a_body_in_chunks": endless("200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nb\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(answer)
			t.Cleanup(server.Close)
			conn := dial(t, server.URL, exchange.Options{Timeout: time.Minute})
			x, closes := conn.Do(t.Context(), exchange.Request{Method: "GET", Path: "/"})
			require.ErrorIs(t, x.Err, exchange.ErrTooLarge)
			require.False(t, rawhttp.Gone(x.Err), "the target did not end the connection")
			require.True(t, closes)
			require.Empty(t, x.Body)
			conn.Close()
		})
	}
}
