package mockserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

const (
	message       = `{"message":"x"}`
	messageChunks = "f\r\n" + message + "\r\n0\r\n\r\n"
)

// unclear is a request that leaves open where it ends, or says it in a way that some would read otherwise.
type unclear struct {
	request string
	status  int
	word    string
}

func unclearRequests(c client) map[string]unclear {
	echo := func(header ...string) string { return c.head("/v1/echo", header...) + "\r\n" }
	old := func(head string) string { return strings.Replace(head, "HTTP/1.1", "HTTP/1.0", 1) }
	return map[string]unclear{
		"length_and_chunked":  {echo("Content-Length: 15", "Transfer-Encoding: chunked") + messageChunks, 400, "RFC 9112"},
		"chunked_and_length":  {echo("transfer-encoding: CHUNKED", "X: y", "content-length: 0") + messageChunks, 400, "RFC 9112"},
		"length_and_identity": {echo("Content-Length: 15", "Transfer-Encoding: identity") + message, 400, "RFC 9112"},
		"far_apart": {
			echo("Content-Length: 15", "X: "+strings.Repeat("x", 50_000), "Transfer-Encoding: chunked") + messageChunks, 400, "RFC 9112",
		},
		"on_folded_lines": {echo("Content-Length: 15", "Transfer-Encoding:\r\n chunked") + messageChunks, 400, "several lines"},
		"http_1.0":        {old(c.head("/v1/echo", "Transfer-Encoding: chunked")) + "\r\n" + messageChunks, 400, "HTTP/1.0"},
		"http_1.0_with_a_length": {
			old(c.head("/v1/echo", "Transfer-Encoding: chunked", "Content-Length: 15")) + "\r\n" + message, 400,
			"RFC 9112",
		},
		"chunked_then_identity":  {echo("Transfer-Encoding: chunked, identity") + messageChunks, 400, "chunked"},
		"chunked_twice":          {echo("Transfer-Encoding: chunked, chunked") + messageChunks, 400, "chunked"},
		"two_codings":            {echo("Transfer-Encoding: chunked", "Transfer-Encoding: x") + messageChunks, 400, "chunked"},
		"gzip":                   {echo("Transfer-Encoding: gzip") + messageChunks, 400, "chunked"},
		"gzip_then_chunked":      {echo("Transfer-Encoding: gzip, chunked") + messageChunks, 501, "chunked"},
		"space_before_the_colon": {echo("Content-Length: 15", "Transfer-Encoding : chunked") + messageChunks, 400, ""},
		"tab_before_the_colon":   {echo("Content-Length: 15", "Transfer-Encoding\t: chunked") + messageChunks, 400, ""},
		"bare_carriage_return":   {echo("X: y\rTransfer-Encoding: chunked", "Content-Length: 15") + message, 400, ""},
		"lengths_that_differ":    {echo("Content-Length: 15", "Content-Length: 16") + message, 400, "one whole number"},
		"a_list_of_lengths":      {echo("Content-Length: 15, 15") + message, 400, "one whole number"},
		"a_signed_length":        {echo("Content-Length: +15") + message, 400, "one whole number"},
		"with_much_behind_it": {
			echo("Content-Length: 15", "Transfer-Encoding: chunked") + strings.Repeat("x", 600_000), 400,
			"RFC 9112",
		},
		"a_bad_chunk":            {echo("Transfer-Encoding: chunked") + "0xf\r\n" + message + "\r\n0\r\n\r\n", 400, "chunks"},
		"a_chunk_that_is_longer": {echo("Transfer-Encoding: chunked") + "e\r\n" + message + "\r\n0\r\n\r\n", 400, "chunks"},
		"a_line_feed_in_a_chunk": {echo("Transfer-Encoding: chunked") + "f\n" + message + "\r\n0\r\n\r\n", 400, "chunks"},
	}
}

// TestSmuggling sends unclear requests behind two good ones and before one that nobody may see.
// Source: RFC 9112, 6.1 and 6.3.
func TestSmuggling(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	good := c.head("/v1/echo", "Content-Length: 15") + "\r\n" + message
	smuggled := c.head(trackOf("demobot1"), "Content-Length: 17") + "\r\n" + `{"id":"smuggled"}`
	for name, tt := range unclearRequests(c) {
		t.Run(name, func(t *testing.T) {
			for piece := range map[int]bool{1 << 20: true, 100: true} {
				strays, broken := s.StrayRequests(), s.BrokenRequests()
				w := c.dial(t)
				all := good + good + tt.request + smuggled
				for rest := []byte(all); len(rest) > 0; rest = rest[min(piece, len(rest)):] {
					_, _ = w.Write(rest[:min(piece, len(rest))]) // fails when the server hangs up
				}
				require.JSONEq(t, message, w.read(t, http.MethodPost).body)
				require.JSONEq(t, message, w.read(t, http.MethodPost).body)
				r := w.read(t, http.MethodPost)
				require.Equal(t, tt.status, r.status, r.body)
				require.Equal(t, "close", r.header.Get("Connection"))
				require.Equal(t, "application/json", r.header.Get("Content-Type"))
				require.Contains(t, r.body, tt.word)
				r.recordedAsBroken(t, "")
				w.closed(t)
				require.Equal(t, broken+1, s.BrokenRequests())
				require.Equal(t, strays, s.StrayRequests())
			}
		})
	}
	require.Empty(t, c.listed(t, "demobot1", nil), "nothing was smuggled")
	c.alive(t)
}

func TestSmugglingToTheOtherAPI(t *testing.T) {
	s := mockserver.Start(t, quiet())
	w := apiKey(s).dial(t)
	w.write(t, apiKey(s).head("/events", "Content-Length: 15", "Transfer-Encoding: chunked")+"\r\n"+messageChunks)
	w.read(t, http.MethodPost).refusedByInkeep(t, http.StatusBadRequest, "RFC 9112", "Transfer-Encoding")
}

// TestUnusualFraming wants what is unusual and clear to be served, and what follows it on the connection.
func TestUnusualFraming(t *testing.T) {
	c := demo(mockserver.Start(t, quiet()))
	good := c.head("/v1/echo", "Content-Length: 15") + "\r\n" + message
	for name, request := range map[string]string{
		"the_same_length_twice": c.head("/v1/echo", "Content-Length: 15", "Content-Length: 15") + "\r\n" + message,
		"another_header_folded": c.head("/v1/echo", "X: a\r\n Transfer-Encoding: chunked", "Content-Length: 15") + "\r\n" + message,
		"extensions_and_trailers": c.head("/v1/echo", "Transfer-Encoding: chunked", "Trailer: X") + "\r\n" + "F;name=value\r\n" + message +
			"\r\n000\r\nX: y\r\n\r\n",
		"line_feeds_alone":       strings.ReplaceAll(c.head("/v1/echo", "Content-Length: 15")+"\r\n", "\r\n", "\n") + message,
		"an_empty_line_before":   "\r\n" + good,
		"a_target_with_its_host": strings.Replace(good, "/v1/echo", "http://api.example/v1/echo", 1),
		"what_proxies_add": c.head("/v1/echo", "Content-Length: 15", "Via: 1.1 proxy.example", "X-Forwarded-For: 192.0.2.1") +
			"\r\n" + message,
		"what_browsers_add": c.head("/v1/echo", "Content-Length: 15", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors", "DNT: 1") +
			"\r\n" + message,
		"another_protocol_is_offered": c.head("/v1/echo", "Content-Length: 15", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c",
			"HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA") + "\r\n" + message,
	} {
		t.Run(name, func(t *testing.T) {
			w := c.dial(t)
			w.write(t, good+request+good)
			for range 3 {
				require.JSONEq(t, message, w.read(t, http.MethodPost).body)
			}
		})
	}
}
