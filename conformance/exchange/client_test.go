package exchange_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestAnswersComeAsTheyAre(t *testing.T) {
	t.Run("redirects_are_not_followed", func(t *testing.T) {
		for _, status := range []int{301, 302, 303, 307, 308} {
			base, came := scripted(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", status) })
			x := client(t, base, exchange.Options{}).Do(t.Context(), "check", get("/"))
			require.NoError(t, x.Err)
			require.Equal(t, status, x.Status)
			require.Equal(t, "/elsewhere", x.Header.Get("Location"))
			require.Equal(t, 1, came())
		}
	})

	t.Run("gzip_is_neither_asked_for_nor_undone", func(t *testing.T) {
		var zipped bytes.Buffer
		w := gzip.NewWriter(&zipped)
		_, _ = io.WriteString(w, "plain")
		require.NoError(t, w.Close())
		base := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Asked", r.Header.Get("Accept-Encoding"))
			_, _ = w.Write(zipped.Bytes())
		})
		x := client(t, base, exchange.Options{}).Do(t.Context(), "check", get("/"))
		require.Empty(t, x.Header.Get("Asked"))
		require.Equal(t, zipped.Bytes(), x.Body)
		require.Equal(t, "gzip", x.Header.Get("Content-Encoding"))
	})

	t.Run("an_answer_broken_off_is_an_error_with_what_came", func(t *testing.T) {
		base, _ := scripted(t, breakOff)
		x := client(t, base, exchange.Options{}).Do(t.Context(), "check", track())
		require.ErrorIs(t, x.Err, io.ErrUnexpectedEOF)
		require.Equal(t, 200, x.Status)
		require.Equal(t, "0123456789", string(x.Body))
		require.False(t, x.OK())
	})
}

func TestAnswersThatNeverEnd(t *testing.T) {
	block := bytes.Repeat([]byte("x"), 1<<20)
	base := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	c := client(t, base, exchange.Options{})
	before := heap()
	for range 6 {
		x := c.Do(t.Context(), "check", get("/"))
		require.ErrorIs(t, x.Err, exchange.ErrTooLarge)
		require.Equal(t, 1, x.Attempts, "another try would bring as much again")
		require.NotEmpty(t, x.Body)
	}
	require.Less(t, heap(), before+16<<20, "the run keeps only the beginning of such answers")
	require.Len(t, c.Exchanges(), 6)

	t.Run("the_limit_itself_is_not_too_much", func(t *testing.T) {
		base := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "12345") })
		require.NoError(t, client(t, base, exchange.Options{MaxBody: 5}).Do(t.Context(), "check", get("/")).Err)
		require.ErrorIs(t, client(t, base, exchange.Options{MaxBody: 4}).Do(t.Context(), "check", get("/")).Err, exchange.ErrTooLarge)
	})
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestRequestsAreSentAsTheyStand(t *testing.T) {
	tests := []struct {
		name    string
		request exchange.Request
		want    []string
		not     []string
	}{
		{
			"header_names_keep_their_spelling",
			exchange.Request{Method: "GET", Path: "/", Header: http.Header{"x-lOwEr": {"v"}, "ACCEPT": {"a", "b"}}},
			[]string{"x-lOwEr: v\r\n", "ACCEPT: a\r\n", "ACCEPT: b\r\n"},
			[]string{"X-Lower", "Authorization"},
		},
		{
			"paths_and_queries_are_not_cleaned",
			exchange.Request{Method: "GET", Path: "/a/../b//c%2Fd/%41", RawQuery: "z=1&a=%7e&z=+2"},
			[]string{"GET /base/a/../b//c%2Fd/%41?z=1&a=%7e&z=+2 HTTP/1.1\r\n"},
			nil,
		},
		{
			"credentials_are_sent_when_given",
			exchange.Request{Method: "GET", Path: "/", Authorization: "basic QTpi"},
			[]string{"Authorization: basic QTpi\r\n", "User-Agent: understudy/test\r\n"},
			nil,
		},
		{
			"a_body_announces_its_length",
			exchange.Request{Method: "POST", Path: "/", Body: []byte("12345")},
			[]string{"Content-Length: 5\r\n", "\r\n\r\n12345"},
			[]string{"Transfer-Encoding", "Content-Type", "Accept-Encoding"},
		},
		{
			"a_chunked_body_does_not",
			exchange.Request{Method: "POST", Path: "/", Body: []byte("12345"), Chunked: true},
			[]string{"Transfer-Encoding: chunked\r\n", "5\r\n12345\r\n0\r\n\r\n"},
			[]string{"Content-Length"},
		},
		{
			"chunks_of_nothing_are_no_body",
			exchange.Request{Method: "GET", Path: "/", Chunked: true},
			[]string{"GET /base/ HTTP/1.1\r\n"},
			[]string{"Transfer-Encoding"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			said, base := listen(t)
			base.Path = "/base/"
			x := client(t, base, exchange.Options{}).Do(t.Context(), "check", tt.request)
			require.NoError(t, x.Err)
			text := <-said
			for _, want := range tt.want {
				require.Contains(t, text, want)
			}
			for _, not := range tt.not {
				require.NotContains(t, text, not)
			}
		})
	}
}

// listen takes one request and gives its very bytes.
func listen(t *testing.T) (<-chan string, *url.URL) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	said := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		var text strings.Builder
		r, err := http.ReadRequest(bufio.NewReader(io.TeeReader(conn, &text)))
		if err == nil {
			_, _ = io.Copy(io.Discard, r.Body)
		}
		said <- text.String()
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	}()
	return said, &url.URL{Scheme: "http", Host: listener.Addr().String()}
}

func TestAnEmptyBodyIsABody(t *testing.T) {
	said, base := listen(t)
	x := client(t, base, exchange.Options{}).Do(t.Context(), "check", exchange.Request{Method: "POST", Path: "/", Body: []byte{}})
	require.NoError(t, x.Err)
	require.Contains(t, <-said, "Content-Length: 0\r\n")
}

func TestARequestThatCannotBeMade(t *testing.T) {
	base, came := scripted(t)
	x := client(t, base, exchange.Options{}).Do(t.Context(), "check", exchange.Request{Method: "GET", Path: "/%zz"})
	require.ErrorContains(t, x.Err, "make the request")
	require.Zero(t, came())
}
