package namespace

import (
	"crypto/sha256"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/coverage"
)

// Shared is what all namespaces of a server have in common: what does not change, the bounds that protect the machine, and what is
// counted for the server as a whole. It is safe for concurrent use.
type Shared struct {
	apis     *APIs
	opts     Options // that a namespace has unless it is given others
	kinds    credential.Kinds
	accepted []pipeline.Credential
	usual    []headerWords                         // how most clients write these
	auth     map[AuthMode]map[string]authenticator // by the name of the API
	fixed    fixed
	typed    map[string]http.Header // by content type
	buffers  sync.Pool              // of *[]byte
	calls    sync.Pool              // of *pipeline.Call, empty but for their Room

	inProgress    room          // requests of the APIs
	ownInProgress room          // requests to the server's own endpoints
	resets        room          // likewise, that reset
	waiting       room          // likewise, that wait for something
	streaming     room          // likewise, whose answers readers may take their time for
	bodies        room          // bytes of their bodies
	aside         room          // requests of the APIs that faults make wait
	decoding      chan struct{} // a place for each large body that is decoded
	written       *world.Room   // events of clients
	library       *world.Library
	journals      *journal.Room // exchanges
	toldBusy      atomic.Bool   // since the last reset of any namespace
	toldFull      atomic.Bool   // likewise
	violations    journal.Violations
	coverage      *coverage.Counts
	ownViolations atomic.Int64
	kept          *Kept // nil if nothing is written down
}

// Share makes what namespaces share that have these options unless they are given others. The error names every mistake in them.
func Share(apis *APIs, given Options) (*Shared, error) {
	kinds := apis.Kinds()
	opts, err := given.read(kinds)
	if err != nil {
		return nil, err
	}
	s := &Shared{
		library: world.NewLibrary(),
		apis:    apis, opts: opts, kinds: kinds, auth: map[AuthMode]map[string]authenticator{},
		fixed: fixedHeaders(), typed: typedHeaders(), decoding: make(chan struct{}, mostDecoding),
		written:  world.NewRoom(opts.Limits.Events, opts.Limits.EventBytes),
		journals: journal.NewRoom(opts.Limits.JournalBytes), coverage: coverage.NewCounts(apis.items, nil),
	}
	s.resets.most, s.waiting.most, s.streaming.most = mostResets, mostWaiting, mostStreaming
	s.inProgress.most, s.ownInProgress.most, s.bodies.most = int64(opts.Limits.Requests), mostOwn, opts.Limits.RequestBytes
	s.aside.most = mostAside
	accepted := kinds.Accepted(opts.Credentials)
	for _, c := range accepted {
		kind, _ := kinds.Named(c.Kind)
		s.accepted = append(s.accepted, pipeline.Credential{API: kind.API, Secret: c.Presented(), Who: kind.Who(c)})
	}
	for _, l := range apis.served {
		for _, c := range kinds.Of(l.Name, accepted) {
			s.usual = append(s.usual, wordsOf(l.Scheme.Write(c.Presented())))
		}
	}
	for _, mode := range []AuthMode{AuthStrict, AuthAny, AuthOff} {
		s.auth[mode] = map[string]authenticator{}
		for _, l := range apis.served {
			s.auth[mode][l.Name] = newAuthenticator(mode, s.scheme(l), l.Kinds, kinds.Of(l.Name, accepted))
		}
	}
	return s, nil
}

// scheme is how an API asks for credentials. Where the demo ones are accepted it names them, and where they are: the journal redacts them.
func (s *Shared) scheme(l loaded) pipeline.Scheme {
	scheme := l.Scheme
	if len(s.kinds.Of(l.Name, s.opts.Credentials)) == 0 {
		scheme.HowTo += scheme.Demo + "; GET / lists what is accepted here"
	}
	return scheme
}

// Accepts reports whether a text is a whole credential that the server was given, or the id of one that has an id.
func (s *Shared) Accepts(text string) bool {
	of := func(secret string) [sha256.Size]byte { return sha256.Sum256([]byte(secret)) } // so that the time taken tells nothing
	given, found := of(text), s.opts.ControlToken != "" && of(text) == of(s.opts.ControlToken)
	for _, c := range s.accepted {
		name := c.Secret
		if c.Who.Token != "" {
			name = c.Who.Token
		}
		found = of(name) == given || found
	}
	return found
}

// Knows reports whether an Authorization header is a credential that the server was given, written as most clients write it.
func (s *Shared) Knows(header string) (known bool) {
	sent := wordsOf(header)
	for i := range s.usual {
		known = s.usual[i].is(&sent) || known
	}
	return known
}

// Logger is where operators are told what they should know.
func (s *Shared) Logger() *slog.Logger { return s.opts.Logger }

// Violations are what requests broke of the contract, in whichever namespace.
func (s *Shared) Violations() *journal.Violations { return &s.violations }

// Coverage is what requests used of the contracts, in whichever namespace.
func (s *Shared) Coverage() *coverage.Counts { return s.coverage }

// OwnViolations returns how often an answer of the mock's own broke the contract.
func (s *Shared) OwnViolations() int64 { return s.ownViolations.Load() }

// MostConnections is how many connections may be served at once.
func (s *Shared) MostConnections() int { return s.opts.Limits.Connections }
