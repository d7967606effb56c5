package mockserver_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// wire is a connection on which a test writes what it likes.
type wire struct {
	net.Conn
	answers *bufio.Reader
}

func (c client) dial(t testing.TB) *wire {
	t.Helper()
	var d net.Dialer
	conn, err := d.DialContext(t.Context(), "tcp", strings.TrimPrefix(c.url, "http://"))
	require.NoError(t, err)
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	t.Cleanup(func() { _ = conn.Close() }) // some tests have closed it already
	return &wire{conn, bufio.NewReader(conn)}
}

func (w *wire) write(t testing.TB, parts ...string) {
	t.Helper()
	for _, part := range parts {
		_, err := io.WriteString(w, part)
		require.NoError(t, err)
	}
}

// read reads one answer to a request of this method.
func (w *wire) read(t testing.TB, method string) reply {
	t.Helper()
	answer, err := http.ReadResponse(w.answers, &http.Request{Method: method})
	require.NoError(t, err)
	defer func() { require.NoError(t, answer.Body.Close()) }()
	b, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	if answer.Close {
		answer.Header.Set("Connection", "close") // ReadResponse has taken it out
	}
	return reply{answer.StatusCode, answer.Header, string(b)}
}

// closed wants the server to have ended the connection.
func (w *wire) closed(t testing.TB) {
	t.Helper()
	_, err := w.answers.ReadByte()
	require.Error(t, err)
	var network net.Error
	require.False(t, errors.As(err, &network) && network.Timeout(), "the connection is still open: %v", err)
}

// head is the beginning of a POST up to, not including, the end of its header block.
func (c client) head(target string, lines ...string) string {
	all := append([]string{"POST " + target + " HTTP/1.1", "Host: x", "Content-Type: application/json"}, lines...)
	if c.auth != "" {
		all = append(all, "Authorization: "+c.auth)
	}
	return strings.Join(all, "\r\n") + "\r\n"
}

// alive wants the server to answer the next request as if nothing had been.
func (c client) alive(t testing.TB) {
	t.Helper()
	require.Equal(t, http.StatusOK, c.post(t, "/v1/echo", `{"message":"still there?"}`).status)
}
