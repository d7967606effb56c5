package wire

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// written is a connection that keeps what is written.
type written struct {
	net.Conn
	bytes bytes.Buffer
}

func (w *written) Write(b []byte) (int, error)      { return w.bytes.Write(b) }
func (w *written) SetWriteDeadline(time.Time) error { return nil }
func (w *written) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (w *written) Close() error                     { return nil }

// padded fills net/http's buffer.
func padded(before, after string) []byte {
	return []byte(before + strings.Repeat("x", netHTTPBuffer-len(before)-len(after)) + after)
}

// full is the beginning of an answer that fills net/http's buffer.
func full(headers string) []byte { return padded("HTTP/1.1 200 OK\r\n"+headers+"\r\n\r\n", "") }

func TestBeginningsOfAnswers(t *testing.T) {
	fresh := func() (*conn, *written) {
		to := &written{}
		from := &listener{open: make(chan struct{}, 1)}
		from.open <- struct{}{}
		return &conn{Conn: to, from: from}, to
	}
	t.Run("wait_for_the_rest", func(t *testing.T) {
		c, to := fresh()
		beginning := full("Content-Length: 9000\r\nCache-Control: no-store")
		for range 2 { // one answer after the other
			to.bytes.Reset()
			n, err := c.Write(beginning)
			require.NoError(t, err)
			require.Equal(t, len(beginning), n)
			require.Zero(t, to.bytes.Len())
			n, err = c.Write([]byte("rest"))
			require.NoError(t, err)
			require.Equal(t, len("rest"), n)
			require.Equal(t, string(beginning)+"rest", to.bytes.String())
			_, err = c.Write([]byte("more"))
			require.NoError(t, err)
			require.Equal(t, string(beginning)+"restmore", to.bytes.String())
		}
	})
	t.Run("do_not_wait_where_nothing_may_come", func(t *testing.T) {
		fits := full("Content-Length: 5000")
		body := len(fits) - bytes.Index(fits, []byte("\r\n\r\n")) - len("\r\n\r\n")
		for name, b := range map[string][]byte{
			"whole":        full(fmt.Sprintf("Content-Length: %d", body)),
			"chunked":      full("Transfer-Encoding: chunked"),
			"to_HEAD":      padded("HTTP/1.1 200 OK\r\nContent-Length: 9000\r\nX: ", "\r\n\r\n"),
			"half_a_head":  padded("HTTP/1.1 200 OK\r\nContent-Length: 9000\r\nX: ", ""),
			"part_of_body": bytes.Repeat([]byte("x"), netHTTPBuffer),
			"no_full_one":  full("Content-Length: 9000")[:netHTTPBuffer-1],
			"in_the_body":  full("X: y\r\n\r\nContent-Length: 9000"),
		} {
			c, to := fresh()
			_, err := c.Write(b)
			require.NoError(t, err)
			require.Equal(t, string(b), to.bytes.String(), name)
		}
	})
	t.Run("are_written_before_the_end", func(t *testing.T) {
		for name, end := range map[string]func(*conn) error{"close": (*conn).Close, "close_write": (*conn).CloseWrite} {
			c, to := fresh()
			beginning := full("Content-Length: 9000")
			_, err := c.Write(beginning)
			require.NoError(t, err)
			require.NoError(t, end(c))
			require.Equal(t, string(beginning), to.bytes.String(), name)
		}
	})
}

// served starts net/http behind the listener of this package.
func served(t *testing.T, handler http.HandlerFunc) net.Addr {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	quiet := Log(slog.New(slog.DiscardHandler))
	server := &http.Server{Handler: handler, ConnContext: WithConn, ReadHeaderTimeout: time.Minute, ErrorLog: quiet}
	go func() { _ = server.Serve(Listen(l, nil, 10)) }()
	t.Cleanup(func() { require.NoError(t, server.Close()) })
	return l.Addr()
}

// patient is a connection whose reads fail rather than last for ever.
func patient(t *testing.T, to net.Addr) (net.Conn, *bufio.Reader) {
	t.Helper()
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", to.String())
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	require.NoError(t, c.SetDeadline(time.Now().Add(20*time.Second)))
	return c, bufio.NewReader(c)
}

func TestAnswersOfEveryLengthArriveWhole(t *testing.T) {
	long := strings.Repeat("0123456789", 2000)
	addr := served(t, func(w http.ResponseWriter, r *http.Request) {
		var size int
		_, _ = fmt.Sscan(r.URL.Path[1:], &size)
		w.Header().Set("Content-Length", fmt.Sprint(size))
		_, _ = io.WriteString(w, long[:size])
	})
	c, answers := patient(t, addr)
	for size := 3 << 10; size < 5<<10; size++ {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			_, err := fmt.Fprintf(c, "%s /%d HTTP/1.1\r\nHost: x\r\n\r\n", method, size)
			require.NoError(t, err)
			res, err := http.ReadResponse(answers, &http.Request{Method: method})
			require.NoError(t, err, "%d", size)
			body, err := io.ReadAll(res.Body)
			require.NoError(t, err, "%d", size)
			require.NoError(t, res.Body.Close())
			require.EqualValues(t, size, res.ContentLength)
			require.True(t, method == http.MethodHead && len(body) == 0 || string(body) == long[:size], "%s %d", method, size)
		}
	}
}

func TestAnAnswerThatIsCutOffIsSentAsFarAsItCame(t *testing.T) {
	addr := served(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "9000")
		_, _ = w.Write(bytes.Repeat([]byte("x"), 4<<10))
		panic(http.ErrAbortHandler)
	})
	c, answers := patient(t, addr)
	_, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	require.NoError(t, err)
	got, err := io.ReadAll(answers)
	require.NoError(t, err)
	require.Greater(t, len(got), 4<<10)
}

func TestArrived(t *testing.T) {
	require.False(t, Arrived(context.Background()), "a request that no connection brought")
	arrived := make(chan bool, 1)
	addr := served(t, func(w http.ResponseWriter, r *http.Request) {
		arrived <- Arrived(r.Context())
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusOK)
	})
	for name, c := range map[string]struct {
		now, later string
		want       bool
	}{
		"whole":            {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody", "", true},
		"whole_and_next":   {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbodyGET / HT", "TP/1.1\r\nHost: x\r\n\r\n", true},
		"chunks":           {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", "", true},
		"without_its_body": {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbo", "dy", false},
		"without_the_end":  {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", "0\r\n\r\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			conn, answers := patient(t, addr)
			_, err := io.WriteString(conn, c.now)
			require.NoError(t, err)
			require.Equal(t, c.want, <-arrived)
			_, err = io.WriteString(conn, c.later)
			require.NoError(t, err)
			res, err := http.ReadResponse(answers, nil)
			require.NoError(t, err)
			require.NoError(t, res.Body.Close())
			require.Equal(t, http.StatusOK, res.StatusCode)
			if name == "whole_and_next" {
				require.True(t, <-arrived)
			}
		})
	}
}
