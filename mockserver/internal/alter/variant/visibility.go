package variant

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func visibilities() []Variant {
	const soon = 1500 * time.Millisecond
	return []Variant{
		legal("L14", "visibility.after-200ms", "A tracked event is listed up to 0.2 seconds later, and not in the order of arrival.",
			delayed(200*time.Millisecond, alter.Always)),
		legal("L15", "visibility.flaps", "Two replicas answer in turn; each learns of a tracked event within 2 seconds, in its own time.",
			flapping(2*time.Second)),
		legal("", "visibility.team-later", "A tracked event is in the list of its team up to 1.5 seconds after that of its bot.",
			delayed(soon, alter.On(alter.ListOfTeam))),
		legal("", "visibility.filtered-later", "A tracked event is found by filters up to 1.5 seconds after it is listed without.",
			delayed(soon, filtered)),
		legal("L15", "visibility.replica-later",
			"A replica that learns of a tracked event up to 1.5 seconds late answers one list in three.",
			replicaLater),
	}
}

// filtered tells lookups that ask for more than a version.
func filtered(l *chatlayersteps.Lookup) bool {
	return len(l.Query.Labels) > 0 ||
		slices.ContainsFunc(l.Query.Where, func(w eventstore.Equal) bool { return w.Field != chatlayerworld.FieldVersion })
}

// delayed hides a tracked event from some lookups for a part of the longest delay that depends on the event.
func delayed(longest time.Duration, from func(*chatlayersteps.Lookup) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		newArrivals(startStopwatch(), longest).decorate(p, func(l *chatlayersteps.Lookup) (uint64, bool) { return 0, from(l) })
	}
}

func flapping(longest time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var asked atomic.Uint64
		newArrivals(startStopwatch(), longest).decorate(p, func(*chatlayersteps.Lookup) (uint64, bool) { return asked.Add(1) % 2, true })
	}
}

// arrival is an event, named as its bot knows it.
type arrival struct{ bot, id string }

// arrivals tells when events were tracked, as long as that matters.
type arrivals struct {
	watch   stopwatch
	longest time.Duration

	mu sync.RWMutex // held while an event is stored, so that no list sees it before it is known here
	at map[arrival]time.Duration
}

func newArrivals(watch stopwatch, longest time.Duration) *arrivals {
	return &arrivals{at: map[arrival]time.Duration{}, watch: watch, longest: longest}
}

// decorate lets replicas answer lookups, each of which learns of an event in its own time; late tells which one does, and
// whether it is late at all.
func (s *arrivals) decorate(p *pipeline.Pipeline, late func(*chatlayersteps.Lookup) (replica uint64, is bool)) {
	alter.AroundTrack(func(track chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		stored, err := track(c, t)
		if err == nil && stored.Added {
			s.at[arrival{t.Event.BotID, stored.ID}] = s.watch()
		}
		return stored, err
	})(p)
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		replica, is := late(l)
		if !is {
			return next(l)
		}
		return alter.Sift(next, l, func(e event) bool { return s.visible(e, replica) })
	})(p)
}

// visible is for events that arrived at least a quarter of the longest delay ago, and for all after the whole of it.
func (s *arrivals) visible(e event, replica uint64) bool {
	s.mu.RLock()
	at, young := s.at[arrival{e.BotID, e.ID}]
	s.mu.RUnlock()
	if !young {
		return true
	}
	const steps = 1000
	share := alter.HashNumbers(alter.Hash(e.BotID, e.ID), replica) % steps
	delay := s.longest/4 + s.longest*3/4*time.Duration(share)/steps
	return s.watch()-at >= delay
}

func replicaLater(p *pipeline.Pipeline) {
	const longest = 1500 * time.Millisecond
	var asked atomic.Uint64
	newArrivals(startStopwatch(), longest).decorate(p, func(*chatlayersteps.Lookup) (uint64, bool) {
		return 0, alter.HashNumbers(p.Seed, asked.Add(1))%3 == 0
	})
}
