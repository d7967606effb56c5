package fault

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
)

// Most is how many faults a set may hold.
const Most = 500

// FullError says that a set holds as many faults as it may.
type FullError struct{}

func (FullError) Error() string {
	return fmt.Sprintf("there are %d faults, which is the most: remove one first", Most)
}

// Set are the faults of one namespace. It is safe for concurrent use.
type Set struct {
	seed       uint64
	operations []Operation
	active     atomic.Pointer[[]*active] // nil if there is none; what it points to never changes

	changing sync.Mutex // held by who changes them, unless that is the business of keep

	mu      sync.Mutex
	failed  map[string]int64 // requests that asked for Fail, by operation
	added   uint64           // ever: ids are never used again
	ordinal uint64           // since the latest Reset: what is drawn depends on it
	over    bool             // it has ended
	keep    Keep
}

// New returns a set without faults for these operations.
func New(seed uint64, operations []Operation) *Set {
	return &Set{seed: seed, operations: operations}
}

// Follow has a new set go on with the ids of the set in whose place it comes, so that none is given twice.
func (s *Set) Follow(before *Set) {
	before.mu.Lock()
	added := before.added
	before.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.added = added
}

// Operations are those that a fault may name.
func (s *Set) Operations() []Operation { return s.operations }

// Idle reports whether there is no fault at all.
func (s *Set) Idle() bool { return s.active.Load() == nil }

// Listed is a fault of a set.
type Listed struct {
	ID string
	Fault
	Seen  int64 // requests that matched
	Hit   int64 // of these, that were given the fault
	Spent bool  `json:"-"` // it is given to none any more: there were as many as there may be, or its time is over
}

// Add adds a fault behind the others. It joins every mistake of the fault, or is a FullError.
func (s *Set) Add(f Fault) (Listed, error) {
	if err := Join(f.Check(s.operations, false)); err != nil {
		return Listed{}, err
	}
	var a *active
	err := s.change(func(next *state) error {
		if len(next.all) >= Most {
			return FullError{}
		}
		next.added++
		next.ordinal++
		a = newActive(f, "f"+strconv.FormatUint(next.added, 10), draws{s.seed, next.ordinal}, clock.System().Now())
		next.all = append(slices.Clip(next.all), a)
		return nil
	})
	if err != nil {
		return Listed{}, err
	}
	return a.listed(), nil
}

// List returns all faults, the oldest first.
func (s *Set) List() []Listed {
	list := []Listed{}
	for _, a := range s.all() {
		list = append(list, a.listed())
	}
	return list
}

// Remove removes a fault, which ends the delays that it causes. It reports whether there ever was one of this id.
func (s *Set) Remove(id string) (known bool, err error) {
	var removed *active
	err = s.change(func(next *state) error {
		n, err := strconv.ParseUint(id[min(1, len(id)):], 10, 64)
		known = err == nil && 0 < n && n <= next.added && id == "f"+strconv.FormatUint(n, 10)
		i := slices.IndexFunc(next.all, func(a *active) bool { return a.id == id })
		if i < 0 {
			return errUnchanged
		}
		removed = next.all[i]
		next.all = slices.Concat(next.all[:i], next.all[i+1:])
		return nil
	})
	if removed != nil && err == nil {
		removed.end()
	}
	return known, err
}

// Clear removes all faults, and forgets how often Fail was asked for.
func (s *Set) Clear() error {
	var removed []*active
	err := s.change(func(next *state) error {
		if removed, next.all = next.all, nil; removed == nil && s.keep != nil {
			return errUnchanged
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, a := range removed {
		a.end()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = nil
	return nil
}

// End removes all faults for good: nobody asks the set any more. It writes nothing down, and waits for no change that is being written
// down: that has no effect any more.
func (s *Set) End() {
	defer s.alone()()
	s.clear()
	s.over = true
}

// Reset is Clear that begins what is drawn from the seed anew. It writes nothing down.
func (s *Set) Reset() {
	defer s.alone()()
	s.clear()
	s.ordinal = 0
}

// Frozen is a fault as it was at one instant.
type Frozen struct {
	Listed
	Ordinal uint64        // of what it draws; zero is its place among the others
	Age     time.Duration // how long it was there
}

// Freeze returns all faults as they are at an instant of the machine's time, the oldest first.
func (s *Set) Freeze(at time.Time) []Frozen {
	var all []Frozen
	for _, a := range s.all() {
		all = append(all, Frozen{a.listed(), a.draws.ordinal, at.Sub(a.added)})
	}
	return all
}

// Restore puts faults that a set had in the place of those that it has: at an instant of the machine's time they go on from what they had
// counted by then, and as old as they were. Rates begin with a full bucket. It writes nothing down.
func (s *Set) Restore(had []Frozen, at time.Time) {
	defer s.alone()()
	s.clear()
	s.ordinal = 0
	var all []*active
	for i, f := range had {
		ordinal := cmp.Or(f.Ordinal, uint64(i)+1)
		s.ordinal = max(s.ordinal, ordinal)
		a := newActive(f.Fault, f.ID, draws{s.seed, ordinal}, at.Add(-f.Age))
		a.seen.Store(f.Seen)
		a.hit.Store(f.Hit)
		all = append(all, a)
	}
	s.set(all)
}

func (s *Set) clear() {
	for _, a := range s.all() {
		a.end()
	}
	s.set(nil)
	s.failed = nil
}

// fail counts a request that asked for Fail and reports whether it is one of the first so many for its operation.
func (s *Set) fail(operation string, first int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = map[string]int64{}
	}
	s.failed[operation]++
	return s.failed[operation] <= first
}

func (s *Set) all() []*active {
	if all := s.active.Load(); all != nil {
		return *all
	}
	return nil
}

func (s *Set) set(all []*active) {
	if len(all) == 0 {
		s.active.Store(nil)
		return
	}
	s.active.Store(&all)
}
