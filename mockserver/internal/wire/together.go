package wire

import (
	"bytes"
	"strconv"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
)

// netHTTPBuffer is what net/http gathers of an answer before it writes, in bytes.
const netHTTPBuffer = 4 << 10

// begun is the beginning of an answer that is longer than net/http's buffer. Written by itself it would cost a call of the system
// and wake the client for a part of what it waits for, so that it is held until the rest comes, a moment later.
type begun struct {
	mu   sync.Mutex // the connection may be closed by another goroutine
	held []byte     // nil if there is none
}

// beginnings lends memory for them: connections that rest hold none.
type beginnings struct{ pool sync.Pool }

func (p *beginnings) copyOf(b []byte) []byte {
	lent, _ := p.pool.Get().(*[netHTTPBuffer]byte)
	if lent == nil {
		lent = new([netHTTPBuffer]byte)
	}
	return append(lent[:0], b...)
}

func (p *beginnings) giveBack(held []byte) { p.pool.Put((*[netHTTPBuffer]byte)(held[:netHTTPBuffer])) }

// take returns what is held, which is not held any more.
func (b *begun) take() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	held := b.held
	b.held = nil
	return held
}

func (b *begun) hold(beginning []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held = beginning
}

// pass writes to the network, together with a beginning that is held.
func (c *conn) pass(b []byte) (int, error) {
	held := c.begun.take()
	if held == nil {
		if goesOn(b) {
			c.begun.hold(c.from.beginnings.copyOf(b))
			return len(b), nil
		}
		return c.Conn.Write(b)
	}
	defer c.from.beginnings.giveBack(held)
	c.both = [2][]byte{held, b}
	c.pieces = c.both[:]
	n, err := c.pieces.WriteTo(c.Conn)
	return max(0, int(n)-len(held)), err
}

// letGo writes a beginning whose rest does not come: the answer is cut off.
func (c *conn) letGo() {
	held := c.begun.take()
	if held == nil {
		return
	}
	defer c.from.beginnings.giveBack(held)
	if c.Conn.SetWriteDeadline(clock.System().Now().Add(patience)) == nil {
		_, _ = c.Conn.Write(held)
	}
}

// patience is how long a client may take what is left of an answer that is cut off.
const patience = 100 * time.Millisecond

// goesOn reports whether net/http will write more of the answer that begins here: its buffer is full, and the answer is said to
// be longer. An answer to HEAD is said to be longer too, but nothing of a body is there.
func goesOn(b []byte) bool {
	if len(b) != netHTTPBuffer || !bytes.HasPrefix(b, []byte("HTTP/1.")) {
		return false
	}
	length := 0
	for {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			return false
		}
		line := bytes.TrimSuffix(b[:end], []byte("\r"))
		if b = b[end+1:]; len(line) == 0 {
			return 0 < len(b) && len(b) < length
		}
		if text, said := bytes.CutPrefix(line, []byte("Content-Length: ")); said {
			length, _ = strconv.Atoi(string(text)) // zero is none
		}
	}
}
