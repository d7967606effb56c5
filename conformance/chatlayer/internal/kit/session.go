package kit

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

// Session is what the checks of one run share: the data that was brought to the target and what is known about the target.
type Session struct {
	Settings
	target    conformance.Target
	Auth      string // Authorization of the target's own credentials
	OtherAuth string // of the other team's; "" if there are none
	run       string
	client    *exchange.Client
	Clock     conformance.Clock
	Names     Names
	await     func(seen, of int) // tells how many of the awaited events are there; nil once checks run

	Began         time.Time     // when the run began, by the target's clock
	skew          time.Duration // by how much the target's clock is ahead, as far as its Date headers tell
	located       bool          // honoured is known
	Honoured      bool          // a tracked event gets the timestamp that the client sent
	Misplaced     *RunEvent     // the first event, if it is not where its timestamp says; nil if it is
	blurred       time.Duration // how far from the timestamps that are given those that are kept may lie
	Base          time.Time     // where the run's own time begins: its planted events lie in the hour after it
	Unit          time.Duration // the last digit of the timestamps that the target prints
	settled       time.Duration // from the last planted event until all of them were seen
	slowest       time.Duration // the longest that an event took from its acknowledgement until it was seen
	Eventual      atomic.Bool   // some list showed an event later than another, or later than at once
	futureless    bool          // a window that ends in the future is refused
	TeamRefused   int           // with which status the target refuses the team's list, which then only its own checks ask for; else 0
	BoundsRefused string        // that bounds in the run's form are refused and in another taken; "" if they are not
	Problem       string        // why there are no planted events; "" if there are
	fixed         bool          // lists show the same events for windows that have no instant in common
	Stuck         string        // what makes lists useless to look for events; "" if nothing does

	Second  SecondBot
	Planted []*RunEvent // acknowledged and seen; fixed once Prepare is done
	Lost    []*RunEvent // acknowledged and never seen

	kept     sync.Map // what the checks of one area share, by its type; see SharedBy
	oddities Shared[Oddities]
	wholes   [3]Shared[Walk] // by GET, by POST, the team's
	oldEdges Shared[[]*RunEvent]

	goneEvents atomic.Int64                        // events that a read-only run found and that no list shows any more
	Endless    atomic.Pointer[Walk]                // the first walk that can have no end; nil if there was none
	cutOff     atomic.Pointer[Page]                // a later page that was refused, so that a walk ended there; nil if none was
	tokens     sync.Map                            // when each page token came last, by its hash
	garbled    atomic.Int64                        // lists that were answered with a success that is no page
	Judged     atomic.Int64                        // walks that checks of level must have judged
	Lacking    atomic.Pointer[conformance.Failure] // the first of them that lacked what was tracked and not shown elsewhere

	reading  sync.RWMutex
	events   map[string]Event // events that were read, by their text
	readSize int              // of those texts, in bytes

	same sameness

	doubted, doubtedByPost [1 << len(PlainFilters)]atomic.Bool // lists by some filters have shown what does not meet them; see Query.asks

	mu          sync.Mutex
	tags        int
	sightings   []*Sighting      // walks that were right
	sightingsOf map[walkKind]int // how many of each kind
	latest      time.Time        // the latest timestamp of an own event that was seen
	byTag       map[string]*RunEvent
	byID        map[string][]*RunEvent
	byUser      map[string]*RunEvent // events without a tag
	heard       map[string]bool      // values of filters that events have, by the filter's name
	copies      map[string]int       // how often one page without filters showed an event, by its key, if more than once
	givenTo     map[string]int       // how many events the run gave an id of its own
	shown       map[string]bool      // members that some event was listed with, empty or not
	written     int
}

func newSession(env *conformance.Env, settings Settings) *Session {
	s := &Session{
		Settings: settings, target: env.Target,
		Auth: env.Authorization, run: env.Run, client: env.Client, Clock: env.Client.Clock(), Names: Names{env.Run},
		events: map[string]Event{}, byTag: map[string]*RunEvent{}, byID: map[string][]*RunEvent{}, byUser: map[string]*RunEvent{},
		heard:  map[string]bool{},
		copies: map[string]int{}, givenTo: map[string]int{}, shown: map[string]bool{},
	}
	if s.OtherBasic != "" {
		s.OtherAuth = Basic(s.OtherBasic) // Authorize has looked at it
	}
	s.Began = s.Clock.Now().UTC().Truncate(time.Second)
	s.Base = s.Began.Add(-14 * time.Hour).Add(
		-time.Duration(Digest(s.run)%6600) * time.Second) // so that runs do not meet, nor an event becomes a day old in one
	return s
}

// Wrote tells how many events the run wrote and how long the planted events took to be visible.
func (s *Session) Wrote() (events int, settledMS int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.written, s.settled.Milliseconds()
}

// Random returns a source of chance for one purpose. It is a function of the seed alone.
func (s *Session) Random(purpose string) *rand.Rand {
	return rand.New(rand.NewPCG(s.target.Seed, Digest(purpose))) //nolint:gosec // the same seed must give the same run
}

// RunWindow is a window in which the target must list what it received during this run. It ends little after now: nobody says
// that a window may lie in the future. Where it may not, it ends a moment ago.
func (s *Session) RunWindow() (from, to time.Time) {
	to = s.Clock.Now().UTC().Truncate(time.Second).Add(s.skew)
	if s.futureless {
		return s.Began.Add(-10 * time.Minute), to.Add(-2 * time.Second)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.latest.After(to) {
		to = s.latest
	}
	return s.Began.Add(-10 * time.Minute), to.Add(3 * time.Minute)
}

// Digest makes a number of a text.
func Digest(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return h.Sum64()
}

// NextTag makes a tag that no other event has.
func (s *Session) NextTag() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tags++
	return fmt.Sprintf("%s_%04d", s.run, s.tags)
}

// Remember makes an event known to the run.
func (s *Session) Remember(k *RunEvent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byTag[k.Tag] = k
	if k.ID != "" {
		s.givenTo[k.ID]++
	}
	if k.Owned && k.Attributes[TagKey] == "" && k.User != "" {
		s.byUser[k.User] = k
	}
}

// hear notes the values that a filter can ask for once there is such an event.
func (s *Session) hear(e Sent) {
	for _, f := range PlainFilters {
		s.heard[f.Name+" "+f.Sent(e)] = true
	}
}

// unheard reports whether a query filters by a value that no event of the run has.
func (s *Session) unheard(q Query) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(PlainFilters[:], func(f PlainFilter) bool {
		value := f.Asked(q)
		return value != "" && !s.heard[f.Name+" "+value]
	})
}

// Identify returns the event of the run that a list shows, nil if it is somebody else's.
func (s *Session) Identify(e Event) *RunEvent {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.byTag[e.Attributes[TagKey]]; k != nil && e.Attributes[TagKey] != "" {
		if bare := s.byUser[e.UserID]; bare != nil && (e.ID == "" || e.ID != k.EventID) {
			return bare // which has the attributes of another event then
		}
		return s.owner(e, k)
	}
	if s.Names.ofAnother(e) {
		return nil
	}
	if e.ID != "" {
		all := slices.DeleteFunc(slices.Clone(s.byID[e.ID]), func(k *RunEvent) bool { return !s.here(e, k) })
		if len(all) > 1 { // an id belongs to a version of a bot
			all = slices.DeleteFunc(all, func(k *RunEvent) bool {
				return e.Version != "" && VersionOf(k.Sent) != e.Version || e.UserID != "" && k.User != e.UserID
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

// unlike counts in how many members but its attributes a listed event shows another thing than the event was tracked with.
func (s *Session) unlike(e Event, k *RunEvent) (n int) {
	for _, f := range ShownFilters() {
		if e.Has(f.Name) && f.Shown(e) != f.Sent(k.Sent) {
			n++
		}
	}
	if e.Version != "" && e.Version != VersionOf(k.Sent) {
		n++
	}
	if e.BotID != "" && !s.at(k, e.BotID) {
		n++
	}
	return n
}

// mistaken reports whether nothing but its attributes says that a listed event is this one: it shows another member, under another id
// than the track was answered with, or several where no answer is known.
func (s *Session) mistaken(e Event, k *RunEvent) bool {
	s.mu.Lock() // its track may be under way
	answered := k.EventID
	s.mu.Unlock()
	least := 1
	if answered == "" {
		least = 2
	}
	return e.ID != "" && e.ID != answered && s.unlike(e, k) >= least
}

// owner is the event that a listed one is: the one whose attributes it has or, if all else is more like it, one of its id.
func (s *Session) owner(e Event, marked *RunEvent) *RunEvent {
	if e.ID == "" || e.ID == marked.EventID {
		return marked
	}
	best := marked
	for _, k := range s.byID[e.ID] {
		nearer := e.At.Sub(k.At).Abs() < e.At.Sub(best.At).Abs()
		if mine, its := s.unlike(e, k), s.unlike(e, best); mine < its || mine == its && nearer {
			best = k
		}
	}
	return best
}

// here reports whether an event that has the id of a known one can be that one. Two bots, or the versions of one, may number their events
// alike, and some lists hold the events of several.
func (s *Session) here(e Event, k *RunEvent) bool {
	if e.Version != "" && e.Version != VersionOf(k.Sent) && (e.Event != k.Event || e.UserID != k.User) {
		return false
	}
	if e.BotID != "" {
		return s.at(k, e.BotID)
	}
	return e.Event == k.Event && e.UserID == k.User
}

// note remembers how a list showed an event first. How long that took counts from the acknowledgement, or from when somebody
// began to look.
func (s *Session) note(k *RunEvent, e Event, looking time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k.Seen {
		return
	}
	k.Seen, k.Listed, k.SeenAt = true, e, s.Clock.Now()
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

// Probe gives a check the client and the run's planted events.
type Probe struct {
	*conformance.T
	Asker
	gone func() int // looks how many of the events that a read-only run found went since the check began
}

// NewProbe makes the Probe of a check.
func (s *Session) NewProbe(ctx context.Context, t *conformance.T) *Probe {
	p := &Probe{T: t, Asker: Asker{Session: s, Send: t.Do}}
	before := s.goneEvents.Load()
	p.gone = func() int {
		p.lookForGone(ctx)
		return int(s.goneEvents.Load() - before)
	}
	return p
}

// Sending sends requests in another way than the check does.
func (p *Probe) Sending(send func(context.Context, exchange.Request) *exchange.Exchange) Asker {
	return Asker{Session: p.Asker.Session, Send: send}
}

// WithPlanted makes a check of a function that needs the session's data. Without them the check cannot tell.
func WithPlanted(run func(context.Context, *Probe)) func(context.Context, *conformance.T) {
	return func(ctx context.Context, t *conformance.T) {
		s, _ := t.Session().(*Session)
		p := s.NewProbe(ctx, t)
		p.mustTakeBounds()
		p.MustHavePlanted()
		run(ctx, p)
	}
}

// mustTakeBounds ends the check if the target takes no bounds in the form in which the run gives them: lists cannot be asked for then.
func (p *Probe) mustTakeBounds() {
	if p.BoundsRefused != "" {
		p.NotApplicable("%s; see chatlayer.time.form", p.BoundsRefused)
	}
}

// MustHavePlanted ends the check if there is no data to judge by.
func (p *Probe) MustHavePlanted() {
	if p.Problem != "" {
		p.Inconclusive("there is no data to judge by: %s", p.Problem)
	}
}

// WithoutPlanted makes a check of a function that needs no data.
func WithoutPlanted(run func(context.Context, *Probe)) func(context.Context, *conformance.T) {
	return func(ctx context.Context, t *conformance.T) {
		s, _ := t.Session().(*Session)
		p := s.NewProbe(ctx, t)
		if !t.Check().Unplanted {
			p.mustTakeBounds()
		}
		run(ctx, p)
	}
}

// Anonymous returns a request without its credentials.
func Anonymous(r exchange.Request) exchange.Request {
	r.Authorization, r.Hostile = "", true
	return r
}

// Basic encodes ID:SECRET. CHL-AUTH-3.
func Basic(credentials string) (header string) {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(credentials))
}
