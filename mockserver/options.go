package mockserver

import (
	"log/slog"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/mockserver/internal/namespaces"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// ErrImport is in the error of a Server whose Options.Import holds events that do not fit together.
var ErrImport = world.ErrImport

// ErrState is in the error of a Server whose Options.StateDir cannot be used.
var ErrState = namespaces.ErrState

// NoEvents is an Options.EventsPerBot without seeded events; --events 0 is this one.
const NoEvents = -1

// DefaultJournalBytes is the Limits.JournalBytes of a server that is not told otherwise; with NoJournal it keeps no exchanges.
const (
	DefaultJournalBytes = journal.DefaultBytes
	NoJournal           = -1
)

// NoTTL is an Options.NamespaceTTL that forgets no namespace; --namespace-ttl 0 is this one.
const NoTTL = namespaces.Never

// Options configures a Server. The zero value is ready to use: the demo credentials, the default scenario, the system's
// clock, advisory violations recorded but answered.
type Options struct {
	// Seed drives every random choice. Zero means 1.
	Seed uint64
	// Scenario names the seeded world; fixtures.Scenarios lists them. Empty is the default one.
	Scenario string
	// EventsPerBot is how many events a bot starts with. Zero means 5000, NoEvents none.
	EventsPerBot int
	// Clock tells the time. Nil means the system's.
	Clock Clock
	// Auth says which credentials are accepted. Empty means AuthStrict.
	Auth AuthMode
	// Credentials replace the demo credentials of the API they belong to. Nil leaves both APIs the demo set.
	Credentials []Credential
	// Import are events that are there from the start, and after every reset, beside the seeded ones. They stay in memory.
	// A bot that nobody owns belongs to the team of the first Chatlayer credential.
	Import []fixtures.Line
	// RefuseAdvisory refuses requests with advisory violations too, such as an undeclared query parameter, and wants an
	// event name in every tracked event.
	RefuseAdvisory bool
	// Limits bound what a request may take. Zero members mean their defaults.
	Limits Limits
	// FailOnOwnViolation answers 500 where an answer of the server's own would break the contract, instead of logging the
	// bug and letting the answer go. For tests.
	FailOnOwnViolation bool
	// FailOnViolation makes Start, and Namespace of what it returns, fail the test at its end if a request broke the contract, and name
	// what it broke. One that does so on purpose has the header Prefer: expect-violation=RULE and fails no test. New, which has no test,
	// leaves it to BrokenRequests.
	FailOnViolation bool
	// Variants make the server differ in ways that the documents allow; Variants lists them. They are applied in this order.
	Variants []string
	// Misbehave gives the server one misbehaviour; Misbehaviours lists them. Empty is none. Every answer of such a server
	// has the header Understudy-Misbehaving, and none is held to the contract.
	Misbehave string
	// AllowedHosts are names under which the server's own endpoints may be asked for besides those of this machine (localhost and its
	// addresses), each host or host:port. It is for a server that others reach by a name, in a container network say; without the
	// name here they are refused with 403, as a web page could be behind it (DNS rebinding). The APIs, health and the documents
	// answer under every name, and a request that has not come over a network, as from httptest.NewRequest, is not held to it.
	AllowedHosts []string
	// CORSOrigins are the origins whose pages may call the APIs, such as http://localhost:3000. Nil means all, like "*".
	CORSOrigins []string
	// ControlToken is what the server's own endpoints, but health and the index, want as Authorization: Bearer. Empty means that
	// they want nothing.
	ControlToken string
	// NoControl leaves of the server's own endpoints only health and the index.
	NoControl bool
	// NamespaceTTL is how long a namespace may be idle, by the machine's time, before it is forgotten; the default one never is. Zero
	// means an hour, NoTTL that none is forgotten.
	NamespaceTTL time.Duration
	// MaxNamespaces is how many namespaces there may be beside the default one. One more is refused with 503. Zero means 10,000.
	MaxNamespaces int
	// RequireNamespace refuses requests of the APIs that name no namespace, with 400.
	RequireNamespace bool
	// NoPrefer ignores what requests of the APIs ask for themselves in their header Prefer, such as code=503.
	NoPrefer bool
	// StateDir is a directory in which what was written survives restarts and crashes: namespaces with their options, events, clocks,
	// faults, plans and snapshots. It is made if there is none, and one server uses it at a time: Close, or the end of Serve, lets go of
	// it. Empty means that nothing survives. Seed, Scenario, EventsPerBot, Import and what a frozen Clock shows have to be as they were,
	// and so have the teams of Credentials and whether Auth is strict, which say whose the bots are.
	StateDir string
	// StateSync is how long a write that was answered may be in the memory of the machine only, and so be lost if the machine crashes. Zero
	// means that it is on the disk before it is answered. If only the process ends, nothing is lost either way.
	StateSync time.Duration
	// Plan is a tracking plan in JSON, as PUT /__understudy/plan takes it: which events clients are to send, with which attributes. An
	// event that breaks it is answered as ever and is a violation of a rule plan.…. Nil is none.
	Plan []byte
	// PlanFile is the file that Plan was read from, which GET /__understudy/violations?format=sarif points at: a path from the root of the
	// source, or an absolute one. Empty is none.
	PlanFile string
	// LogNoViolations leaves what a request is refused for out of the log, for whoever shows Reasons at the end.
	LogNoViolations bool
	// Checks are those that GET and POST /__understudy/check show and run. Understudy's program gives a server those of package
	// conformance, which this package does not know. Nil means that there are none.
	Checks Checks
	// Logger receives what operators should know. Nil discards it.
	Logger *slog.Logger
}

// Limits bound what a request may take.
type Limits struct {
	// BodyBytes is the largest request body, in bytes. Zero means 2 MiB, the most that a contract promises to take.
	BodyBytes int64
	// HeaderBytes is the largest header block, names and values together, in bytes. Zero means 64 KiB.
	HeaderBytes int
	// BodyTimeout is how long a request body may take to arrive. Zero means 10 seconds.
	BodyTimeout time.Duration
	// AnswerTimeout is how long finding an answer may take. Beyond it the request is refused with 503. Zero means 10 seconds.
	AnswerTimeout time.Duration
	// Events is how many events, conversations, feedback and definitions clients may write until the next reset, imported ones not counted,
	// and deleted ones no more. One more is refused with 507. Zero means 20 million.
	Events int64
	// EventBytes is about how much memory these may take, in bytes: their texts and what the mock needs to find them.
	// One that needs more is refused with 507. Zero means 8 GiB.
	EventBytes int64
	// Connections is how many connections Serve serves at once. Requests on later ones are refused with 503 while there are more.
	// Zero means 16,384.
	Connections int
	// Requests is how many requests of the APIs may be in progress at once. One more is refused with 503. Zero means 2,000.
	Requests int
	// RequestBytes is how much the bodies of requests in progress may have together, in bytes; 16 KiB of each do not count. A request
	// that sends more is refused with 503. Zero means 256 MiB.
	RequestBytes int64
	// JournalBytes is about how much memory the latest exchanges may take, which Exchanges returns, in bytes; the oldest go first. Zero
	// means 64 MiB, NoJournal none.
	JournalBytes int64
}

// internal is what namespaces are made of.
func (o Options) internal() namespaces.Options {
	given := namespace.Options{
		Seed: o.Seed, Scenario: o.Scenario, EventsPerBot: o.EventsPerBot, Auth: namespace.AuthMode(o.Auth), Import: o.Import,
		RefuseAdvisory: o.RefuseAdvisory, Limits: namespace.Limits(o.Limits), FailOnOwnViolation: o.FailOnOwnViolation,
		Variants: o.Variants, Misbehave: o.Misbehave, AllowedHosts: o.AllowedHosts, CORSOrigins: o.CORSOrigins,
		ControlToken: o.ControlToken, NoControl: o.NoControl, NoPrefer: o.NoPrefer, LogNoViolations: o.LogNoViolations, Logger: o.Logger,
	}
	if o.Checks != nil {
		given.Runner = &controlapi.Runner{Checks: o.Checks}
	}
	if o.Clock != nil {
		given.Clock = o.Clock
	}
	for _, c := range o.Credentials {
		given.Credentials = append(given.Credentials, c.internal())
	}
	return namespaces.Options{
		Options: given, TTL: o.NamespaceTTL, Most: o.MaxNamespaces, Require: o.RequireNamespace,
		StateDir: o.StateDir, StateSync: o.StateSync,
	}
}
