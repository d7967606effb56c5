package wire

import (
	"errors"
	"net"
	"sync"
	"time"
)

// deadline is that of the reads or of the writes of a connection. net/http moves both several times a request, mostly while nobody
// reads or writes: the network is told when somebody waits for it.
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

// begin comes before a read or a write, and end behind it.
func (d *deadline) begin(c net.Conn, t tell) {
	d.mu.Lock()
	d.waiting++
	_ = d.settle(c, t) // of a connection that is closed: the read or write says so
	d.mu.Unlock()
}

func (d *deadline) end() {
	d.mu.Lock()
	d.waiting--
	d.mu.Unlock()
}

func (d *deadline) settle(c net.Conn, t tell) error {
	if d.told.Equal(d.wanted) {
		return nil
	}
	d.told = d.wanted
	return t(c, d.wanted)
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
