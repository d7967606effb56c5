package namespace

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/control"
)

// mostSnapshots is how many snapshots a namespace keeps: lists look into each of those that their data go on from.
const mostSnapshots = 100

// snapshots are those of a namespace by name. It is safe for concurrent use.
type snapshots struct {
	of *Namespace

	mu     sync.Mutex
	byName map[string]snapshot
}

type snapshot struct {
	remembered
	data  *world.Snapshot
	entry uint64 // of the log, that has it made; zero if nothing is written down
}

// remembered is what a snapshot has beside the data.
type remembered struct {
	Row    control.Snapshot `json:"row"`
	Faults []fault.Frozen   `json:"faults,omitempty"`
	Clock  clock.Memory     `json:"clock"`
	// Same is the entry that had a snapshot made with the same data, which was restored since; zero if something has come since.
	Same uint64 `json:"same,omitempty"`
}

// Take remembers what there is under a name. It reports whether the name is new.
func (s *snapshots) Take(name string) (row control.Snapshot, fresh bool, err error) {
	err = s.of.latestExclusively(func(n *Namespace, w writer) error {
		s := &n.snapshots
		old, there := s.find(name)
		if !there && len(s.all()) == mostSnapshots {
			return &pipeline.Problem{Status: http.StatusInsufficientStorage, Detail: fmt.Sprintf(
				"there are %d snapshots, which is the most; DELETE one that is not needed, or take this one under its name", mostSnapshots,
			)}
		}
		data := s.of.world.Snapshot()
		row = control.Snapshot{Name: name, CreatedAt: s.of.clock.Now().UTC(), Tracked: data.Written()}
		taken := snapshot{remembered{row, s.of.faults.Freeze(clock.System().Now()), s.of.clock.Remember(), w.same()}, data, 0}
		if taken.entry, err = w.number(kindSnapshot, taken.remembered); err != nil {
			data.Close()
			return err
		}
		s.change(func(all map[string]snapshot) { all[name] = taken })
		if fresh = !there; there {
			old.data.Close()
		}
		return nil
	})
	return row, fresh, err
}

// change changes which snapshots there are.
func (s *snapshots) change(how func(all map[string]snapshot)) {
	next := maps.Clone(s.all())
	if next == nil {
		next = map[string]snapshot{}
	}
	how(next)
	s.set(next)
}

// entriesOf are the entries of the log that had snapshots made.
func entriesOf(all map[string]snapshot) map[string]uint64 {
	entries := map[string]uint64{}
	for name, one := range all {
		entries[name] = one.entry
	}
	return entries
}

// all are those that there are. The map never changes.
func (s *snapshots) all() map[string]snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byName
}

func (s *snapshots) find(name string) (found snapshot, there bool) {
	found, there = s.all()[name]
	return found, there
}

// List returns all, in the order of their names.
func (s *snapshots) List() []control.Snapshot {
	all, rows := s.all(), []control.Snapshot{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		rows = append(rows, all[name].Row)
	}
	return rows
}

// restored is how a namespace goes on that goes back to a snapshot.
type restored struct {
	Snapshot uint64         `json:"snapshot"` // the entry that had it made
	Faults   []fault.Frozen `json:"faults,omitempty"`
	At       time.Time      `json:"at"` // by the machine's clock
	Clock    clock.Memory   `json:"clock"`
}

// Restore goes back to what has the name, if anything has.
func (s *snapshots) Restore(name string) (row control.Snapshot, there bool, err error) {
	err = s.of.latestExclusively(func(n *Namespace, w writer) error {
		var found snapshot
		if found, there = n.snapshots.find(name); !there {
			return nil
		}
		back := restored{cmp.Or(found.Same, found.entry), found.Faults, clock.System().Now(), found.Clock.FromNow()}
		if err := w.write(kindRestore, back); err != nil {
			return err
		}
		n.goBack(found.data, back)
		w.setSame(back.Snapshot)
		row = found.Row
		return nil
	})
	return row, there, err
}

// goBack is the effect of a restore.
func (n *Namespace) goBack(data *world.Snapshot, to restored) {
	n.world.Restore(data)
	n.faults.Restore(to.Faults, to.At)
	n.clock.Resume(to.Clock)
}

// World is the data under a name; nil if there are none.
func (s *snapshots) World(name string) *world.Snapshot {
	found, _ := s.find(name)
	return found.data
}

// Forget forgets what has the name.
func (s *snapshots) Forget(name string) error {
	return s.of.latestExclusively(func(n *Namespace, w writer) error {
		s := &n.snapshots
		old, there := s.find(name)
		if !there {
			return nil
		}
		left := maps.Clone(s.all())
		delete(left, name)
		if err := w.write(kindNames, entriesOf(left)); err != nil {
			return err
		}
		s.set(left)
		old.data.Close()
		return nil
	})
}

func (s *snapshots) set(all map[string]snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byName = all
}

// close forgets all.
func (s *snapshots) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, old := range s.byName {
		old.data.Close()
	}
	s.byName = nil
}
