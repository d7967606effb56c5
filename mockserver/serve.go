package mockserver

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/wire"
)

const (
	headerTimeout = 10 * time.Second // a request's header block must arrive within
	writeTimeout  = time.Minute      // an answer must be taken within, or a second less
	idleTimeout   = 2 * time.Minute  // a connection may rest, or a second less
	drainTimeout  = 15 * time.Second // requests in flight may finish within, once asked to stop

	// wireHeaderBytes is where net/http gives up reading a header block. Up to there the server refuses it itself.
	wireHeaderBytes = 256 << 10
)

// Serve answers requests on the listener until ctx ends. Then it finishes the requests in flight, for at most 15 seconds or
// until Close, and returns nil. It closes the listener. Any other error means that serving was not possible. On its connections
// it also refuses, in the shape of the API, what net/http would serve or refuse before a handler sees it: requests that leave open
// where they end (RFC 9112, 6.1), too long headers, and what is no HTTP/1.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	if s.err != nil {
		return errors.Join(s.err, listener.Close())
	}
	s.serving.Add(1)
	defer s.serving.Add(-1)
	var fresh wire.Newcomers
	hurry := make(chan struct{}) // ends what requests wait for
	base := wire.WithStop(context.WithoutCancel(ctx), hurry)
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    wireHeaderBytes,
		ErrorLog:          wire.Log(s.log),
		ConnState:         fresh.Watch,
		BaseContext:       func(net.Listener) context.Context { return base },
		ConnContext:       wire.WithConn,
	}
	served := make(chan error, 1)
	go func() {
		served <- server.Serve(wire.Listen(listener, s.namespaces, s.namespaces.Shared().MostConnections()))
	}()
	select {
	case err := <-served:
		return errors.Join(err, s.namespaces.Close())
	case <-ctx.Done():
	case <-s.closed:
	}
	fresh.Close()
	close(hurry)
	return errors.Join(s.drain(context.WithoutCancel(ctx), server), ignoreClosed(<-served), s.namespaces.Close())
}

// Close makes Serve end at once: requests in flight are cut. It may be called at any time, and more than once. Where nothing is served it
// lets go of Options.StateDir, as the end of Serve does.
func (s *Server) Close() {
	s.closeOnce.Do(func() { close(s.closed) })
	if s.err == nil && s.serving.Load() == 0 {
		if err := s.namespaces.Close(); err != nil {
			s.log.Error("the end of the state may not be on the disk", "error", err)
		}
	}
}

// drain lets the requests in flight finish. The context that ended Serve is over, so the drain has a time of its own.
func (s *Server) drain(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(ctx, drainTimeout)
	defer cancel()
	go func() {
		select {
		case <-s.closed:
			cancel()
		case <-ctx.Done():
		}
	}()
	err := server.Shutdown(ctx)
	if err == nil || ctx.Err() == nil {
		return err
	}
	s.log.Warn("requests were still in flight when the time to finish them was over; they were cut")
	return server.Close()
}

// ignoreClosed leaves out the error that says that the server was asked to stop.
func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
