//go:build bench

package interop

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"
)

// connections is how many clients ask at the same time, each waiting for its answer before it asks again.
const connections = 16

// figures are what a load found.
type figures struct {
	perSecond float64
	p50, p99  time.Duration
}

// drive sends the same request over and over for a while and fails on any answer but 2xx. The client reads and writes the
// sockets itself: net/http's client would cost as much as the servers that it measures.
func drive(address string, request []byte, duration time.Duration) (figures, error) {
	until := time.Now().Add(duration)
	return driveEach(address, connections, func(int) func() []byte {
		return func() []byte {
			if time.Now().After(until) {
				return nil
			}
			return request
		}
	})
}

// driveEach lets every client send what its own function returns, until that is nil.
func driveEach(address string, clients int, next func(client int) func() []byte) (figures, error) {
	var wg sync.WaitGroup
	took, fails := make([][]time.Duration, clients), make([]error, clients)
	begin := time.Now()
	for i := range clients {
		wg.Go(func() { took[i], fails[i] = ask(address, next(i)) })
	}
	wg.Wait()
	elapsed := time.Since(begin)
	if err := errors.Join(fails...); err != nil {
		return figures{}, err
	}
	return summary(slices.Concat(took...), elapsed), nil
}

func summary(took []time.Duration, elapsed time.Duration) figures {
	if len(took) == 0 {
		return figures{}
	}
	slices.Sort(took)
	return figures{perSecond: float64(len(took)) / elapsed.Seconds(), p50: took[len(took)/2], p99: took[len(took)*99/100]}
}

// ask is one client.
func ask(address string, next func() []byte) ([]time.Duration, error) {
	c, err := dialServer(address)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	took := make([]time.Duration, 0, 1<<16)
	for request := next(); request != nil; request = next() {
		begin := time.Now()
		if _, err := c.exchange(request, nil); err != nil {
			return nil, err
		}
		took = append(took, time.Since(begin))
	}
	return took, nil
}

// peer is a connection to a server.
type peer struct {
	net.Conn
	answers *bufio.Reader
}

func dialServer(address string) (*peer, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &peer{conn, bufio.NewReaderSize(conn, 64<<10)}, nil
}

// refusedError is an answer that is no success.
type refusedError struct{ line string }

func (e *refusedError) Error() string { return fmt.Sprintf("the answer is %q: expected 2xx", e.line) }

// exchange sends a request, consumes the answer and returns its body in the memory of into, or nothing if that is nil.
func (p *peer) exchange(request, into []byte) ([]byte, error) {
	if _, err := p.Write(request); err != nil {
		return nil, err
	}
	status, err := p.answers.ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(status, []byte("HTTP/1.1 2")) {
		return nil, &refusedError{string(bytes.TrimSpace(status))}
	}
	length, err := p.head()
	if err != nil || into == nil && length >= 0 {
		_, errDiscard := p.answers.Discard(max(0, length))
		return nil, errors.Join(err, errDiscard)
	}
	body := bytes.NewBuffer(into[:0])
	if length < 0 {
		return body.Bytes(), p.chunks(body)
	}
	_, err = io.CopyN(body, p.answers, int64(length))
	return body.Bytes(), err
}

// head reads the headers and returns how long the body is; -1 if it comes in chunks.
func (p *peer) head() (length int, err error) {
	for {
		line, err := p.answers.ReadSlice('\n')
		if err != nil || len(line) <= 2 {
			return length, err
		}
		name, value, _ := bytes.Cut(bytes.TrimSpace(line), []byte(":"))
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, err
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			length = -1
		}
	}
}

func (p *peer) chunks(to *bytes.Buffer) error {
	for {
		line, err := p.answers.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return err
		}
		if _, err := io.CopyN(to, p.answers, size); err != nil {
			return err
		}
		if _, err := p.answers.Discard(2); err != nil || size == 0 { // the line end
			return err
		}
	}
}
