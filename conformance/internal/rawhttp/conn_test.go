package rawhttp_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/internal/rawhttp"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// echo answers with what it was asked.
func echo(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	fmt.Fprintf(w, "%s %s %q %s", r.Method, r.URL, r.Header["X-Two"], body)
}

func dial(t *testing.T, address string, opts rawhttp.Options) *rawhttp.Conn {
	t.Helper()
	base, err := url.Parse(address)
	require.NoError(t, err)
	opts.Base, opts.Clock, opts.Check = base, wire.SystemClock(), "a.check"
	conn, err := rawhttp.Dial(t.Context(), opts)
	require.NoError(t, err)
	t.Cleanup(conn.Close)
	return conn
}

func TestDo(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(echo))
	t.Cleanup(server.Close)
	conn := dial(t, server.URL+"/base/", rawhttp.Options{Redactor: wire.NewRedactor("hidden")})
	r := wire.Request{
		Method: "POST", Path: "/a", RawQuery: "k=hidden", Body: []byte("text"), Authorization: "Basic x", Header: http.Header{"X-Two": {"1", "2"}},
	}

	x, closes := conn.Do(r)
	require.NoError(t, x.Err)
	require.False(t, closes)
	require.Equal(t, `POST /base/a?k=hidden ["1" "2"] text`, string(x.Body), "two lines of one name stay two")
	require.Equal(t, 200, x.Status)
	require.Equal(t, "a.check", x.Check)
	require.Equal(t, server.URL+"/base/a?k="+wire.Redacted, x.URL)
	require.False(t, x.Reused)

	x, _ = conn.Do(wire.Request{Method: "GET", Path: "/b"})
	require.Equal(t, "GET /base/b [] ", string(x.Body))
	require.True(t, x.Reused)
}

func TestHTTPS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(echo))
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	conn := dial(t, server.URL, rawhttp.Options{TLS: &tls.Config{RootCAs: roots, ServerName: "example.com", MinVersion: tls.VersionTLS12}})
	x, _ := conn.Do(wire.Request{Method: "GET", Path: "/s"})
	require.NoError(t, x.Err)
	require.Equal(t, "GET /s [] ", string(x.Body))
}

func TestInterimAnswersArePassedOver(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(echo)) // reading the body sends 100 Continue
	t.Cleanup(server.Close)
	conn := dial(t, server.URL, rawhttp.Options{})
	r := wire.Request{Method: "POST", Path: "/", Body: []byte("late"), Header: http.Header{"Expect": {"100-continue"}}}
	x, _ := conn.Send(r, func() error {
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
		x, closes := dial(t, server.URL, rawhttp.Options{}).Do(wire.Request{Method: "GET", Path: "/gone"})
		require.True(t, closes)
		require.True(t, rawhttp.Gone(x.Err), "%v", x.Err)
		x, _ = dial(t, server.URL, rawhttp.Options{Timeout: 50 * time.Millisecond}).Do(wire.Request{Method: "GET", Path: "/late"})
		require.Error(t, x.Err)
		require.False(t, rawhttp.Gone(x.Err), "%v", x.Err)
	})
	t.Run("an_announced_end_is_told", func(t *testing.T) {
		conn := dial(t, server.URL, rawhttp.Options{})
		x, closes := conn.Do(wire.Request{Method: "GET", Path: "/close"})
		require.NoError(t, x.Err)
		require.True(t, closes)
		rest, err := conn.Rest()
		require.NoError(t, err)
		require.Empty(t, rest)
	})
	t.Run("nobody_listens", func(t *testing.T) {
		base, _ := url.Parse("http://127.0.0.1:1")
		_, err := rawhttp.Dial(t.Context(), rawhttp.Options{Base: base, Clock: wire.SystemClock()})
		require.ErrorContains(t, err, "connect to the target")
	})
}
