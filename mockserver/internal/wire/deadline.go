package wire

import (
	"errors"
	"net"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
)

// deadline is that of the reads or of the writes of a connection. net/http moves both several times a request, mostly while nobody
// reads or writes: the network is told when somebody waits for it, and not where what it was told will do.
type deadline struct {
	mu      sync.Mutex
	wanted  time.Time
	told    time.Time // what the network has
	waiting int       // reads or writes in progress
}

// tell is how the network is told: net.Conn.SetReadDeadline or net.Conn.SetWriteDeadline.
type tell func(net.Conn, time.Time) error

func (d *deadline) move(to time.Time, c net.Conn, t tell) (err error) {
	d.mu.Lock()
	if d.wanted = to; d.waiting > 0 {
		err = d.settle(c, t)
	}
	d.mu.Unlock()
	return err
}

// begin comes before a read or a write, and end behind it. It reports false if there is to be none, as it is over already.
func (d *deadline) begin(c net.Conn, t tell) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.wanted.Equal(longAgo()) {
		return false
	}
	d.waiting++
	_ = d.settle(c, t) // of a connection that is closed: the read or write says so
	return true
}

// longAgo is the deadline by which net/http ends a read. Mostly it has not begun: it is one that watches, while a request is served,
// whether the client goes.
func longAgo() time.Time { return time.Unix(1, 0) }

func (d *deadline) end() {
	d.mu.Lock()
	d.waiting--
	d.mu.Unlock()
}

func (d *deadline) settle(c net.Conn, t tell) error {
	if d.told.Equal(d.wanted) || d.willDo() {
		return nil
	}
	d.told = d.wanted
	return t(c, d.wanted)
}

// What a deadline may come too early that is far away.
const (
	early = time.Second
	far   = 10 * early
)

// willDo reports whether what the network was told last is nearly what is wanted. It is far away: the clients that a deadline of
// minutes is for are those of which nothing comes.
func (d *deadline) willDo() bool {
	later := d.wanted.Sub(d.told)
	return 0 <= later && later < early && clock.Since(d.told) < -far
}

// SetReadDeadline ends reads at an instant, those in progress too. The zero value is never.
func (c *conn) SetReadDeadline(at time.Time) error {
	return c.reads.move(at, c.Conn, net.Conn.SetReadDeadline)
}

// SetWriteDeadline ends writes likewise.
func (c *conn) SetWriteDeadline(at time.Time) error {
	return c.writes.move(at, c.Conn, net.Conn.SetWriteDeadline)
}

// SetDeadline ends both.
func (c *conn) SetDeadline(at time.Time) error {
	return errors.Join(c.SetReadDeadline(at), c.SetWriteDeadline(at))
}
