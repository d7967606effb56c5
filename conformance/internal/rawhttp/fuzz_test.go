package rawhttp_test

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/rawhttp"
)

// FuzzRead lets a target answer with anything. What is read is what Go's own client reads, and an answer in Go's own
// words is read as it was meant.
func FuzzRead(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), false)
	f.Add([]byte("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 E\r\nA: b\r\n\r\nHTTP/1.0 404 \r\n\r\nrest"), false)
	f.Add([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: u\r\n\r\n"), true)
	f.Add([]byte("HTTP/1.1 101 Switching Protocols\r\n\r\n\x00"), false)
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"), false)
	f.Add([]byte("ICY 200 OK\r\n\r\n"), true)
	answers := answering(f)
	f.Fuzz(func(t *testing.T, sent []byte, chunked bool) {
		method := http.MethodGet
		if chunked {
			method = http.MethodHead
		}
		x := answers(t, method, sent)
		want := goReads(method, sent)
		if x.Err == nil {
			require.NotNil(t, want, "Go reads no whole answer")
			require.Equal(t, want.Status, x.Status)
			require.Equal(t, want.Header, x.Header)
			require.Equal(t, string(want.Body), string(x.Body))
		} else {
			require.Nil(t, want, "%v", x.Err)
		}

		meant := http.Response{
			StatusCode: 299, ProtoMajor: 1, ProtoMinor: 1, Body: io.NopCloser(bytes.NewReader(sent)),
			ContentLength: int64(len(sent)),
		}
		if chunked {
			meant.ContentLength, meant.TransferEncoding = -1, []string{"chunked"}
		}
		var written bytes.Buffer
		require.NoError(t, meant.Write(&written))
		x = answers(t, http.MethodGet, written.Bytes())
		require.NoError(t, x.Err)
		require.Equal(t, 299, x.Status)
		require.Equal(t, string(sent), string(x.Body))
	})
}

// goReads is the final answer as net/http reads it, nil if there is no whole one.
func goReads(method string, sent []byte) *exchange.Exchange {
	in := bufio.NewReader(bytes.NewReader(sent))
	for {
		response, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			return nil
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close() // reads to the end of the body, which has been read
		if response.StatusCode >= 200 || response.StatusCode == http.StatusSwitchingProtocols {
			if err != nil {
				return nil
			}
			return &exchange.Exchange{Status: response.StatusCode, Header: response.Header, Body: body}
		}
	}
}

// answering returns a way to ask a target that answers with some bytes and closes.
func answering(f *testing.F) func(t *testing.T, method string, answer []byte) *exchange.Exchange {
	f.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(f, err)
	f.Cleanup(func() { _ = l.Close() })
	answers := make(chan []byte)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = http.ReadRequest(bufio.NewReader(conn))
			_, _ = conn.Write(<-answers)
			_ = conn.Close()
		}
	}()
	return func(t *testing.T, method string, answer []byte) *exchange.Exchange {
		t.Helper()
		c := exchange.New(exchange.Options{Base: &url.URL{Scheme: "http", Host: l.Addr().String()}, PerSecond: 1e6, Timeout: time.Minute})
		conn, err := rawhttp.Dial(t.Context(), c, "a.check")
		require.NoError(t, err)
		defer conn.Close()
		x, _ := conn.Send(t.Context(), exchange.Request{Method: method}, func() error {
			err := conn.Write([]byte(method + " / HTTP/1.1\r\nHost: x\r\n\r\n"))
			answers <- answer
			return err
		})
		return x
	}
}
