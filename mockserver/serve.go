package mockserver

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

const (
	headerTimeout = 10 * time.Second // a request's header block must arrive within
	writeTimeout  = time.Minute      // an answer must be taken within
	idleTimeout   = 2 * time.Minute  // a connection may rest
	drainTimeout  = 15 * time.Second // requests in flight may finish within, once asked to stop

	// wireHeaderBytes is where net/http gives up reading a header block. Up to there the server refuses it itself.
	wireHeaderBytes = 256 << 10
)

// Serve answers requests on the listener until ctx ends. Then it finishes the requests in flight, for at most 15 seconds,
// and returns nil. It closes the listener. Any other error means that serving was not possible. On its connections it also
// refuses, in the shape of the API, what net/http would serve or refuse before a handler sees it: requests that leave open where they
// end (RFC 9112, 6.1), too long headers, and what is no HTTP/1.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	if s.err != nil {
		return errors.Join(s.err, listener.Close())
	}
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    wireHeaderBytes,
		ErrorLog:          connectionLog(s.log),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(s.wire(listener)) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	// The parent context is over; the drain has a time of its own.
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	err := server.Shutdown(drain)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.Warn("requests were still in flight when the time to finish them was over; they were cut")
		err = server.Close()
	}
	return errors.Join(err, ignoreClosed(<-served))
}

// ignoreClosed leaves out the error that says that the server was asked to stop.
func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
