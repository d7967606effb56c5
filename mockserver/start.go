package mockserver

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"testing"
)

// Running is a server that listens on a port of its own.
type Running struct {
	*Server
	URL string // such as http://127.0.0.1:41234
}

// Start serves opts on a free port of the loopback interface and stops at the end of the test. An answer of the server's
// own that breaks the contract is a 500 and fails the test. What the server logs goes to the test's output unless opts
// have a logger. With Options.FailOnViolation, requests that broke the contract fail the test at its end.
func Start(t testing.TB, opts Options) *Running {
	t.Helper()
	opts.FailOnOwnViolation = true
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	s := New(opts)
	s.failing = opts.FailOnViolation
	if s.Err() != nil {
		t.Fatalf("start the mock: %v", s.Err())
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("start the mock: %v", err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	stopped := make(chan error, 1)
	go func() { stopped <- s.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-stopped; err != nil {
			t.Errorf("stop the mock: %v", err)
		}
		s.failOn(t)
		if n := s.namespaces.Shared().OwnViolations(); n > 0 {
			t.Errorf("%d answers of the mock's own broke the contract; its log has them", n)
		}
	})
	return &Running{Server: s, URL: fmt.Sprintf("http://%s", listener.Addr())}
}
