package mockserver

import (
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerapi"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepapi"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/mockserver/internal/namespaces"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// Server is a mock of both APIs. It is an http.Handler and safe for concurrent use.
type Server struct {
	err        error
	log        *slog.Logger
	namespaces *namespaces.Namespaces // nil if there is an error

	named     atomic.Uint64 // namespaces of tests
	failing   bool          // tests fail for what broke the contract
	serving   atomic.Int64  // calls of Serve
	closed    chan struct{} // Close was called
	closeOnce sync.Once
}

// definitions are the APIs that a server has.
func definitions() []pipeline.Definition {
	return []pipeline.Definition{chatlayerapi.Definition(), inkeepapi.Definition()}
}

// load loads the contracts once, which is most of the work of a start.
var load = sync.OnceValues(func() (*namespace.APIs, error) { return namespace.Load(definitions()...) })

// New returns a server. If the options cannot be used, Err says why and every request is answered with 500 and that reason.
func New(opts Options) *Server {
	s := &Server{closed: make(chan struct{}), log: opts.Logger}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	apis, err := load()
	if err == nil {
		s.namespaces, err = opts.namespaces(apis)
	}
	s.err = err
	return s
}

// Err returns why the options given to New cannot be used, or nil.
func (s *Server) Err() error { return s.err }

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.err != nil {
		http.Error(w, "the mock cannot run with its options: "+s.err.Error(), http.StatusInternalServerError)
		return
	}
	s.namespaces.ServeHTTP(w, r)
}

// Violations returns the latest violations of all namespaces, those that are gone included, oldest first; at most the last thousand, or
// those of the last megabyte, are remembered. The reset of a namespace drops its own.
func (s *Server) Violations() []Recorded {
	if s.err != nil {
		return nil
	}
	_, _, kept := s.namespaces.Shared().Violations().Latest(journal.Kept)
	return recorded(kept)
}

// Reasons returns the violations of the requests that BrokenRequests counts, of those that are alike the latest, oldest first; at most the
// latest hundred are remembered, resets or not.
func (s *Server) Reasons() []Recorded {
	if s.err != nil {
		return nil
	}
	return recorded(s.namespaces.Shared().Violations().Reasons())
}

// BrokenRequests returns how many requests broke the contract since the server started, in whichever namespace, resets included.
// Requests with advisory violations only count where these are refused. What depends on the mock's state alone breaks no contract: wrong
// secrets, another team's bot, an id that is taken. Requests that broke it on purpose, and said so, do not count either.
func (s *Server) BrokenRequests() int64 {
	if s.err != nil {
		return 0
	}
	return s.namespaces.Shared().Violations().Broken()
}

// BrokenRules returns how many violations of each rule the requests have that BrokenRequests counts.
func (s *Server) BrokenRules() map[string]int64 {
	if s.err != nil {
		return nil
	}
	return s.namespaces.Shared().Violations().ByRule()
}

// OnPurpose returns how many violations there were that the requests had announced, with Prefer: expect-violation=RULE, since the server
// started, in whichever namespace, resets included. BrokenRequests counts none of them.
func (s *Server) OnPurpose() int64 {
	if s.err != nil {
		return 0
	}
	_, ever := s.namespaces.Shared().Violations().OnPurpose()
	return ever
}

// StrayRequests returns how many requests and connections came that no client of the APIs sends, since the server started, in
// whichever namespace, resets included: what browsers, load balancers and port scanners send unasked, requests that broke off, other
// protocols.
// They count in neither BrokenRequests nor Violations.
func (s *Server) StrayRequests() int64 {
	if s.err != nil {
		return 0
	}
	return s.namespaces.Shared().Violations().Strays()
}

// Recorded is one violation and the request it was found in.
type Recorded struct {
	spec.Violation
	Namespace string // in which it came
	RequestID string
	At        time.Time // by the world's clock
	Method    string
	Path      string
	Status    int
	API       string // "chatlayer", "inkeep" or empty for a path of neither
	Times     int64  // of a reason: how many are like it, itself among them; else 0
}

func recorded(kept []journal.Recorded) []Recorded {
	all := make([]Recorded, len(kept))
	for i, r := range kept {
		all[i] = Recorded{r.Violation, r.Namespace, r.RequestID, r.At, r.Method, r.Path, r.Status, r.API, r.Times}
	}
	return all
}
