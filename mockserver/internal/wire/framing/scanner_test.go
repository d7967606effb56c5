package framing_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/wire/framing"
)

// tapped gives net/http what a scanner passes on, at most size bytes at a time.
type tapped struct {
	rest    []byte
	size    int
	scanner framing.Scanner
}

func (t *tapped) Read(p []byte) (int, error) {
	if len(t.rest) == 0 || t.scanner.Defect() != framing.NoDefect {
		return 0, io.EOF
	}
	n := t.scanner.Scan(t.rest[:min(len(p), len(t.rest), t.size)])
	n = copy(p, t.rest[:n])
	t.rest = t.rest[n:]
	return n, nil
}

// requests reads what there is as net/http does, with the bodies. more is how much was read ahead of what a request needed.
func requests(r io.Reader) (got []string, more int) {
	got = []string{}
	b := bufio.NewReader(r)
	for {
		request, err := http.ReadRequest(b)
		if err != nil {
			return got, more
		}
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return got, more
		}
		got = append(got, request.Method+" "+request.RequestURI+" "+string(body))
		more += b.Buffered()
	}
}

const (
	get   = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
	post  = "POST /b HTTP/1.1\r\nHost: x\r\n"
	after = "GET /after HTTP/1.1\r\nHost: x\r\n\r\n"
)

// TestRequests wants each request passed on by itself, in whatever pieces the bytes come.
func TestRequests(t *testing.T) {
	for name, tt := range map[string]struct {
		bytes string
		want  []string
	}{
		"without_bodies":       {get + get, []string{"GET /a ", "GET /a "}},
		"bodies_like_requests": {post + "Content-Length: 28\r\n\r\n" + get, []string{"POST /b " + get}},
		"no_body":              {post + "Content-Length: 0\r\n\r\n", []string{"POST /b "}},
		"same_length_twice":    {post + "Content-Length: 2\r\ncontent-length: 2 \r\n\r\nab", []string{"POST /b ab"}},
		"chunks": {
			post + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1c;x=y\r\n" + get + "\r\n0\r\n\r\n", []string{"POST /b ab" + get},
		},
		"chunks_with_trailers": {post + "TRANSFER-ENCODING:CHUNKED\r\n\r\n1 \r\na\r\n0\r\nA: b\r\n c\r\n\r\n", []string{"POST /b a"}},
		"line_feeds_only":      {strings.ReplaceAll(get, "\r", ""), []string{"GET /a "}},
		"folded_other_header":  {post + "X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\nab", []string{"POST /b ab"}},
		"names_that_only_begin": {
			post + "Content-Length-X: 9\r\nX-Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\nab", []string{"POST /b ab"},
		},
		"long_lines": {
			"GET /" + strings.Repeat("x", 9000) + " HTTP/1.1\r\nX: " + strings.Repeat("y", 9000) + "\r\n\r\n",
			[]string{"GET /" + strings.Repeat("x", 9000) + " "},
		},
		"length_beside_TE_as_te": {post + "TE: trailers\r\nContent-Length: 1\r\n\r\na", []string{"POST /b a"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int{1, 2, 3, 7, 64, 4096, 1 << 20} {
				in := &tapped{rest: []byte(tt.bytes + after), size: size}
				got, more := requests(in)
				require.Equal(t, append(tt.want, "GET /after "), got, "in pieces of %d", size)
				require.Zero(t, more, "nothing of the next request is passed on with one")
				require.Equal(t, framing.NoDefect, in.scanner.Defect())
				require.False(t, in.scanner.Unfinished())
			}
		})
	}
}

// TestDefects wants each defect found before the head is whole, behind a good request too, in whatever pieces the bytes come.
func TestDefects(t *testing.T) {
	long := strings.Repeat("1", 1000)
	const chunked = "Transfer-Encoding: chunked\r\n\r\n"
	foreign := []framing.Defect{framing.TLS, framing.HTTP2, framing.Proxy}
	for name, tt := range map[string]struct {
		bytes string
		want  framing.Defect
	}{
		"length_and_coding":       {post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", framing.LengthAndCoding},
		"coding_and_length":       {post + "transfer-encoding: chunked\r\nX: y\r\ncontent-LENGTH:4\r\n\r\n", framing.LengthAndCoding},
		"coding_on_the_next_line": {post + "Content-Length: 4\r\nTransfer-Encoding:\r\n chunked\r\n\r\n", framing.Folded},
		"length_over_two_lines":   {post + "Content-Length: 4\r\n 2\r\n\r\n", framing.Folded},
		"far_apart":               {post + "Content-Length: 4\r\n" + strings.Repeat("X: y\r\n", 2000) + chunked, framing.LengthAndCoding},
		"behind_a_long_line": {
			post + "Content-Length: 4\r\nX: " + strings.Repeat("y", 9000) + "\r\n" + chunked,
			framing.LengthAndCoding,
		},
		"line_feeds_only": {post + "Content-Length: 4\nTransfer-Encoding: chunked\n\n", framing.LengthAndCoding},
		"identity":        {post + "Content-Length: 4\r\nTransfer-Encoding: identity\r\n\r\n", framing.LengthAndCoding},
		"empty_coding":    {post + "Content-Length: 4\r\nTransfer-Encoding: \r\n\r\n", framing.LengthAndCoding},
		"http_1.0":        {"POST /b HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", framing.CodingTooNew},
		"http_1.0_with_a_long_path": {
			"POST /" + strings.Repeat("x", 9000) + " HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", framing.CodingTooNew,
		},
		"chunked_not_last":            {post + "Transfer-Encoding: chunked, identity\r\n\r\n", framing.BadCoding},
		"chunked_twice":               {post + "Transfer-Encoding: chunked, chunked\r\n\r\n", framing.BadCoding},
		"chunked_on_two_lines":        {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", framing.BadCoding},
		"chunked_then_identity":       {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n", framing.BadCoding},
		"gzip_only":                   {post + "Transfer-Encoding: gzip\r\n\r\n", framing.BadCoding},
		"xchunked":                    {post + "Transfer-Encoding: xchunked\r\n\r\n", framing.BadCoding},
		"a_letter_that_folds":         {post + "Transfer-Encoding: chun\u212Aed\r\n\r\n", framing.BadCoding},
		"long_coding":                 {post + "Transfer-Encoding: " + long + "\r\n\r\n", framing.BadCoding},
		"gzip_then_chunked":           {post + "Transfer-Encoding: gzip, chunked\r\n\r\n", framing.UnknownCoding},
		"gzip_then_chunked_two_lines": {post + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", framing.UnknownCoding},
		"two_lengths":                 {post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", framing.BadLength},
		"lengths_in_a_list":           {post + "Content-Length: 1, 1\r\n\r\n", framing.BadLength},
		"negative_length":             {post + "Content-Length: -1\r\n\r\n", framing.BadLength},
		"signed_length":               {post + "Content-Length: +1\r\n\r\n", framing.BadLength},
		"empty_length":                {post + "Content-Length:\r\n\r\n", framing.BadLength},
		"hexadecimal_length":          {post + "Content-Length: 0x1\r\n\r\n", framing.BadLength},
		"length_beyond_all":           {post + "Content-Length: 9223372036854775808\r\n\r\n", framing.BadLength},
		"long_length":                 {post + "Content-Length: " + long + "\r\n\r\n", framing.BadLength},
		"tls":                         {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", framing.TLS},
		"http_2":                      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", framing.HTTP2},
		"proxy_1":                     {"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + get, framing.Proxy},
	} {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int{1, 2, 3, 7, 64, 4096, 1 << 20} {
				in := &tapped{rest: []byte(get + tt.bytes + after), size: size}
				got, _ := requests(in)
				require.Equal(t, []string{"GET /a "}, got, "in pieces of %d", size)
				require.Equal(t, tt.want, in.scanner.Defect(), "in pieces of %d", size)
				require.Equal(t, slices.Contains(foreign, tt.want), in.scanner.Defect().Foreign())
			}
		})
	}
	t.Run("proxy_2", func(t *testing.T) {
		var s framing.Scanner
		s.Scan([]byte("\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c"))
		require.Equal(t, framing.Proxy, s.Defect())
	})
}

// TestBadChunks wants the line passed on that is at defect, so that whoever reads the body sees it, and nothing behind it.
func TestBadChunks(t *testing.T) {
	for name, body := range map[string]string{
		"no_size": "\r\nab\r\n", "no_number": "zz\r\nab\r\n", "negative": "-1\r\nab\r\n", "signed": "+2\r\nab\r\n",
		"prefixed":       "0x2\r\nab\r\n",
		"line_feed_only": "2\nab\r\n", "carriage_return_inside": "2;\r x\r\nab\r\n",
		"too_many_digits":     strings.Repeat("0", 16) + "2\r\nab\r\n",
		"longer_than_it_says": "2\r\nabc\r\n0\r\n\r\n", "shorter_than_it_says": "3\r\nab\r\n0\r\n\r\n",
		"space_before_the_extension": "2 ;x\r\nab\r\n",
		"end_by_a_line_feed":         "2\r\nab\n0\r\n\r\n", "trailers_ended_by_a_line_feed": "2\r\nab\r\n0\r\n\n",
		"trailer_with_a_line_feed": "2\r\nab\r\n0\r\nA: b\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int{1, 3, 4096} {
				in := &tapped{rest: []byte(post + "Transfer-Encoding: chunked\r\n\r\n" + body + after), size: size}
				request, err := http.ReadRequest(bufio.NewReader(in))
				require.NoError(t, err)
				_, err = io.ReadAll(request.Body)
				require.Error(t, err)
				if size > len(body) { // else net/http may give up before the line is whole
					require.Equal(t, framing.BadChunk, in.scanner.Defect())
				}
			}
		})
	}
}

func TestLatestRequest(t *testing.T) {
	var s framing.Scanner
	pass := func(text string) {
		for len(text) > 0 {
			text = text[s.Scan([]byte(text)):]
		}
	}
	require.False(t, s.Unfinished())
	pass("GET /one HTTP/1.1\r\nauthor")
	require.True(t, s.Unfinished())
	require.Equal(t, "GET /one HTTP/1.1\r", string(s.First()))
	require.False(t, s.Authorized())
	pass("ization: x\r\n")
	require.True(t, s.Authorized())
	pass("\r\nP")
	require.Equal(t, "P", string(s.First()))
	require.False(t, s.Authorized(), "it was the request before")
	pass("OST /" + strings.Repeat("x", 9000))
	require.Len(t, s.First(), 512)
	pass(" HTTP/1.1\r\nContent-Length: 3\r\n\r\nab")
	require.False(t, s.Unfinished(), "the body is not the head")
	pass("c\r\n")
	require.False(t, s.Unfinished(), "an empty line is no request")
}

// FuzzScanner wants net/http to see the same requests with the scanner as without it, as far as the scanner lets it, and each by
// itself.
func FuzzScanner(f *testing.F) {
	for _, seed := range []string{
		get + get, post + "Content-Length: 4\r\n\r\nabcd" + get,
		post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + get,
		post + "Transfer-Encoding: chunked\r\n\r\n2;x\r\nab\r\n0\r\nA: b\r\n\r\n" + get,
		"POST /b HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + get,
		post + "Transfer-Encoding: chunked\r\n\r\n0\r\n\n" + get, "\r\n" + get, "PROXY x\r\n" + get, "\x16\x03",
		get + "Content-Length: 1\n\n",
		post + " X: a\r\n\r\n",
	} {
		f.Add([]byte(seed), uint16(1))
		f.Add([]byte(seed), uint16(4096))
	}
	f.Fuzz(func(t *testing.T, data []byte, size uint16) {
		in := &tapped{rest: bytes.Clone(data), size: int(size%5000) + 1}
		got, more := requests(in)
		want, _ := requests(bytes.NewReader(data))
		require.LessOrEqual(t, len(got), len(want))
		require.Equal(t, want[:len(got)], got)
		require.Zero(t, more, "nothing of the next request is passed on with one")
		if in.scanner.Defect() == framing.NoDefect {
			require.Equal(t, want, got)
		}
	})
}
