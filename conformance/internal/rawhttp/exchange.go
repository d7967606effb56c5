package rawhttp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"syscall"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Head writes the request line and the headers: Host, those of the request, every value on a line of its own, Authorization
// if the request has one, and the length of the body if it has a body.
func (c *Conn) Head(r exchange.Request) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n", r.Method, c.path(r), c.client.Base().Host)
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, value := range r.Header[name] {
			fmt.Fprintf(&b, "%s: %s\r\n", name, value)
		}
	}
	if r.Authorization != "" {
		fmt.Fprintf(&b, "Authorization: %s\r\n", r.Authorization)
	}
	if r.Body != nil {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(r.Body))
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// Do sends a request in one piece, when its turn in the client's budget has come, and reads its answer.
func (c *Conn) Do(ctx context.Context, r exchange.Request) (x *exchange.Exchange, closes bool) {
	return c.Send(ctx, r, func() error { return c.Write(append(c.Head(r), r.Body...)) })
}

// Send lets write put the request on the wire and reads its answer.
func (c *Conn) Send(ctx context.Context, r exchange.Request, write func() error) (x *exchange.Exchange, closes bool) {
	x = &exchange.Exchange{Check: c.check, Request: r, Attempts: 1, Reused: c.last != nil, After: c.last}
	c.last = x
	c.client.Carry(ctx, x, func() {
		sent := write() // a target may answer and close before it has read everything
		x.Status, x.Header, x.Body, closes, x.Err = c.Read(r.Method)
		if x.Err != nil && sent != nil {
			x.Err = fmt.Errorf("send the request: %w", sent)
		}
	})
	return x, closes
}

// Gone reports whether an error means that the target ended the connection.
func Gone(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
