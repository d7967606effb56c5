package wire

import (
	"net"
	"net/http"
	"time"
)

// Reset ends the connection of an answer so that its client sees a reset, behind what has been written of the answer if it has begun.
// Over HTTP/2 its stream alone is reset. It reports whether there was a connection: a writer in memory has none.
func Reset(w http.ResponseWriter, r *http.Request, begun bool) bool {
	c, _, err := http.NewResponseController(w).Hijack()
	switch {
	case err == nil:
		abort(c, begun)
		return true
	case r.Context().Value(http.ServerContextKey) != nil:
		panic(http.ErrAbortHandler) //nolint:forbidigo // it is how net/http wants to be told
	}
	return false
}

// leaving is what bytes that were written get to leave the machine: a reset drops those that have not.
const leaving = 50 * time.Millisecond

// abort closes a connection so that it does not look like an end: the one to the network first, so that what stands before it, such as TLS,
// can send nothing more.
func abort(c net.Conn, begun bool) {
	all := []net.Conn{c}
	for {
		if own, ok := c.(*conn); ok {
			own.letGo()
			c = own.Conn
		} else if outer, ok := c.(interface{ NetConn() net.Conn }); ok {
			c = outer.NetConn()
		} else {
			break
		}
		all = append(all, c)
	}
	if begun {
		time.Sleep(leaving)
	}
	if tcp, ok := c.(interface{ SetLinger(seconds int) error }); ok {
		_ = tcp.SetLinger(0) // if it cannot, the connection ends all the same
	}
	for i := len(all) - 1; i >= 0; i-- {
		_ = all[i].Close()
	}
}
