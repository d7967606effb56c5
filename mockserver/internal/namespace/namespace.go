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
	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/meter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/plan"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/control"
	"github.com/understudy-mock/understudy/spec/coverage"
)

// Default is the name of the namespace of requests that name none.
const Default = "default"

// nameHeader is on every answer of another one.
const nameHeader = "Understudy-Namespace"

// Namespace is a mock of its own: a world with its clock, the APIs over it, and what it remembers of requests. It is an http.Handler
// and safe for concurrent use.
type Namespace struct {
	name    string
	shared  *Shared
	opts    Options
	log     *slog.Logger
	clock   *clock.Movable
	world   *world.World
	apis    []*api
	control *api
	// pipeline is what the APIs go through; the namespace's own endpoints have a plain one.
	pipeline *pipeline.Pipeline
	stamp    http.Header // on every answer
	serve    server
	own      *controlapi.Control
	guarded  func() map[string]http.Handler // the own endpoints, by path

	keeper     *keeper    // nil if nothing is written down
	given      Changes    // what was changed of the options of the server
	changing   sync.Mutex // held by who changes more than data, where nothing is written down
	next       *Namespace // in its place by now; only exclusively
	snapshots  snapshots
	meter      meter.Meter
	violations *journal.Violations
	coverage   *coverage.Counts
	journal    *journal.Journal
	looked     *journal.Journal // of requests that only look, which are found by their ids alone
	faults     *fault.Set
	plan       *atomic.Pointer[plan.Plan] // nil inside if there is none
	firstPlan  *plan.Plan                 // before anybody replaced it
	varied     sync.Map                   // by the name of a variant: the http.Handler of requests that prefer it
	requests   atomic.Uint64              // all of them, for ids
	counted    atomic.Int64               // those of the APIs, since the last reset
}

// New returns a namespace with the options of the server but for the changes. Its own endpoints tell of all. Where it is to survive,
// Begin has still to say so.
func (s *Shared) New(name string, changes Changes, all controlapi.Namespaces) (*Namespace, error) {
	return s.build(0, Begun{Name: name, Options: changes}, all)
}

// build makes a namespace. Without an id and an anchor it is a new one.
func (s *Shared) build(id uint64, from Begun, all controlapi.Namespaces) (*Namespace, error) {
	name, opts := from.Name, s.opts.with(from.Options)
	n := &Namespace{name: name, shared: s, opts: opts, given: from.Options, log: opts.Logger}
	n.journal, n.looked = journal.New(s.journals), journal.New(s.journals)
	n.violations = &journal.Violations{Namespace: name, All: &s.violations}
	n.coverage = coverage.NewCounts(s.apis.items, s.coverage)
	n.clock = clock.NewMovable(opts.Clock)
	if name != Default {
		n.log = n.log.With("namespace", name)
	}
	n.firstPlan = opts.plan()
	n.plan = &atomic.Pointer[plan.Plan]{}
	n.plan.Store(n.firstPlan)
	n.faults = fault.New(opts.Seed, s.apis.faulty)
	start := world.Options{
		APIs: s.apis.worlds(), Seed: opts.Seed, Scenario: opts.Scenario, EventsPerBot: opts.EventsPerBot, Import: opts.Import,
		ImportTeam: importTeam(opts, s.kinds), Teams: teams(opts, s.kinds), Room: s.written, Library: s.library,
	}
	if !opts.altered() {
		start.Judge = s.judge
	}
	if s.kept != nil {
		n.keeper = s.kept.keeper(id)
		start.Recorder = n.keeper
		n.clock.KeepBy(n.keepClock)
		n.faults.KeepBy(n.keepFaults)
	}
	if from.Anchor.IsZero() {
		from.Anchor = n.anchor()
	}
	var err error
	n.world, err = world.New(start, from.Anchor)
	if err != nil {
		return nil, err
	}
	n.build(all)
	n.serve = n.steps(n.routing())
	return n, nil
}

// ServeHTTP answers one request.
func (n *Namespace) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.Serve(clock.System().Now(), w, r)
}

// Serve answers one request that came at an instant of the machine's clock.
func (n *Namespace) Serve(came time.Time, w http.ResponseWriter, r *http.Request) {
	n.serve(came, w, r)
}

// Close lets go of what the namespace has taken of what all share. Requests in progress end as they would have.
func (n *Namespace) Close() {
	n.snapshots.close()
	n.world.Close()
	n.journal.Close()
	n.looked.Close()
	n.faults.End() // and so what they have requests wait for
}

// Refuse refuses a request that is for no namespace, in the shape of the API that its path looks like.
func (n *Namespace) Refuse(w http.ResponseWriter, r *http.Request, p *pipeline.Problem) {
	var refuse http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := pipeline.CallOf(r)
		if !isOwn(r) {
			n.watch(c)
		}
		n.refuseUnrouted(w, n.named(c.API), c, p)
	})
	if !isOwn(r) {
		refuse = n.cors(refuse)
	}
	n.steps(refuse)(clock.System().Now(), w, r)
}

// Violations are what requests broke of the contract.
func (n *Namespace) Violations() *journal.Violations { return n.violations }

// Coverage is what requests used of the contracts.
func (n *Namespace) Coverage() *coverage.Counts { return n.coverage }

// World is the state of the namespace.
func (n *Namespace) World() *world.World { return n.world }

// Neighbour is the namespace as others see it.
func (n *Namespace) Neighbour() pipeline.Neighbour {
	return pipeline.Neighbour{Name: n.name, World: n.world}
}

// Name is that of the namespace.
func (n *Namespace) Name() string { return n.name }

// Shared is what the namespace has in common with others.
func (n *Namespace) Shared() *Shared { return n.shared }

// anchor is the instant at which seeded data made now end.
func (n *Namespace) anchor() time.Time { return clock.Receipt(n.clock) }

// worthReturning is how many bytes of events a reset must have let go of to give memory back to the system at once.
const worthReturning = 16 << 20

// afterAnswer is when the memory of a reset is given back: once its answer is out.
const afterAnswer = 100 * time.Millisecond

// resetTo is what a reset writes down.
type resetTo struct {
	Anchor time.Time `json:"anchor"`
}

// Reset takes the namespace back to how it began, with seeded data that end now.
func (n *Namespace) Reset() (control.ResetResult, error) {
	_, written := n.world.Written()
	err := n.exclusively(func(w writer) error {
		to := resetTo{clock.Receipt(n.clock.AtStart())}
		w.setSame(0)
		if err := w.write(kindReset, to); err != nil {
			return err
		}
		return n.reset(to)
	})
	if err != nil {
		return control.ResetResult{}, err
	}
	n.violations.Clear()
	n.journal.Clear()
	n.looked.Clear()
	n.coverage.Clear()
	n.meter.Clear()
	n.counted.Store(0)
	n.varied.Clear() // and what they remember
	n.shared.toldFull.Store(false)
	n.shared.toldBusy.Store(false)
	if written > worthReturning {
		time.AfterFunc(afterAnswer, debug.FreeOSMemory) // it takes the processors for a moment
	}
	return n.Begun(), nil
}

// reset is the effect of a Reset on what survives.
func (n *Namespace) reset(to resetTo) error {
	if _, err := world.Enact(n.world, world.Reset{Anchor: to.Anchor}); err != nil {
		return err
	}
	n.clock.Reset()
	n.faults.Reset()
	return nil
}

// Begun tells from what the namespace begins.
func (n *Namespace) Begun() control.ResetResult {
	return control.ResetResult{
		Status: control.ResetResultStatusOk, Seed: n.world.Seed(), Scenario: n.world.Scenario(),
		//nolint:gosec // at most fixtures.MaxEvents
		EventsPerBot: int32(n.world.EventsPerBot()), Anchor: n.world.Anchor(),
	}
}

// Altered reports whether the namespace differs from the contract, or by choice, and so may remember what it did.
func (n *Namespace) Altered() bool { return n.opts.altered() }

// build makes the APIs and the namespace's own endpoints.
func (n *Namespace) build(all controlapi.Namespaces) {
	apis := n.shared.apis
	n.lay()
	n.snapshots.of = n
	n.own = &controlapi.Control{
		Contract: apis.ownContract, Served: sync.OnceValue(n.served), Name: n.name, Namespaces: all, World: n.world, Clock: n.clock,
		Violations: n.violations, Faults: n.faults, Plans: n, Journal: n.journal, Looked: n.looked, Secrets: n.secrets(),
		Snapshots: &n.snapshots, Explain: n.explain, Histogram: n.histogram, Choices: choices, Metrics: n.writeMetrics,
		Coverage: n.coverage, Strict: n.opts.RefuseAdvisory, Off: n.opts.NoControl, Token: n.opts.ControlToken,
		Hosts: n.opts.AllowedHosts, Runner: n.opts.Runner, PlanFile: n.opts.PlanFile, Stamp: n.stamp, Log: n.log,
		Refuse: func(w http.ResponseWriter, r *http.Request, p *pipeline.Problem) {
			n.refuseUnrouted(w, n.control, pipeline.CallOf(r), p)
		},
	}
	n.control = n.newAPI(loaded{n.own.Definition(), apis.ownContract}, n.plain())
	n.guarded = sync.OnceValue(n.guardOwn)
}

// lay makes the pipeline and the APIs on it.
func (n *Namespace) lay() {
	n.pipeline = n.plain()
	n.stamp = n.opts.decorate(n.pipeline)
	if n.name != Default {
		n.stamp.Set(nameHeader, n.name)
	}
	for _, l := range n.shared.apis.served {
		n.apis = append(n.apis, n.newAPI(l, n.pipeline))
	}
}

// served is what the own endpoints tell of the APIs.
func (n *Namespace) served() []controlapi.Served {
	var all []controlapi.Served
	for _, l := range n.shared.apis.served {
		all = append(all, controlapi.Served{
			Definition: l.Definition, Contract: l.contract(), Base: n.opts.apiBase(), Open: n.opts.Auth == AuthOff,
			Demo: n.opts.demo(n.shared.kinds, l.Name),
		})
	}
	return all
}
