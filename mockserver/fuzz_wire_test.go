package mockserver_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// FuzzConnection sends bytes and nothing else. Whatever comes back is HTTP, every answer is one of ours, and the server ends
// the connection by itself.
func FuzzConnection(f *testing.F) {
	const post = "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
	f.Add([]byte("GET /v1/echo HTTP/1.1\r\nHost: x\r\n\r\nGET /events HTTP/1.0\r\n\r\n"))
	f.Add([]byte(post + "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n"))
	f.Add([]byte(post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"))
	f.Add([]byte(post + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\nhello"))
	f.Add([]byte(post + "Expect: the worst\r\n\r\n"))
	f.Add([]byte("GET /events HTTP/1.0\r\nExpect: the worst\r\n\r\n"))
	f.Add([]byte("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"))
	f.Add([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
	f.Add([]byte("GET /events HTTP/1.1\r\nHost: \xff\r\n\r\n"))
	f.Add([]byte("GET /ev%zzents HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n"))
	address := serveLocally(f)
	f.Fuzz(func(t *testing.T, sent []byte) {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "unix", address)
		require.NoError(t, err)
		defer conn.Close()
		require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
		go func() {
			_, _ = conn.Write(sent) // the server may have closed already
			_ = conn.(*net.UnixConn).CloseWrite()
		}()
		got, err := io.ReadAll(conn)
		require.False(t, errors.Is(err, context.DeadlineExceeded) || isTimeout(err), "the server ends the connection")
		if err == nil {
			checkAnswers(t, sent, got)
		}
	})
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// serveLocally serves on a socket of the file system, where connections use up no ports.
func serveLocally(f *testing.F) string {
	f.Helper()
	s := newTarget(f)
	address := filepath.Join(f.TempDir(), "mock")
	l, err := (&net.ListenConfig{}).Listen(f.Context(), "unix", address)
	require.NoError(f, err)
	ctx, stop := context.WithCancel(context.WithoutCancel(f.Context()))
	stopped := make(chan error, 1)
	go func() { stopped <- s.Serve(ctx, l) }()
	f.Cleanup(func() {
		stop()
		require.NoError(f, <-stopped)
	})
	return address
}

// checkAnswers reads the answers with the methods of the requests, as far as net/http reads those.
func checkAnswers(t *testing.T, sent, got []byte) {
	t.Helper()
	requests, answers := bufio.NewReader(bytes.NewReader(sent)), bufio.NewReader(bytes.NewReader(got))
	for {
		if _, err := answers.Peek(1); err != nil {
			return
		}
		r, err := http.ReadRequest(requests)
		if err != nil {
			r = &http.Request{Method: http.MethodGet, Body: http.NoBody}
		}
		_, _ = io.Copy(io.Discard, r.Body) // a body that is cut off ends the connection
		checkAnswer(t, answers, r)
	}
}

func checkAnswer(t *testing.T, answers *bufio.Reader, r *http.Request) {
	t.Helper()
	for {
		answer, err := http.ReadResponse(answers, r)
		require.NoError(t, err)
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		if answer.StatusCode < 200 {
			continue
		}
		require.NotEqual(t, http.StatusInternalServerError, answer.StatusCode)
		require.NotEmpty(t, answer.Header.Get("Understudy-Request-Id"), "%d %s", answer.StatusCode, body)
		if strings.HasSuffix(answer.Header.Get("Content-Type"), "json") && r.Method != http.MethodHead {
			require.True(t, json.Valid(body), "%q", body)
		}
		return
	}
}
