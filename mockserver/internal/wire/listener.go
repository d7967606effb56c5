package wire

import (
	"errors"
	"net"
	"sync"
)

// mostRefused is how many connections beyond the limit are accepted all the same, to be told why they are not served. More wait in
// the system's queue.
const mostRefused = 1024

// Listen stands between net/http and the network, for what no handler ever sees. It hands net/http one request at a time, and
// none that leaves open where it ends. Where net/http refuses by itself, with plain text in one write, it writes the refuser's
// answer instead. A request on a connection that came when there were more than most of them is refused while there are.
func Listen(l net.Listener, refuser Refuser, most int) net.Listener {
	return &listener{Listener: l, refuser: refuser, most: most, open: make(chan struct{}, most+mostRefused), closed: make(chan struct{})}
}

type listener struct {
	net.Listener
	refuser    Refuser
	beginnings beginnings
	most       int
	open       chan struct{} // holds one for each connection

	closing sync.Once
	closed  chan struct{}
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	select {
	case l.open <- struct{}{}:
		return &conn{Conn: c, from: l, surplus: l.crowded()}, nil
	case <-l.closed:
		return nil, errors.Join(net.ErrClosed, c.Close())
	}
}

// crowded reports whether there are more connections than are served.
func (l *listener) crowded() bool { return len(l.open) > l.most }

func (l *listener) Close() error {
	l.closing.Do(func() { close(l.closed) })
	return l.Listener.Close()
}
