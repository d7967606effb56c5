package exchange_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestChunksEndWithinLetters(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	came := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		var raw strings.Builder
		r, err := http.ReadRequest(bufio.NewReader(io.TeeReader(conn, &raw)))
		if err != nil {
			return
		}
		body, _ := io.ReadAll(r.Body)
		came <- raw.String() + "\n" + string(body)
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	}()
	c := client(t, &url.URL{Scheme: "http", Host: listener.Addr().String()}, exchange.Options{MaxBody: 1 << 20})
	body := `{"a":"` + strings.Repeat("x日", 30) + `"}`
	x := c.Do(t.Context(), "t", exchange.Request{Method: "POST", Path: "/", Body: []byte(body), Chunked: true})
	require.True(t, x.OK(), x.Err)
	raw := <-came
	require.Contains(t, raw, "Transfer-Encoding: chunked")
	require.Contains(t, raw, "\r\n8\r\n{\"a\":\"x\xe6\r\n4\r\n\x97\xa5x\xe6\r\n")
	require.True(t, strings.HasSuffix(raw, "\n"+body))
	require.Less(t, strings.Count(raw, "\xe6\r\n"), 30)
}
