package wire

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/wire/framing"
)

// Refuser answers for what no handler sees. It is safe for concurrent use.
type Refuser interface {
	// RefuseRaw writes a whole HTTP response in the shape of the API that the request was for.
	RefuseRaw(Sighted) []byte
	// Stray counts what came of no client, which is gone: nothing is answered.
	Stray(why string, seen Sighted)
}

// conn is one connection. It has one reader at a time.
type conn struct {
	net.Conn
	from    *listener
	surplus bool        // it came when there were too many
	met     atomic.Bool // it has sent a request

	reads, writes deadline
	begun         begun // of the answer that net/http writes
	both          [2][]byte
	pieces        net.Buffers // these, as far as they are not written

	held []byte // what came behind the request that net/http reads
	last string // what net/http gets in place of all that would follow
	over error  // what a read returns when there is nothing more

	mu      sync.Mutex // reads, writes and the end come from different goroutines
	scanner framing.Scanner
	gone    bool // the client sends no more
	counted bool // it has been told what became of the latest request
	closed  bool
}

// noRequest makes net/http refuse a request, whether it stands in the request line or among the headers.
const noRequest = "?\r\n\r\n"

var errBadChunk = errors.New("the chunks of the body cannot be read")

func (c *conn) Read(b []byte) (int, error) {
	if n := copy(b, c.last); n > 0 {
		c.last = c.last[n:]
		return n, nil
	}
	n := copy(b, c.held)
	fresh := n == 0
	if fresh {
		if c.over != nil {
			return 0, c.over
		}
		var err error
		if n, err = c.receive(b); n == 0 {
			return 0, err
		}
	}
	c.mu.Lock()
	c.scanner.Refuse = c.surplus && c.from.crowded()
	passed, defect := c.scanner.Scan(b[:n]), c.scanner.Defect()
	c.mu.Unlock()
	switch {
	case defect == framing.BadChunk:
		c.held, c.over = nil, errBadChunk
	case defect != framing.NoDefect:
		inserted := copy(b[passed:], noRequest)
		c.held, c.last, c.over = nil, noRequest[inserted:], io.EOF
		passed += inserted
	case fresh:
		c.held = bytes.Clone(b[passed:n])
	default:
		c.held = c.held[passed:]
	}
	return passed, nil
}

// receive reads from the network. An error behind some bytes comes again with the next read.
func (c *conn) receive(b []byte) (int, error) {
	if !c.reads.begin(c.Conn, net.Conn.SetReadDeadline) {
		return 0, os.ErrDeadlineExceeded
	}
	n, err := c.Conn.Read(b)
	c.reads.end()
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		c.mu.Lock()
		c.gone = true
		c.mu.Unlock()
	}
	return n, err
}

// Write passes everything on but net/http's own refusals: they alone are plain text and close the connection.
func (c *conn) Write(b []byte) (int, error) {
	if !c.writes.begin(c.Conn, net.Conn.SetWriteDeadline) {
		return 0, os.ErrDeadlineExceeded
	}
	defer c.writes.end()
	status, own := ownRefusal(b)
	if !own {
		return c.pass(b)
	}
	c.mu.Lock()
	c.counted = true
	seen := c.sighted(status)
	c.mu.Unlock()
	if _, err := c.Conn.Write(c.from.refuser.RefuseRaw(seen)); err != nil {
		return 0, err
	}
	c.linger()
	return len(b), nil
}

// sighted is what is known of the latest request. The connection is locked.
func (c *conn) sighted(status int) Sighted {
	return Sighted{
		Status: status, Defect: c.scanner.Defect(), First: string(c.scanner.First()), Authorized: c.scanner.Authorized(),
		BrokenOff: c.gone && c.scanner.Unfinished(), Remote: c.RemoteAddr().String(),
	}
}

// lingering is how long a client that was refused may still send. If its connection were closed at once, what it has sent
// and nobody has read could cost it the answer.
const lingering = 500 * time.Millisecond

func (c *conn) linger() {
	if c.CloseWrite() == nil && c.Conn.SetReadDeadline(clock.System().Now().Add(lingering)) == nil {
		_, _ = io.Copy(io.Discard, io.LimitReader(c.Conn, 1<<20)) // whatever it is
	}
}

// Close counts the client that began a request and went away, and makes room for another one.
func (c *conn) Close() error {
	c.letGo()
	c.mu.Lock()
	half, closed, seen := c.scanner.Unfinished() && !c.counted, c.closed, c.sighted(0)
	c.counted, c.closed = true, true
	c.mu.Unlock()
	if !closed {
		<-c.from.open
	}
	if half {
		c.from.refuser.Stray("the head of a request never came whole", seen)
	}
	return c.Conn.Close()
}

// CloseWrite lets net/http end an answer without cutting off a client that still sends.
func (c *conn) CloseWrite() error {
	c.letGo()
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// Log gives net/http's complaints the level they deserve: those about single connections are for who looks for them.
func Log(to *slog.Logger) *log.Logger { return log.New(complaints{to}, "", 0) }

type complaints struct{ log *slog.Logger }

func (c complaints) Write(line []byte) (int, error) {
	level := slog.LevelDebug
	if bytes.Contains(line, []byte("Accept error")) { // such as too many open files
		level = slog.LevelWarn
	}
	c.log.Log(context.Background(), level, strings.TrimSpace(string(line)))
	return len(line), nil
}
