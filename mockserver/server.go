package mockserver

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gorilla/mux"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
	"github.com/understudy-mock/understudy/spec/control"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// Server is a mock of both APIs. It is an http.Handler and safe for concurrent use.
type Server struct {
	opts    Options
	err     error
	log     *slog.Logger
	world   *world.World
	apis    []*api
	control *api
	// pipeline is what both APIs go through; the server's own endpoints have a plain one.
	pipeline *pipeline.Pipeline
	stamp    http.Header // on every answer; empty unless the server misbehaves
	handler  http.Handler

	words map[string]bool // what the paths of operations are made of

	decoding      chan struct{} // a place for each large body that is decoded
	resetting     sync.Mutex
	violations    violationLog
	toldFull      atomic.Bool // since the last reset
	ownViolations atomic.Int64
	requests      atomic.Uint64

	closed    chan struct{} // Close was called
	closeOnce sync.Once
}

// New returns a server. If the options cannot be used, Err says why and every request is answered with 500 and that reason.
func New(opts Options) *Server {
	s := &Server{closed: make(chan struct{})}
	if s.err = s.load(opts); s.err != nil {
		s.handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "the mock cannot run with its options: "+s.err.Error(), http.StatusInternalServerError)
		})
	}
	return s
}

// Err returns why the options given to New cannot be used, or nil.
func (s *Server) Err() error { return s.err }

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func (s *Server) load(opts Options) error {
	contracts, err := loadContracts(chatlayer.Contract, inkeep.Contract, control.Contract)
	if err != nil {
		return err
	}
	return s.build(opts, contracts)
}

// build makes everything from the options and the contracts, which are those of Chatlayer, Inkeep and the server itself.
func (s *Server) build(given Options, contracts []*spec.Contract) error {
	opts, err := given.withDefaults()
	if err != nil {
		return err
	}
	s.opts, s.log = opts, opts.Logger
	s.decoding = make(chan struct{}, mostDecoding)
	s.world, err = world.New(world.Options{
		Seed: opts.Seed, Scenario: opts.Scenario, EventsPerBot: opts.EventsPerBot, Import: opts.Import,
		ImportTeam: importTeam(opts), Teams: teams(opts), MaxEvents: opts.Limits.Events, MaxBytes: opts.Limits.EventBytes,
	}, s.anchor())
	if err != nil {
		return err
	}
	s.buildAPIs(contracts)
	s.handler = s.steps(s.routes())
	return nil
}

func (s *Server) buildAPIs(contracts []*spec.Contract) {
	accepted := acceptedCredentials(s.opts.Credentials)
	s.pipeline = s.plain()
	s.stamp = s.opts.decorate(s.pipeline)
	s.apis = []*api{
		newChatlayerAPI(contracts[0], s.opts, s.pipeline, accepted),
		newInkeepAPI(contracts[1], s.opts, s.pipeline, accepted),
	}
	s.control = newControlAPI(contracts[2], s)
	s.words = pathWords(s.apis)
}

// loadContracts loads all contracts beside each other: parsing them is most of what a start takes.
func loadContracts(load ...func() (*spec.Contract, error)) ([]*spec.Contract, error) {
	contracts, errs := make([]*spec.Contract, len(load)), make([]error, len(load))
	var all sync.WaitGroup
	for i := range load {
		all.Go(func() { contracts[i], errs[i] = load[i]() })
	}
	all.Wait()
	return contracts, errors.Join(errs...)
}

// routes dispatches by the templates of the contracts, so that router and contract cannot disagree.
func (s *Server) routes() http.Handler {
	apis := mux.NewRouter().UseEncodedPath().SkipClean(true)
	for _, a := range s.apis {
		s.mount(apis, a)
	}
	apis.NotFoundHandler = http.HandlerFunc(s.unknownPath)

	control := mux.NewRouter().UseEncodedPath().SkipClean(true)
	s.mount(control, s.control)
	control.NotFoundHandler = s.door("", http.HandlerFunc(s.unknownPath))

	open, own := s.pipeline.Transport(s.cors(s.limitHeader(apis))), s.limitHeader(control)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path+"/", controlPrefix) || asksForIndex(r) {
			callOf(r).Base = s.baseURL(r)
			own.ServeHTTP(w, r)
			return
		}
		open.ServeHTTP(w, r)
	})
}

func (s *Server) mount(router *mux.Router, a *api) {
	methods := map[string]methodSet{}
	for _, op := range a.contract.Operations() {
		if methods[op.Path] == nil {
			methods[op.Path] = methodSet{}
		}
		methods[op.Path][op.Method] = s.endpoint(a, op)
	}
	for path, set := range methods {
		h := s.byMethod(a, path, set)
		if a == s.control {
			h = s.door(path, h)
		}
		router.Handle(path, h)
	}
}

// shapeOf returns the API whose shape a refusal on this path has.
func (s *Server) shapeOf(path string) *api {
	switch {
	case strings.HasPrefix(path+"/", controlPrefix):
		return s.control
	case path == "/v1" || strings.HasPrefix(path, "/v1/"):
		return s.apis[0]
	default:
		return s.apis[1]
	}
}

// unknownPath refuses a path that no operation has.
func (s *Server) unknownPath(w http.ResponseWriter, r *http.Request) {
	a, c := s.shapeOf(r.URL.Path), callOf(r)
	v := spec.Violation{
		Rule: spec.RuleRouteUnknown, Side: spec.SideRequest, In: spec.InRoute,
		Got: fmt.Sprintf("%s %s", r.Method, pipeline.Shorten(r.URL.EscapedPath())), Expected: "one of " + s.knownRoutes(r.URL.Path, a), Fix: routeFix(r.URL.Path),
	}
	switch {
	case r.Method == http.MethodConnect && r.URL.Path == "":
		v.Got, v.Fix = "CONNECT "+pipeline.Shorten(r.RequestURI), "the mock is no proxy: take its address out of the client's proxy settings"
	case r.URL.Path == indexPath: // it exists, for other methods
		v.Rule = spec.RuleRouteMethod
		s.refuseUnrouted(w, a, c, pipeline.Broken(http.StatusMethodNotAllowed, v).With("Allow", "GET, HEAD, OPTIONS"))
		return
	}
	s.refuseUnrouted(w, a, c, pipeline.Broken(http.StatusNotFound, v))
}

// knownRoutes lists what a lost client may have meant: the operations of the API that the path looks like, or of both.
func (s *Server) knownRoutes(path string, a *api) string {
	apis := []*api{a}
	if a == s.apis[1] && !strings.HasPrefix(path, "/events") {
		apis = s.apis
	}
	var routes []string
	for _, a := range apis {
		for _, op := range a.contract.Operations() {
			routes = append(routes, op.Method+" "+op.Path)
		}
	}
	return strings.Join(routes, ", ")
}

func routeFix(path string) string {
	if strings.HasSuffix(strings.TrimPrefix(path, controlPrefix), "/") && path != "/" {
		return "leave out the slash at the end"
	}
	return "check the path; Chatlayer's begin with /v1, Inkeep's is /events, the mock's own begin with " + controlPrefix
}
