package wire

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/wire/framing"
)

// Sighted is what is known of a request that no handler sees.
type Sighted struct {
	Status     int // that net/http gives it; 0 if it gives none
	Defect     framing.Defect
	First      string // the beginning of the request line
	Authorized bool
	BrokenOff  bool // the client is gone before the head was whole
	Remote     string
}

// ownRefusal recognises a refusal that net/http writes by itself. Handlers' answers always carry a request id.
func ownRefusal(b []byte) (status int, own bool) {
	const start = "HTTP/1.1 4"
	if len(b) < len(start) || !bytes.HasPrefix(b, []byte("HTTP/1.")) || b[len(start)-1] < '4' {
		return 0, false
	}
	if (bytes.HasPrefix(b, []byte("HTTP/1.1 417 ")) || bytes.HasPrefix(b, []byte("HTTP/1.0 417 "))) &&
		!bytes.Contains(b, []byte("Understudy-Request-Id")) {
		return http.StatusExpectationFailed, true // of a request with an Expect that nobody knows; it has no body
	}
	head, _, whole := bytes.Cut(b, []byte("\r\n\r\n"))
	if !whole || !bytes.Contains(head, []byte("\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close")) ||
		bytes.Contains(head, []byte("Understudy-Request-Id")) {
		return 0, false
	}
	status, err := strconv.Atoi(string(head[len("HTTP/1.1 "):min(len(head), len("HTTP/1.1 400"))]))
	return status, err == nil && status >= 400
}
