package rawhttp

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// ErrProxy says that the target is reached through a proxy, which would answer for it.
var ErrProxy = errors.New("the target is reached through a proxy, so its own connection cannot be looked at")

// longestBody is how much of a body is read, and longestAnswer of an answer with its head, the interim ones before it and what
// chunks add, in bytes.
const (
	longestBody   = 2 << 20
	longestAnswer = longestBody + 256<<10
)

// bounded is a connection that ends where a target sends more than there is left to read.
type bounded struct {
	net.Conn
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, b.excess(io.EOF)
	}
	n, err := b.Conn.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// excess tells an answer that is too long from what its reader made of the end.
func (b *bounded) excess(err error) error {
	if err == nil || b.left > 0 {
		return err
	}
	return fmt.Errorf("%w: more than %d bytes", exchange.ErrTooLarge, longestAnswer)
}

// Conn is a connection to a client's target, for one check. It is for one goroutine.
type Conn struct {
	client *exchange.Client
	check  string
	conn   *bounded
	in     *bufio.Reader
	last   *exchange.Exchange // the one before; nil before the first
	forget func() bool
}

// Dial connects to the target of a client, whose timeout, budget and record hold for the connection too. ErrProxy tells that
// only a proxy could connect. The end of the context ends whatever the connection waits for.
func Dial(ctx context.Context, client *exchange.Client, check string) (*Conn, error) {
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: client.Base()})
	if proxy != nil || err != nil {
		return nil, errors.Join(ErrProxy, err)
	}
	within, cancel := context.WithTimeout(ctx, client.Timeout())
	defer cancel()
	dialled, err := dial(within, client.Base(), client.TLS())
	if err != nil {
		return nil, fmt.Errorf("connect to the target: %w", err)
	}
	conn := &bounded{dialled, longestAnswer}
	return &Conn{
		client: client, check: check, conn: conn, in: bufio.NewReader(conn),
		forget: context.AfterFunc(ctx, func() { _ = conn.Close() }),
	}, nil
}

func dial(ctx context.Context, base *url.URL, trust *tls.Config) (net.Conn, error) {
	host, port := base.Hostname(), base.Port()
	if base.Scheme != "https" {
		return (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(host, orDefault(port, "80")))
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if trust != nil {
		config = trust.Clone()
	}
	config.NextProtos = []string{"http/1.1"}
	return (&tls.Dialer{Config: config}).DialContext(ctx, "tcp", net.JoinHostPort(host, orDefault(port, "443")))
}

func orDefault(port, other string) string {
	if port == "" {
		return other
	}
	return port
}

// Close ends the connection.
func (c *Conn) Close() {
	c.forget()
	_ = c.conn.Close()
}

// deadline is when an exchange, or a part of it, that begins now has to end.
func (c *Conn) deadline() time.Time { return c.client.Clock().Now().Add(c.client.Timeout()) }

// Write sends bytes as they are, within the timeout.
func (c *Conn) Write(b []byte) error {
	if err := c.conn.SetDeadline(c.deadline()); err != nil {
		return err
	}
	_, err := c.conn.Write(b)
	return err
}

// Arrived reports whether the target sends anything within d. It takes nothing out of the stream.
func (c *Conn) Arrived(d time.Duration) bool {
	if c.conn.SetReadDeadline(c.client.Clock().Now().Add(d)) != nil {
		return false
	}
	c.conn.left = longestAnswer
	_, err := c.in.Peek(1)
	return err == nil
}

// Read reads the final answer to a request of that method; interim answers are passed over. closes tells whether the target
// ends the connection after it.
func (c *Conn) Read(method string) (status int, header http.Header, body []byte, closes bool, err error) {
	if err := c.conn.SetReadDeadline(c.deadline()); err != nil {
		return 0, nil, nil, true, err
	}
	c.conn.left = longestAnswer
	for {
		response, err := http.ReadResponse(c.in, &http.Request{Method: method})
		if err != nil {
			return 0, nil, nil, true, fmt.Errorf("read the answer: %w", c.conn.excess(err))
		}
		body, err := io.ReadAll(io.LimitReader(response.Body, longestBody+1))
		if len(body) > longestBody {
			c.conn.left, err = 0, io.EOF
		}
		if err = c.conn.excess(err); errors.Is(err, exchange.ErrTooLarge) {
			return response.StatusCode, response.Header, nil, true, err
		}
		_ = response.Body.Close()
		if response.StatusCode < 200 && response.StatusCode != http.StatusSwitchingProtocols {
			continue
		}
		return response.StatusCode, response.Header, body, response.Close || err != nil, err
	}
}

// Rest reads whatever the target still sends until it closes the connection or the timeout is over.
func (c *Conn) Rest() ([]byte, error) {
	if err := c.conn.SetReadDeadline(c.deadline()); err != nil {
		return nil, err
	}
	c.conn.left = longestAnswer
	return io.ReadAll(io.LimitReader(c.in, longestBody))
}

// path is the request's target below the base path.
func (c *Conn) path(r exchange.Request) string {
	path := strings.TrimSuffix(c.client.Base().EscapedPath(), "/") + r.Path
	if r.RawQuery != "" {
		path += "?" + r.RawQuery
	}
	return path
}
