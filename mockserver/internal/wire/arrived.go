package wire

import (
	"context"
	"net"
)

type connKey struct{}

// WithConn lets the requests of a connection tell what has arrived; it is for http.Server's ConnContext.
func WithConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// Arrived reports whether net/http has the whole request of this context, body included, so that nothing of it can keep anybody
// waiting. It says false of a request that came another way.
func Arrived(request context.Context) bool {
	c, ok := request.Value(connKey{}).(*conn)
	if !ok {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.scanner.Whole()
}
