package mutate

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// headerTimeout is how long the head of a request may take to arrive.
const headerTimeout = 10 * time.Second

// Mocks are where the mocks of runs are.
type Mocks interface {
	// put has a mock be there until it is taken away.
	put(name string, mock http.Handler) (url string, take func(), err error)
	// strays says whether requests came to no mock, and what to do; empty if none did.
	strays() string
	// Close ends all that goes on there.
	Close()
}

// Stage is one server with a mock below each of some paths, /~NAME. No mock is told that it is not alone: it has namespaces of its own, and
// a reset with other options leaves it the mistake that it makes.
type Stage struct {
	url  string
	http *http.Server

	mu    sync.Mutex
	mocks map[string]http.Handler // by the first part of the path
	lost  int                     // requests to none
	first string                  // of them
}

// NewStage serves on a listener, whose URL is told, until it is closed.
func NewStage(listener net.Listener, url string) *Stage {
	s := &Stage{url: url, mocks: map[string]http.Handler{}}
	s.http = serve(listener, s)
	return s
}

// serve serves until the server is closed.
func serve(listener net.Listener, handler http.Handler) *http.Server {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	go func() { _ = server.Serve(listener) }()
	return server
}

// Close ends all that goes on there.
func (s *Stage) Close() { _ = s.http.Close() }

func (s *Stage) put(name string, mock http.Handler) (url string, take func(), err error) {
	first := "~" + strings.ReplaceAll(name, ".", "-")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mocks[first] = http.StripPrefix("/"+first, mock)
	return s.url + "/" + first, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.mocks, first)
	}, nil
}

func (s *Stage) strays() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost == 0 {
		return ""
	}
	return fmt.Sprintf(" %d requests came without its path, such as %s: a client that drops the path of its base URL needs --own-ports",
		s.lost, s.first)
}

// ServeHTTP passes a request on to its mock.
func (s *Stage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	s.mu.Lock()
	mock := s.mocks[first]
	if mock == nil {
		if s.lost++; s.lost == 1 {
			s.first = r.Method + " " + r.URL.Path
		}
	}
	s.mu.Unlock()
	if mock == nil {
		http.Error(w, "no mock is here; the path of the base URL in UNDERSTUDY_URL has to stay in front of every other",
			http.StatusNotFound)
		return
	}
	mock.ServeHTTP(w, r)
}

// Ports are mocks that each have a port of their own.
type Ports struct{}

func (Ports) put(_ string, mock http.Handler) (url string, take func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := serve(listener, mock)
	return "http://" + listener.Addr().String(), func() { _ = server.Close() }, nil
}

func (Ports) strays() string { return "" }

// Close does nothing: each ends with its run.
func (Ports) Close() {}
