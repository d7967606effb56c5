package mockserver

import (
	"bytes"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/understudy-mock/understudy/spec"
)

// wire makes net/http speak the APIs' shapes where it refuses what no handler ever sees: a header block beyond its limit
// and what is no HTTP at all. It answers these with plain text of its own, in one write; the connection replaces that.
func (s *Server) wire(l net.Listener) net.Listener { return &wireListener{Listener: l, server: s} }

type wireListener struct {
	net.Listener
	server *Server
}

func (l *wireListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &wireConn{Conn: c, server: l.server}, nil
}

// wireConn remembers how the latest request begins, to know whose shape a refusal needs.
type wireConn struct {
	net.Conn
	server *Server

	mu    sync.Mutex // reads and writes of a connection come from different goroutines
	start []byte
}

const requestStart = 512

func (c *wireConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 {
		c.mu.Lock()
		if len(c.start) < requestStart {
			c.start = append(c.start, b[:min(n, requestStart-len(c.start))]...)
		}
		c.mu.Unlock()
	}
	return n, err
}

// Write passes everything on but net/http's own refusals: they alone are plain text and close the connection.
func (c *wireConn) Write(b []byte) (int, error) {
	c.mu.Lock()
	start := c.start
	c.start = nil
	c.mu.Unlock()
	status, own := ownRefusal(b)
	if !own {
		return c.Conn.Write(b)
	}
	if _, err := c.Conn.Write(c.server.refuseRaw(status, start)); err != nil {
		return 0, err
	}
	return len(b), nil
}

// CloseWrite lets net/http end an answer without cutting off a client that still sends.
func (c *wireConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// ownRefusal recognises a refusal that net/http writes by itself. Handlers' answers always carry a request id.
func ownRefusal(b []byte) (status int, own bool) {
	if (bytes.HasPrefix(b, []byte("HTTP/1.1 417 ")) || bytes.HasPrefix(b, []byte("HTTP/1.0 417 "))) && !bytes.Contains(b, []byte("Understudy-Request-Id")) {
		return http.StatusExpectationFailed, true // of a request with an Expect that nobody knows; it has no body
	}
	head, _, whole := bytes.Cut(b, []byte("\r\n\r\n"))
	if !whole || !bytes.HasPrefix(head, []byte("HTTP/1.1 ")) || !bytes.Contains(head, []byte("\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close")) ||
		bytes.Contains(head, []byte("Understudy-Request-Id")) {
		return 0, false
	}
	_, err := fmt.Sscanf(string(head), "HTTP/1.1 %d", &status)
	return status, err == nil && status >= 400
}

// refuseRaw writes a whole HTTP response in the shape of the API that the request was for.
func (s *Server) refuseRaw(status int, start []byte) []byte {
	method, path := requestLine(start)
	x := s.newExchange(method, path)
	a := s.shapeOf(path)
	if a != s.control {
		x.api = a.name
	}
	p := headerTooLarge(s.opts.Limits.HeaderBytes)
	switch status {
	case http.StatusRequestHeaderFieldsTooLarge:
	case http.StatusExpectationFailed:
		p = broken(status, spec.Violation{
			Rule: spec.RuleHeaderValue, Side: spec.SideRequest, In: spec.InHeader, Name: "Expect", Got: "an expectation that nobody knows",
			Expected: "100-continue or no Expect", Fix: "leave the header out",
		})
	default:
		p = broken(status, spec.Violation{
			Rule: spec.RuleRouteUnknown, Side: spec.SideRequest, In: spec.InRoute, Got: "what is no HTTP request",
			Expected: "a request line and headers as in RFC 9112", Fix: "check line ends, the path's percent-encoding, Host and Transfer-Encoding",
		})
	}
	ans := s.unrouted(a, x, p)
	s.record(x, status)
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n", status, http.StatusText(status), ans.ContentType, len(ans.Body))
	if a != s.control {
		b.WriteString("Access-Control-Allow-Origin: *\r\n")
	}
	for name := range s.stamp {
		fmt.Fprintf(&b, "%s: %s\r\n", name, s.stamp.Get(name))
	}
	fmt.Fprintf(&b, "Understudy-Request-Id: %s\r\nUnderstudy-Violations: %d; id=%s\r\n\r\n%s", x.id, len(x.violations), x.id, ans.Body)
	return b.Bytes()
}

// requestLine reads what it can of a request that may be broken.
func requestLine(start []byte) (method, path string) {
	line, _, _ := strings.Cut(string(start), "\r\n")
	fields := strings.Fields(line)
	if len(fields) < 2 || !strings.HasPrefix(fields[1], "/") {
		return "", ""
	}
	path, _, _ = strings.Cut(fields[1], "?")
	if decoded, err := url.PathUnescape(path); err == nil {
		path = decoded
	}
	return shorten(strings.ToValidUTF8(fields[0], "?")), shorten(strings.ToValidUTF8(path, "?"))
}

// connectionLog gives net/http's complaints about single connections the level they deserve.
func connectionLog(to *slog.Logger) *log.Logger {
	return slog.NewLogLogger(to.Handler(), slog.LevelDebug)
}
