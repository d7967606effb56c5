package namespace

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// Namespace is a mock of its own: a world with its clock, the APIs over it, and what it remembers of requests. It is an http.Handler
// and safe for concurrent use.
type Namespace struct {
	opts    Options
	log     *slog.Logger
	world   *world.World
	apis    []*api
	control *api
	// pipeline is what the APIs go through; the namespace's own endpoints have a plain one.
	pipeline *pipeline.Pipeline
	stamp    http.Header // on every answer; empty unless the namespace misbehaves
	fixed    http.Header
	typed    map[string]http.Header // by content type
	buffers  sync.Pool              // of *bytes.Buffer
	handler  http.Handler
	own      *controlapi.Control
	words    map[string]bool // what the paths of operations are made of

	inProgress    room          // requests of the APIs
	ownInProgress room          // requests to the namespace's own endpoints
	bodies        room          // bytes of their bodies
	toldBusy      atomic.Bool   // since the last reset
	decoding      chan struct{} // a place for each large body that is decoded
	resetting     sync.Mutex
	violations    journal.Violations
	toldFull      atomic.Bool // since the last reset
	ownViolations atomic.Int64
	requests      atomic.Uint64
}

// New returns a namespace with the APIs.
func New(apis *APIs, given Options) (*Namespace, error) {
	opts, err := given.read(apis.Kinds())
	if err != nil {
		return nil, err
	}
	n := &Namespace{opts: opts, log: opts.Logger, decoding: make(chan struct{}, mostDecoding), fixed: fixedHeaders(), typed: typedHeaders()}
	n.inProgress.most, n.ownInProgress.most, n.bodies.most = int64(opts.Limits.Requests), mostOwn, opts.Limits.RequestBytes
	kinds := apis.Kinds()
	start := world.Options{
		APIs: apis.worlds(), Seed: opts.Seed, Scenario: opts.Scenario, EventsPerBot: opts.EventsPerBot, Import: opts.Import,
		ImportTeam: importTeam(opts, kinds), Teams: teams(opts, kinds), MaxEvents: opts.Limits.Events, MaxBytes: opts.Limits.EventBytes,
	}
	if !opts.altered() {
		start.Judge = n.judge(apis)
	}
	n.world, err = world.New(start, n.anchor())
	if err != nil {
		return nil, err
	}
	n.build(apis)
	n.handler = n.steps(n.routes())
	return n, nil
}

// ServeHTTP answers one request.
func (n *Namespace) ServeHTTP(w http.ResponseWriter, r *http.Request) { n.handler.ServeHTTP(w, r) }

// Violations are what requests broke of the contract.
func (n *Namespace) Violations() *journal.Violations { return &n.violations }

// OwnViolations returns how often an answer of the mock's own broke the contract.
func (n *Namespace) OwnViolations() int64 { return n.ownViolations.Load() }

// anchor is the instant at which seeded data made now end.
func (n *Namespace) anchor() time.Time { return clock.Receipt(n.opts.Clock) }

// worthReturning is how many bytes of events a reset must have let go of to give memory back to the system at once.
const worthReturning = 16 << 20

// reset takes the world back to the seeded data, which end now.
func (n *Namespace) reset() error {
	n.resetting.Lock() // each makes a whole new world
	defer n.resetting.Unlock()
	_, written := n.world.Written()
	if _, err := world.Apply(n.world, world.Reset{Anchor: n.anchor()}); err != nil {
		return err
	}
	n.violations.Clear()
	n.toldFull.Store(false)
	n.toldBusy.Store(false)
	if written > worthReturning {
		go debug.FreeOSMemory() // which takes a moment, for which nobody has to wait
	}
	return nil
}

// build makes the APIs and the namespace's own endpoints.
func (n *Namespace) build(apis *APIs) {
	n.pipeline = n.plain(apis)
	n.stamp = n.opts.decorate(n.pipeline)
	own := &controlapi.Control{
		Contract: apis.own, World: n.world, Violations: &n.violations, Reset: n.reset, Off: n.opts.NoControl, Token: n.opts.ControlToken,
		Hosts: n.opts.AllowedHosts, Stamp: n.stamp, Log: n.log,
		Refuse: func(w http.ResponseWriter, r *http.Request, p *pipeline.Problem) {
			n.refuseUnrouted(w, n.control, pipeline.CallOf(r), p)
		},
	}
	kinds := apis.Kinds()
	for _, l := range apis.served {
		n.apis = append(n.apis, n.newAPI(l, n.pipeline, kinds))
		own.Served = append(own.Served, controlapi.Served{
			Definition: l.Definition, Contract: l.contract, Base: n.opts.apiBase(), Open: n.opts.Auth == AuthOff,
			Demo: n.opts.demo(kinds, l.contract.Name()),
		})
	}
	n.control = n.newAPI(loaded{own.Definition(), apis.own}, n.plain(apis), kinds)
	n.words = pathWords(n.apis)
	n.own = own
}
