package mockserver_test

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// serve starts a server that the test stops by itself.
func serve(t *testing.T, opts mockserver.Options) (s *mockserver.Running, stop context.CancelFunc, stopped chan error) {
	t.Helper()
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s = &mockserver.Running{Server: mockserver.New(opts), URL: "http://" + l.Addr().String()}
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	stopped = make(chan error, 1)
	go func() { stopped <- s.Serve(ctx, l) }()
	return s, stop, stopped
}

// TestShutdown wants a request in flight to be finished, and new ones to find nobody.
func TestShutdown(t *testing.T) {
	s, stop, stopped := serve(t, quiet())
	c := demo(s)
	c.alive(t)
	w := c.dial(t)
	w.write(t, c.head("/v1/echo", "Content-Length: 15", "Expect: 100-continue"), "\r\n")
	require.Equal(t, http.StatusContinue, w.read(t, http.MethodPost).status, "the handler reads the body by now")
	w.write(t, `{"message"`)
	stop()
	require.Eventually(t, func() bool {
		conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(t.Context(), "tcp", s.URL[len("http://"):])
		if err == nil {
			_ = conn.Close()
		}
		return err != nil
	}, 20*time.Second, time.Millisecond, "nobody listens any more")
	select {
	case err := <-stopped:
		t.Fatalf("it did not wait for the request in flight: %v", err)
	default:
	}
	w.write(t, `:"x"}`)
	require.JSONEq(t, `{"message":"x"}`, w.read(t, http.MethodPost).body)
	require.NoError(t, <-stopped)
	w.closed(t)
}

func TestShutdownWhenIdle(t *testing.T) {
	s, stop, stopped := serve(t, quiet())
	demo(s).alive(t) // leaves an idle connection behind
	stop()
	select {
	case err := <-stopped:
		require.NoError(t, err)
	case <-time.After(5 * time.Second):
		t.Fatal("an idle connection holds it up")
	}
}

func TestServeFails(t *testing.T) {
	t.Run("with_bad_options", func(t *testing.T) {
		_, _, stopped := serve(t, mockserver.Options{Auth: "lax"})
		require.ErrorContains(t, <-stopped, "lax")
	})
	t.Run("on_a_closed_listener", func(t *testing.T) {
		var lc net.ListenConfig
		l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
		require.NoError(t, err)
		require.NoError(t, l.Close())
		require.ErrorIs(t, mockserver.New(quiet()).Serve(t.Context(), l), net.ErrClosed)
	})
}
