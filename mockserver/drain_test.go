package mockserver_test

import (
	"context"
	"fmt"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// pipes is a listener whose connections are pipes in memory, so that a test can have a clock of its own.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (l *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipes) Close() error {
	close(l.closed)
	return nil
}

func (l *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4747} }

func (l *pipes) dial() net.Conn {
	client, server := net.Pipe()
	l.conns <- server
	return client
}

// drained starts a server, hands it to the client, asks it to stop, and tells how long that took.
func drained(t *testing.T, client func(l *pipes), during func(s *mockserver.Server)) time.Duration {
	t.Helper()
	s := mockserver.New(quiet())
	l := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- s.Serve(ctx, l) }()
	client(l)
	synctest.Wait()
	began := time.Now()
	stop()
	during(s)
	require.NoError(t, <-stopped)
	return time.Since(began)
}

func nothing(*mockserver.Server) {}

// halfABody sends a request whose body never comes to its end.
func halfABody(t *testing.T) func(l *pipes) {
	return func(l *pipes) {
		c := l.dial()
		_, err := fmt.Fprint(c, "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"+
			"Authorization: Basic ZGVtby10b2tlbi1pZDpkZW1vLXRva2VuLXNlY3JldA==\r\nContent-Length: 100\r\n\r\n{")
		require.NoError(t, err)
	}
}

// TestDrain tells how long a server goes on when it is asked to stop, by a clock that only the test sees.
func TestDrain(t *testing.T) {
	t.Run("connections_without_a_request_are_not_waited_for", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			took := drained(t, func(l *pipes) {
				for range 3 {
					l.dial()
				}
				half := l.dial()
				_, err := fmt.Fprint(half, "GET /v1/bo")
				require.NoError(t, err)
			}, nothing)
			require.Less(t, took, time.Second)
		})
	})
	t.Run("a_request_in_flight_has_its_time", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			took := drained(t, halfABody(t), nothing)
			require.Greater(t, took, 5*time.Second)
			require.LessOrEqual(t, took, 16*time.Second)
		})
	})
	t.Run("close_ends_it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			took := drained(t, halfABody(t), func(s *mockserver.Server) {
				time.Sleep(time.Second)
				s.Close()
				s.Close()
			})
			require.Less(t, took, 2*time.Second)
		})
	})
	t.Run("close_needs_no_end_of_the_context", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := mockserver.New(quiet())
			s.Close()
			l := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
			require.NoError(t, s.Serve(t.Context(), l))
		})
	})
}
