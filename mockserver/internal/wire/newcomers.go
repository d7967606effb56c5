package wire

import (
	"net"
	"net/http"
	"sync"
)

// Newcomers are the connections that have sent no whole request yet, such as those that browsers open in advance. A server
// that is asked to stop would answer none of them, and yet wait five seconds for each.
type Newcomers struct {
	mu     sync.Mutex
	conns  map[net.Conn]bool
	closed bool
}

// Watch is what http.Server tells about its connections.
func (n *Newcomers) Watch(c net.Conn, state http.ConnState) {
	if own, ok := c.(*conn); ok && state != http.StateNew && own.met.Swap(true) {
		return // requests on connections that are known do not wait for each other here
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case state != http.StateNew:
		delete(n.conns, c)
	case n.closed:
		_ = c.Close()
	case n.conns == nil:
		n.conns = map[net.Conn]bool{c: true}
	default:
		n.conns[c] = true
	}
}

// Close closes them, and those that still come. Their own goroutines notice.
func (n *Newcomers) Close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed = true
	for c := range n.conns {
		_ = c.Close()
	}
}
