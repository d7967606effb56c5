package chatlayer

import (
	"context"
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// session is what the checks of one run share: the data that was brought to the target and what is known about the target.
type session struct {
	target conformance.Target
	auth   string // Authorization of the target's own credentials
	other  string // of the other team's; "" if there are none
	run    string
	client *exchange.Client
	clock  conformance.Clock
	names  names
	await  func(seen, of int) // tells how many of the awaited events are there; nil once checks run

	began      time.Time     // when the run began, by the target's clock
	skew       time.Duration // by how much the target's clock is ahead, as far as its Date headers tell
	located    bool          // honoured is known
	honoured   bool          // a tracked event gets the timestamp that the client sent
	misplaced  *Known        // the first event, if it is not where its timestamp says; nil if it is
	blurred    time.Duration // how far from the timestamps that are given those that are kept may lie
	base       time.Time     // where the run's own time begins: its seed lies in the hour after it
	unit       time.Duration // the last digit of the timestamps that the target prints
	settled    time.Duration // from the last write of the seed until all of it was seen
	slowest    time.Duration // the longest that an event took from its acknowledgement until it was seen
	eventual   atomic.Bool   // some list showed an event later than another, or later than at once
	futureless bool          // a window that ends in the future is refused
	teamless   int           // with which status the target refuses the team's list, so that only the checks of that list ask for it; else 0
	formless   string        // that bounds in the run's form are refused and in another taken; "" if they are not
	problem    string        // why there is no seed; "" if there is one
	stuck      string        // what makes lists useless to look for events; "" if nothing does

	second secondBot
	seed   []*Known // acknowledged and seen; fixed once Prepare is done
	lost   []*Known // acknowledged and never seen

	kept     sync.Map // what the checks of one area share, by its type; see sharedBy
	oddities shared[oddities]
	wholes   [3]shared[Walk] // by GET, by POST, the team's
	oldEdges shared[[]*Known]

	gone    atomic.Int64                        // events that a read-only run found and that no list shows any more
	endless atomic.Pointer[Walk]                // the first walk that can have no end; nil if there was none
	garbled atomic.Int64                        // lists that were answered with a success that is no page
	judged  atomic.Int64                        // walks that checks of level must have judged
	lacking atomic.Pointer[conformance.Failure] // the first of them that lacked what was tracked and not shown elsewhere

	reading  sync.RWMutex
	events   map[string]Event // events that were read, by their text
	readSize int              // of those texts, in bytes

	same sameness

	mu          sync.Mutex
	tags        int
	sightings   []*sighting      // walks that were right
	sightingsOf map[walkKind]int // how many of each kind
	latest      time.Time        // the latest timestamp of an own event that was seen
	byTag       map[string]*Known
	byID        map[string][]*Known
	byUser      map[string]*Known // events without a tag
	heard       map[string]bool   // values of filters that events have, by the filter's name
	copies      map[string]int    // how often one page without filters showed an event, by its key, if more than once
	givenTo     map[string]int    // how many events the run gave an id of its own
	shown       map[string]bool   // members that some event was listed with, empty or not
	written     int
}

func newSession(env *conformance.Env) *session {
	s := &session{
		target: env.Target, auth: env.Authorization, run: env.Run, client: env.Client, clock: env.Client.Clock(), names: names{env.Run},
		events: map[string]Event{}, byTag: map[string]*Known{}, byID: map[string][]*Known{}, byUser: map[string]*Known{},
		heard:  map[string]bool{},
		copies: map[string]int{}, givenTo: map[string]int{}, shown: map[string]bool{},
	}
	if env.Target.OtherBasic != "" {
		s.other = basic(env.Target.OtherBasic) // Authorize has looked at it
	}
	s.began = s.clock.Now().UTC().Truncate(time.Second)
	s.base = s.began.Add(-14 * time.Hour).Add(
		-time.Duration(digest(s.run)%6600) * time.Second) // so that runs do not meet, nor an event becomes a day old in one
	return s
}

// Traffic tells how many events the run wrote and how long the seed took to be visible.
func (s *session) Traffic() (written int, settledMS int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.written, s.settled.Milliseconds()
}

// random returns a source of chance for one purpose. It is a function of the seed alone.
func (s *session) random(purpose string) *rand.Rand {
	return rand.New(rand.NewPCG(s.target.Seed, digest(purpose))) //nolint:gosec // the same seed must give the same run
}

// present is a window in which the target must list what it received during this run. It ends little after now: nobody says
// that a window may lie in the future. Where it may not, it ends a moment ago.
func (s *session) present() (from, to time.Time) {
	to = s.clock.Now().UTC().Truncate(time.Second).Add(s.skew)
	if s.futureless {
		return s.began.Add(-10 * time.Minute), to.Add(-2 * time.Second)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.latest.After(to) {
		to = s.latest
	}
	return s.began.Add(-10 * time.Minute), to.Add(3 * time.Minute)
}

// digest makes a number of a text.
func digest(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return h.Sum64()
}

func (s *session) nextTag() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tags++
	return fmt.Sprintf("%s_%04d", s.run, s.tags)
}

func (s *session) remember(k *Known) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byTag[k.Tag] = k
	if k.ID != "" {
		s.givenTo[k.ID]++
	}
	if k.Owned && k.Attributes[tagKey] == "" && k.User != "" {
		s.byUser[k.User] = k
	}
}

// hear notes the values that a filter can ask for once there is such an event.
func (s *session) hear(e Sent) {
	for _, f := range plainFilters {
		s.heard[f.name+" "+f.sent(e)] = true
	}
}

// unheard reports whether a query filters by a value that no event of the run has.
func (s *session) unheard(q Query) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(plainFilters[:], func(f filter) bool {
		value := f.asked(q)
		return value != "" && !s.heard[f.name+" "+value]
	})
}

// identify returns the known event that a list shows, nil if it is somebody else's.
func (s *session) identify(e Event) *Known {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.byTag[e.Attributes[tagKey]]; k != nil && e.Attributes[tagKey] != "" {
		if bare := s.byUser[e.UserID]; bare != nil && (e.ID == "" || e.ID != k.EventID) {
			return bare // which has the attributes of another event then
		}
		return k
	}
	if s.names.ofAnother(e) {
		return nil
	}
	if e.ID != "" {
		all := slices.DeleteFunc(slices.Clone(s.byID[e.ID]), func(k *Known) bool { return !s.here(e, k) })
		if len(all) > 1 { // an id belongs to a version of a bot
			all = slices.DeleteFunc(all, func(k *Known) bool {
				return e.Version != "" && versionOf(k.Sent) != e.Version || e.UserID != "" && k.User != e.UserID
			})
		}
		if len(all) == 1 {
			return all[0]
		}
	}
	if k := s.byUser[e.UserID]; k != nil && e.UserID != "" {
		return k
	}
	return nil
}

// here reports whether an event that has the id of a known one can be that one. Two bots, or the versions of one, may number their events
// alike, and some lists hold the events of several.
func (s *session) here(e Event, k *Known) bool {
	if e.Version != "" && e.Version != versionOf(k.Sent) && (e.Event != k.Event || e.UserID != k.User) {
		return false
	}
	if e.BotID != "" {
		return s.at(k, e.BotID)
	}
	return e.Event == k.Event && e.UserID == k.User
}

// note remembers how a list showed an event first. How long that took counts from the acknowledgement, or from when somebody
// began to look.
func (s *session) note(k *Known, e Event, looking time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k.Seen {
		return
	}
	k.Seen, k.Listed, k.SeenAt = true, e, s.clock.Now()
	for name, value := range e.Raw {
		s.shown[name] = s.shown[name] || string(value) != "null"
	}
	if e.At.After(s.latest) {
		s.latest = e.At
	}
	if k.Acked {
		from := k.AckedAt
		if looking.After(from) {
			from = looking
		}
		s.slowest = max(s.slowest, k.SeenAt.Sub(from))
	}
}

// probe is a check's hands: what conformance gives it, and the session.
type probe struct {
	*conformance.T
	asker
	gone func() int // looks how many of the events that a read-only run found went since the check began
}

func (s *session) probe(ctx context.Context, t *conformance.T) *probe {
	p := &probe{T: t, asker: asker{s: s, do: t.Do}}
	before := s.gone.Load()
	p.gone = func() int {
		p.lookForGone(ctx)
		return int(s.gone.Load() - before)
	}
	return p
}

// with makes a check of a function that needs the session's data. Without them the check cannot tell.
func with(run func(context.Context, *probe)) func(context.Context, *conformance.T) {
	return func(ctx context.Context, t *conformance.T) {
		s, _ := t.Session().(*session)
		p := s.probe(ctx, t)
		p.formed()
		p.seeded()
		run(ctx, p)
	}
}

// formed ends the check if the target takes no bounds in the form in which the run gives them: lists cannot be asked for then.
func (p *probe) formed() {
	if p.s.formless != "" {
		p.NotApplicable("%s; see chatlayer.time.form", p.s.formless)
	}
}

// seeded ends the check if there is no data to judge by.
func (p *probe) seeded() {
	if p.s.problem != "" {
		p.Inconclusive("there is no data to judge by: %s", p.s.problem)
	}
}

// bare makes a check of a function that needs no data.
func bare(run func(context.Context, *probe)) func(context.Context, *conformance.T) {
	return func(ctx context.Context, t *conformance.T) {
		s, _ := t.Session().(*session)
		p := s.probe(ctx, t)
		if !t.Check().Unseeded {
			p.formed()
		}
		run(ctx, p)
	}
}

// anonymous returns a request without its credentials.
func anonymous(r exchange.Request) exchange.Request {
	r.Authorization, r.Hostile = "", true
	return r
}

// basic encodes ID:SECRET. CHL-AUTH-3.
func basic(credentials string) (header string) {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(credentials))
}
